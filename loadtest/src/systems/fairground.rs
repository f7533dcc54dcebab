//! What a race needs of Parley: a fair whose policy is `hold`, buyers, and free periods.

use anyhow::{Context, Result, ensure};
use jiff::civil::Date;
use serde_json::{Value, json};

use super::parley::{House, Person, id};
use crate::client::buyers::Period;

impl House {
    /// Under policy `hold`, choosing a period claims it.
    pub fn let_buyers_hold(&self, organiser: &Person) -> Result<Value> {
        let edition = self.editions(organiser)?.current;
        let mut rules = edition["rules"].clone();
        if rules["policy"] == "hold" {
            return Ok(edition);
        }
        rules["policy"] = json!("hold");
        let input =
            json!({"edition": id(&edition)?, "revision": edition["revision"], "rules": rules});
        self.command(organiser, "edition.set_rules", &input)?;
        Ok(edition)
    }

    /// New buyers, each of a company of his own. Names and addresses are new in this database.
    pub fn invite_buyers(&self, organiser: &Person, count: usize) -> Result<Vec<Person>> {
        let buyer = |number: usize| {
            let mark = organiser.ids.next();
            let name = format!("Racer {number} {mark}");
            let email = format!("racer-{number}@{mark}.example");
            let admin = json!({"email": email, "name": name});
            let input = json!({"name": name, "kind": "buyer", "country": "BR", "admin": admin});
            let made = self.command(organiser, "company.create", &input)?;
            self.follow(made["link"].as_str().context("a company without a link")?)
        };
        (0..count).map(buyer).collect()
    }

    /// Free periods for each of `groups` groups, no period for two of them.
    pub fn share_out_periods(
        &self,
        who: &Person,
        edition: &Value,
        groups: usize,
    ) -> Result<Vec<Vec<Period>>> {
        let grids = self.calendars(who, &id(edition)?)?;
        ensure!(!grids.is_empty(), "nobody is on duty");
        let mut courses = vec![Vec::new(); groups];
        for (place, grid) in grids.iter().enumerate() {
            let sharing: Vec<usize> = (place..groups).step_by(grids.len()).collect();
            if sharing.is_empty() {
                break;
            }
            let free = self.free_periods(who, edition, grid)?;
            for (period, group) in free.into_iter().zip(sharing.iter().cycle()) {
                courses[*group].push(period);
            }
        }
        Ok(courses)
    }

    /// The calendar of every salesperson on duty.
    fn calendars(&self, who: &Person, edition: &str) -> Result<Vec<String>> {
        let path = format!("/api/v1/exhibitors?edition={edition}");
        let exhibitors = self.read(&who.cookie, &path)?;
        let mut grids = Vec::new();
        for exhibitor in exhibitors["items"].as_array().context("no exhibitors")? {
            let path = format!("/api/v1/exhibitors/{}", id(exhibitor)?);
            let stand = self.read(&who.cookie, &path)?;
            let staff = stand["staff"].as_array().context("a stand without staff")?;
            let on_duty = staff.iter().filter(|one| one["on_duty"] == true);
            grids.extend(
                on_duty
                    .filter_map(|one| one["grid"].as_str())
                    .map(str::to_owned),
            );
        }
        Ok(grids)
    }

    fn free_periods(&self, who: &Person, edition: &Value, grid: &str) -> Result<Vec<Period>> {
        let mut day: Date = edition["first_day"]
            .as_str()
            .context("no first day")?
            .parse()?;
        let last: Date = edition["last_day"]
            .as_str()
            .context("no last day")?
            .parse()?;
        let mut free = Vec::new();
        while day <= last {
            let snapshot = self.read(&who.cookie, &format!("/api/v1/grids/{grid}/{day}"))?;
            let periods = snapshot["periods"]
                .as_array()
                .context("a day without periods")?;
            let selectable = periods.iter().filter(|one| one["state"] == "free");
            let starts = selectable.filter_map(|one| one["start"].as_u64());
            free.extend(starts.map(|start| Period {
                grid: grid.to_owned(),
                start,
            }));
            day = day.tomorrow()?;
        }
        Ok(free)
    }
}
