//! Commands of organisers and exhibitors.

use super::Entry;
use crate::{
    command,
    domain::{
        fair::{
            Change, Rules, service,
            stands::{self, NewStand},
        },
        ledger::Answer,
    },
    kernel::topic::Topic,
    protocol::commands::fair::{
        DutySet, EditionSetRules, EditionUpdate, ExhibitorEnter, FairAnnounce,
    },
};

/// `fair.*`, `edition.*`, `exhibitor.*`, `duty.*`.
pub fn entries() -> Vec<Entry> {
    vec![
        command!("fair.announce", FairAnnounce, |tx, who, input| {
            service::announce(tx, who, input.edition, &input.text).await?;
            Ok(Answer::empty().seq_in(Topic::Fair(input.edition)))
        }),
        command!(
            "edition.set_rules",
            EditionSetRules<Rules>,
            |tx, who, input| {
                let change = (input.revision, input.rules.clone());
                let revision = service::set_rules(tx, who, input.edition, change).await?;
                Ok(Answer::empty()
                    .with("revision", revision)
                    .seq_in(Topic::Fair(input.edition)))
            }
        ),
        command!("edition.update", EditionUpdate<Rules>, |tx, who, input| {
            let change = Change {
                name: input.name.clone(),
                zone: input.zone.clone(),
                first_day: input.first_day,
                last_day: input.last_day,
                rules: input.rules.clone(),
            };
            let change = (input.revision, change);
            let revision = service::update(tx, who, input.edition, change).await?;
            Ok(Answer::empty()
                .with("revision", revision)
                .seq_in(Topic::Fair(input.edition)))
        }),
        command!("exhibitor.enter", ExhibitorEnter, |tx, who, input| {
            let new = NewStand {
                company: input.company,
                edition: input.edition,
                name: input.name.clone(),
                booth: input.booth.clone(),
                business: input.business.clone(),
            };
            let exhibitor = stands::enter(tx, who, new).await?;
            Ok(Answer::empty().with("exhibitor", exhibitor.to_string()))
        }),
        command!("duty.set", DutySet, |tx, who, input| {
            let person = (input.exhibitor, input.user);
            let grid = stands::set_duty(tx, who, person, input.on).await?;
            Ok(Answer::empty().with("grid", grid.to_string()))
        }),
    ]
}
