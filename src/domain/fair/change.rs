//! What an organiser changes of an edition, and what the edition is then.

use jiff::civil::Date;
use serde::Deserialize;

use super::{Edition, Refusal, Rules, text};

/// How long an edition's name may be: it stands in a selector.
const NAME: usize = 60;
/// Fairs last days, not seasons; every day is a row of periods for every calendar.
const DAYS: i32 = 60;

/// Other values for an edition; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[ts(rename = "EditionChange", optional_fields)]
#[schema(as = EditionChange)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Such as "The 128th".
    #[serde(default)]
    pub name: Option<String>,
    /// IANA zone; only while nothing is booked.
    #[serde(default)]
    pub zone: Option<String>,
    /// First fair day.
    #[serde(default)]
    #[ts(type = "string", optional)]
    #[schema(value_type = Option<String>, format = Date)]
    pub first_day: Option<Date>,
    /// Last fair day, inclusive.
    #[serde(default)]
    #[ts(type = "string", optional)]
    #[schema(value_type = Option<String>, format = Date)]
    pub last_day: Option<Date>,
    /// All the rules. Without them closures on days that are cut off go with those days.
    #[serde(default)]
    pub rules: Option<Rules>,
}

impl Change {
    /// `edition` after this change, one revision on; refused if no fair can be like that.
    pub fn applied(self, edition: &Edition) -> Result<Edition, Refusal> {
        let mut next = edition.clone();
        next.revision += 1;
        next.name = self.name.unwrap_or(next.name);
        next.zone = self.zone.unwrap_or(next.zone);
        next.first_day = self.first_day.unwrap_or(next.first_day);
        next.last_day = self.last_day.unwrap_or(next.last_day);
        let days = next.first_day..=next.last_day;
        match self.rules {
            Some(rules) => next.rules = rules,
            None => next.rules.closed.retain(|it| days.contains(&it.day)),
        }
        next.checked()
    }
}

impl Edition {
    /// This edition with its texts as they are stored; refused if no fair can be like that.
    pub(super) fn checked(self) -> Result<Self, Refusal> {
        let name = text::line("name", &self.name, NAME)?;
        let zone = zone(&self.zone).ok_or(Refusal::invalid("zone", "zone"))?;
        let days = self
            .last_day
            .since(self.first_day)
            .map_or(-1, |span| span.get_days());
        if !(0..DAYS).contains(&days) {
            return Err(Refusal::invalid("last_day", "between_1_and_60_days"));
        }
        self.rules.check((self.first_day, self.last_day))?;
        Ok(Self { name, zone, ..self })
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
    use crate::{
        domain::fair::Closure,
        kernel::{ids::EditionId, time::MachineTime},
    };

    fn edition() -> Edition {
        let closed = [15, 24].map(|day| Closure {
            day: date(2020, 10, day),
            from: "13:00".to_owned(),
            to: "18:00".to_owned(),
        });
        Edition {
            id: EditionId::mint(MachineTime::from_ms(0)),
            name: "The 128th".to_owned(),
            zone: "Asia/Shanghai".to_owned(),
            first_day: date(2020, 10, 15),
            last_day: date(2020, 10, 24),
            rules: Rules {
                closed: closed.to_vec(),
                ..Rules::usual()
            },
            revision: 4,
            current: true,
        }
    }

    #[test]
    fn what_is_absent_stays() {
        let before = edition();
        let after = Change::default().applied(&before).unwrap();
        assert_eq!(after.revision, 5);
        assert_eq!(
            Edition {
                revision: 4,
                ..after
            },
            before
        );
    }

    #[test]
    fn closures_go_with_their_days_unless_the_rules_are_said() {
        let cut = Change {
            last_day: Some(date(2020, 10, 23)),
            ..Change::default()
        };
        let after = cut.clone().applied(&edition()).unwrap();
        assert_eq!(after.rules.closed, edition().rules.closed[..1]);
        let said = Change {
            rules: Some(edition().rules),
            ..cut
        };
        assert!(matches!(
            said.applied(&edition()),
            Err(Refusal::Invalid {
                field: "closed",
                rule: "outside_fair"
            })
        ));
    }

    #[test]
    fn a_change_makes_no_fair_that_could_not_be_opened() {
        for change in [
            Change {
                name: Some(" ".to_owned()),
                ..Change::default()
            },
            Change {
                zone: Some("+08:00".to_owned()),
                ..Change::default()
            },
            Change {
                first_day: Some(date(2020, 10, 25)),
                ..Change::default()
            },
        ] {
            assert!(change.clone().applied(&edition()).is_err(), "{change:?}");
        }
    }
}
