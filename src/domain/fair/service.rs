//! What organisers do with an edition.

use super::{
    Edition, Refusal, Rules, consequences,
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
/// How long an edition's name may be: it stands in a selector.
const NAME: usize = 60;
/// Fairs last days, not seasons; every day is a row of periods for every calendar.
const DAYS: i32 = 60;

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
    may_organise(who, edition)?;
    rules.check()?;
    let Some(revision) = tx.change_rules(edition, revision, &rules).await? else {
        let current = tx.edition(edition).await?.ok_or(Refusal::Unknown)?;
        return Err(Refusal::Stale {
            revision: current.revision,
        });
    };
    consequences::follow(tx, edition).await?;
    let changed = RulesChanged { revision, rules };
    tx.tell(
        Topic::Fair(edition),
        "rules.changed",
        Some(By::from(who)),
        &changed,
    )?;
    Ok(revision)
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
        let name = text::line("name", &self.name, NAME)?;
        let zone = zone(&self.zone).ok_or(Refusal::invalid("zone", "zone"))?;
        let days = self
            .last_day
            .since(self.first_day)
            .map_or(-1, |span| span.get_days());
        if !(0..DAYS).contains(&days) {
            return Err(Refusal::invalid("last_day", "between_1_and_60_days"));
        }
        self.rules.check()?;
        let Self {
            first_day,
            last_day,
            rules,
            current,
            ..
        } = self;
        Ok(Edition {
            id,
            name,
            zone,
            first_day,
            last_day,
            rules,
            revision: 1,
            current,
        })
    }
}

/// An IANA zone, spelled as the database of zones spells it.
fn zone(text: &str) -> Option<String> {
    let zone = jiff::tz::TimeZone::get(text).ok()?;
    zone.iana_name().map(str::to_owned)
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
