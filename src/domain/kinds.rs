//! Every kind of fact, by the topic that hears it: the closed list that the snapshots of the wire are checked by.

use crate::kernel::topic::Topic;

/// Kinds by the first word of their topic's name.
pub const KINDS: &[(&str, &[&str])] = &[
    ("slots", &["grid.changed", "period.changed"]),
    (
        "fair",
        &[
            "announced",
            "edition.changed",
            "rules.changed",
            "sections.changed",
        ],
    ),
    (
        "negotiation",
        &[
            "appointment.accepted",
            "appointment.cancelled",
            "appointment.conflicted",
            "appointment.expired",
            "appointment.reassigned",
            "appointment.rejected",
            "appointment.requested",
            "negotiation.opened",
        ],
    ),
    (
        "inbox",
        &[
            "appointment.changed",
            "busy.changed",
            "member.changed",
            "notice.added",
            "notices.read",
        ],
    ),
    ("desk", &["request.changed"]),
    ("company", &["appointment.changed", "member.changed"]),
    (
        "rights",
        &[
            "clock.moved",
            "key.revoked",
            "session.ended",
            "user.changed",
        ],
    ),
];

/// Whether `topic` hears facts of this kind.
pub fn knows(topic: &Topic, kind: &str) -> bool {
    let name = topic.to_string();
    let word = name.split('/').next();
    KINDS
        .iter()
        .any(|(topic, kinds)| Some(*topic) == word && kinds.contains(&kind))
}

#[cfg(test)]
mod tests {
    use super::{Topic, knows};

    #[test]
    fn a_kind_belongs_to_its_topic() {
        assert!(knows(&Topic::Rights, "user.changed"));
        assert!(!knows(&Topic::Rights, "announced"));
    }
}
