//! Editions and their newest announcement.

use std::sync::Arc;

use async_trait::async_trait;

use super::{session::Session, sql::Row};
use crate::{
    args,
    domain::fair::{Calendar, Edition, Rules, event::Announcement, ports::Fairs},
    kernel::{fault::Fault, ids::EditionId},
};

fn edition(row: &Row) -> Result<Edition, Fault> {
    Ok(Edition {
        id: row.id("id")?,
        name: row.text("name")?,
        zone: row.text("zone")?,
        first_day: row.date("first_day")?,
        last_day: row.date("last_day")?,
        rules: serde_json::from_str(&row.text("rules")?).map_err(Fault::other)?,
        revision: row.int("revision")?,
        current: row.flag("is_current")?,
    })
}

fn encoded(rules: &Rules) -> Result<String, Fault> {
    serde_json::to_string(rules).map_err(Fault::other)
}

#[async_trait]
impl Fairs for Session<'_> {
    async fn edition(&mut self, id: EditionId) -> Result<Option<Edition>, Fault> {
        if let Some(known) = self.memory.editions.get(&id) {
            return Ok(known);
        }
        let row = self
            .one(
                "SELECT id, name, zone, first_day, last_day, rules, revision, is_current
                 FROM editions WHERE id = $1",
                args![id],
            )
            .await?;
        let found = row.as_ref().map(edition).transpose()?;
        Ok(self.memory.editions.keep(id, found))
    }

    async fn calendar(&mut self, edition: &Edition) -> Result<Arc<Calendar>, Fault> {
        let asked = (edition.id, edition.revision);
        if let Some(known) = self.memory.calendars.get(&asked) {
            return Ok(known);
        }
        let calendar = Arc::new(Calendar::of(edition)?);
        Ok(self.memory.calendars.keep(asked, calendar))
    }

    async fn editions(&mut self) -> Result<Vec<Edition>, Fault> {
        let rows = self
            .all(
                "SELECT id, name, zone, first_day, last_day, rules, revision, is_current
                 FROM editions ORDER BY is_current DESC, first_day DESC, id DESC",
                args![],
            )
            .await?;
        rows.iter().map(edition).collect()
    }

    async fn open_edition(&mut self, new: &Edition) -> Result<bool, Fault> {
        let written = self
            .run(
                "INSERT INTO editions
                   (id, name, zone, first_day, last_day, rules, revision, is_current)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                 ON CONFLICT (name) DO NOTHING",
                args![
                    new.id,
                    new.name.as_str(),
                    new.zone.as_str(),
                    new.first_day,
                    new.last_day,
                    encoded(&new.rules)?,
                    new.revision,
                    new.current
                ],
            )
            .await?;
        Ok(written == 1)
    }

    async fn retire_current(&mut self) -> Result<Option<EditionId>, Fault> {
        let row = self
            .one(
                "UPDATE editions SET is_current = 0 WHERE is_current = 1 RETURNING id",
                args![],
            )
            .await?;
        row.map(|it| it.id("id")).transpose()
    }

    async fn change_edition(&mut self, next: &Edition, revision: i64) -> Result<bool, Fault> {
        let written = self
            .run(
                "UPDATE editions SET name = $1, zone = $2, first_day = $3, last_day = $4, rules = $5,
                   revision = $6
                 WHERE id = $7 AND revision = $8",
                args![
                    next.name.as_str(),
                    next.zone.as_str(),
                    next.first_day,
                    next.last_day,
                    encoded(&next.rules)?,
                    next.revision,
                    next.id,
                    revision
                ],
            )
            .await?;
        Ok(written == 1)
    }

    async fn is_booked(&mut self, id: EditionId) -> Result<bool, Fault> {
        let row = self
            .one(
                "SELECT id FROM appointments
                 WHERE edition = $1 AND status IN ('pending', 'accepted') LIMIT 1",
                args![id],
            )
            .await?;
        Ok(row.is_some())
    }

    async fn announcement(&mut self, id: EditionId) -> Result<Option<Announcement>, Fault> {
        let row = self
            .one(
                "SELECT announcement, announced_at FROM editions
                 WHERE id = $1 AND announcement IS NOT NULL",
                args![id],
            )
            .await?;
        row.map(|it| {
            Ok(Announcement {
                text: it.text("announcement")?,
                at: it.fair("announced_at")?,
            })
        })
        .transpose()
    }

    async fn announce(&mut self, id: EditionId, said: &Announcement) -> Result<bool, Fault> {
        let written = self
            .run(
                "UPDATE editions SET announcement = $1, announced_at = $2 WHERE id = $3",
                args![said.text.as_str(), said.at, id],
            )
            .await?;
        Ok(written == 1)
    }
}
