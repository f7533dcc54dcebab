//! What organisers do with an edition.

use super::{
    Change, Edition, Refusal, Rules, consequences,
    event::{Announced, Announcement, EditionChanged, RulesChanged},
    text,
};
use crate::{
    domain::{Tx, journal::Tell},
    kernel::{actor::Actor, fact::By, ids::EditionId, topic::Topic},
};

/// The job that follows a change of rules: colours, affected appointments and the people to be told (law 11).
pub const RULES_CHANGED: &str = "fair.rules_changed";

/// How long an announcement may be: two lines on a phone.
const ANNOUNCEMENT: usize = 500;
/// An edition to be opened.
#[derive(Clone, Debug)]
pub struct NewEdition {
    /// Such as "The 128th".
    pub name: String,
    /// IANA zone.
    pub zone: String,
    /// First fair day.
    pub first_day: jiff::civil::Date,
    /// Last fair day, inclusive.
    pub last_day: jiff::civil::Date,
    /// Its rules.
    pub rules: Rules,
    /// Whether lists show it first from now on.
    pub current: bool,
}

/// Opens an edition. An operator's deed, not a command: nobody organises it before it is there.
pub async fn open_edition(tx: &mut dyn Tx, new: NewEdition) -> Result<Edition, Refusal> {
    let edition = new.checked(EditionId::mint(tx.machine()))?;
    if edition.current
        && let Some(retired) = tx.retire_current().await?
        && let Some(retired) = tx.edition(retired).await?
    {
        let topic = Topic::Fair(retired.id);
        tx.tell(
            topic,
            "edition.changed",
            None,
            &EditionChanged { edition: retired },
        )?;
    }
    if tx.open_edition(&edition).await? {
        Ok(edition)
    } else {
        Err(Refusal::invalid("name", "taken"))
    }
}

/// Changes the rules of an edition the caller organises; gives the new revision.
pub async fn set_rules(
    tx: &mut dyn Tx,
    who: &Actor,
    edition: EditionId,
    (revision, rules): (i64, Rules),
) -> Result<i64, Refusal> {
    let change = Change {
        rules: Some(rules),
        ..Change::default()
    };
    let Edition {
        revision, rules, ..
    } = changed(tx, who, edition, (revision, change)).await?;
    let told = RulesChanged { revision, rules };
    let by = Some(By::from(who));
    tx.tell(Topic::Fair(edition), "rules.changed", by, &told)?;
    Ok(revision)
}

/// Changes the name, days, zone or rules of an edition the caller organises; gives the new revision.
pub async fn update(
    tx: &mut dyn Tx,
    who: &Actor,
    edition: EditionId,
    (revision, change): (i64, Change),
) -> Result<i64, Refusal> {
    let next = changed(tx, who, edition, (revision, change)).await?;
    let revision = next.revision;
    let told = EditionChanged { edition: next };
    let by = Some(By::from(who));
    tx.tell(Topic::Fair(edition), "edition.changed", by, &told)?;
    Ok(revision)
}

/// Writes the change if the edition is still at `revision`, and queues what follows from it.
async fn changed(
    tx: &mut dyn Tx,
    who: &Actor,
    id: EditionId,
    (revision, change): (i64, Change),
) -> Result<Edition, Refusal> {
    may_organise(who, id)?;
    // All of them, because that list is never remembered: what is compared is what the database holds.
    let editions = tx.editions().await?;
    let before = editions.iter().find(|it| it.id == id);
    let before = before.ok_or(Refusal::Unknown)?;
    let next = change.applied(before)?;
    if before.revision != revision {
        return Err(Refusal::Stale {
            revision: before.revision,
        });
    }
    if editions
        .iter()
        .any(|it| it.id != id && it.name == next.name)
    {
        return Err(Refusal::invalid("name", "taken"));
    }
    if before.zone != next.zone && tx.is_booked(id).await? {
        return Err(Refusal::Booked);
    }
    if !tx.change_edition(&next, revision).await? {
        let current = tx.edition(id).await?.ok_or(Refusal::Unknown)?;
        return Err(Refusal::Stale {
            revision: current.revision,
        });
    }
    consequences::follow(tx, who, (before, &next)).await?;
    Ok(next)
}

/// Tells everybody something. One statement besides the log's own: whole halls hear it.
pub async fn announce(
    tx: &mut dyn Tx,
    who: &Actor,
    edition: EditionId,
    said: &str,
) -> Result<(), Refusal> {
    may_organise(who, edition)?;
    let text = text::line("text", said, ANNOUNCEMENT)?;
    let announcement = Announcement { text, at: tx.now() };
    if !tx.announce(edition, &announcement).await? {
        return Err(Refusal::Unknown);
    }
    let told = Announced {
        text: &announcement.text,
    };
    tx.tell(
        Topic::Fair(edition),
        "announced",
        Some(By::from(who)),
        &told,
    )?;
    Ok(())
}

/// Refuses unless `who` organises `edition`.
pub fn may_organise(who: &Actor, edition: EditionId) -> Result<(), Refusal> {
    if who.organises(edition) {
        Ok(())
    } else {
        Err(Refusal::NoRight)
    }
}

impl NewEdition {
    fn checked(self, id: EditionId) -> Result<Edition, Refusal> {
        let Self {
            name,
            zone,
            first_day,
            last_day,
            rules,
            current,
        } = self;
        let edition = Edition {
            id,
            name,
            zone,
            first_day,
            last_day,
            rules,
            revision: 1,
            current,
        };
        edition.checked()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::kernel::time::MachineTime;

    fn refused(change: impl FnOnce(&mut NewEdition)) -> Option<(&'static str, &'static str)> {
        let mut new = NewEdition {
            name: "The 128th".to_owned(),
            zone: "asia/shanghai".to_owned(),
            first_day: date(2020, 10, 15),
            last_day: date(2020, 10, 24),
            rules: Rules::usual(),
            current: true,
        };
        change(&mut new);
        match new.checked(EditionId::mint(MachineTime::from_ms(0))) {
            Ok(edition) => {
                assert_eq!(edition.zone, "Asia/Shanghai");
                None
            }
            Err(Refusal::Invalid { field, rule }) => Some((field, rule)),
            Err(other) => panic!("an unexpected refusal: {other}"),
        }
    }

    #[test]
    fn an_edition_has_a_name_a_zone_and_a_few_days() {
        assert_eq!(refused(|_| ()), None);
        assert_eq!(refused(|new| new.last_day = new.first_day), None);
        assert_eq!(refused(|new| new.name.clear()), Some(("name", "empty")));
        assert_eq!(
            refused(|new| new.zone = "+08:00".to_owned()),
            Some(("zone", "zone"))
        );
        assert_eq!(
            refused(|new| new.rules.minutes = 7),
            Some(("minutes", "multiple_of_5"))
        );
        let days = Some(("last_day", "between_1_and_60_days"));
        assert_eq!(refused(|new| new.last_day = date(2020, 10, 14)), days);
        assert_eq!(refused(|new| new.last_day = date(2020, 12, 14)), days);
        assert_eq!(refused(|new| new.last_day = date(2021, 10, 15)), days);
        assert_eq!(refused(|new| new.last_day = date(2020, 12, 13)), None);
    }
}
