//! What organisers do with an edition.

use super::{
    Edition, Refusal, Rules,
    event::{Announced, Announcement, EditionChanged, RulesChanged},
    text,
};
use crate::{
    domain::{
        Tx,
        journal::{Due, NewJob, Tell},
    },
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
    tx.schedule(NewJob {
        kind: RULES_CHANGED,
        object: edition.to_string(),
        due: Due::Now,
        body: serde_json::json!({ "edition": edition, "revision": revision }),
    })
    .await?;
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
        if jiff::tz::TimeZone::get(&self.zone).is_err() {
            return Err(Refusal::invalid("zone", "iana_name"));
        }
        let days = self
            .last_day
            .since(self.first_day)
            .map_or(-1, |span| span.get_days());
        if !(0..DAYS).contains(&days) {
            return Err(Refusal::invalid("last_day", "between_1_and_60_days"));
        }
        self.rules.check()?;
        let Self {
            zone,
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
