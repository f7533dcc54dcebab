//! Stands, their calendars and the search for them.

use async_trait::async_trait;

use super::{
    session::Session,
    sql::{Arg, Row, in_order, marks},
};
use crate::{
    args,
    domain::fair::{
        Exhibitor, Grid,
        exhibitor::Staff,
        ports::{Search, Stands},
        text::folded,
    },
    kernel::{
        fault::Fault,
        ids::{CompanyId, EditionId, ExhibitorId, GridId, UserId},
    },
};

/// What every reading of stands begins with.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT e.id, e.company, e.edition, e.name, e.name_zh, e.booth, e.business, e.business_zh,
               e.section, e.revision, c.country, q.id AS queue
             FROM exhibitors e
             JOIN companies c ON c.id = e.company
             JOIN grids q ON q.exhibitor = e.id AND q.person IS NULL ",
            $rest
        )
    };
}

fn stand(row: &Row) -> Result<Exhibitor, Fault> {
    Ok(Exhibitor {
        id: row.id("id")?,
        company: row.id("company")?,
        edition: row.id("edition")?,
        name: row.text("name")?,
        name_zh: row.text("name_zh")?,
        booth: row.text("booth")?,
        business: row.text("business")?,
        business_zh: row.text("business_zh")?,
        section: row.opt_id("section")?,
        revision: row.int("revision")?,
        next_free: None,
        country: row.text("country")?,
        queue: row.id("queue")?,
        staff: None,
    })
}

pub(super) fn grid(row: &Row) -> Result<Grid, Fault> {
    Ok(Grid {
        id: row.id("id")?,
        exhibitor: row.id("exhibitor")?,
        edition: row.id("edition")?,
        company: row.id("company")?,
        person: row.opt_id("person")?,
        on_duty: row.flag("on_duty")?,
    })
}

fn staff(row: &Row) -> Result<Staff, Fault> {
    Ok(Staff {
        grid: row.id("id")?,
        user: row.id("person")?,
        name: row.text("name")?,
        on_duty: row.flag("on_duty")?,
    })
}

/// What a stand is searched by: its names, its booth, its business.
pub(super) fn search_key(parts: &[&str]) -> String {
    folded(&parts.join(" "))
}

/// A LIKE pattern for "holds `text`"; `!` escapes what LIKE would read as a wildcard.
fn holding(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 2);
    pattern.push('%');
    for c in text.chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

#[async_trait]
impl Stands for Session<'_> {
    async fn exhibitor(&mut self, id: ExhibitorId) -> Result<Option<Exhibitor>, Fault> {
        if let Some(known) = self.memory.stands.get(&id) {
            return Ok(known);
        }
        let row = self.one(select!("WHERE e.id = $1"), args![id]).await?;
        let found = row.as_ref().map(stand).transpose()?;
        Ok(self.memory.stands.keep(id, found))
    }

    async fn exhibitors(&mut self, search: &Search) -> Result<Vec<Exhibitor>, Fault> {
        // Every name sorts after the empty one, so the first page is the page after nothing.
        let (name, id) = match &search.after {
            Some((name, id)) => (name.as_str(), id.to_string()),
            None => ("", String::new()),
        };
        let mut args = args![
            search.edition,
            name,
            id,
            holding(&search.query),
            i64::try_from(search.limit).unwrap_or(i64::MAX)
        ];
        let Some(sections) = &search.sections else {
            let sql = select!(
                "WHERE e.edition = $1 AND (e.name_key, e.id) > ($2, $3) AND e.search_key LIKE $4 ESCAPE '!'
                 ORDER BY e.name_key, e.id LIMIT $5"
            );
            return self.all(sql, args).await?.iter().map(stand).collect();
        };
        if sections.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            select!(
                "WHERE e.edition = $1 AND (e.name_key, e.id) > ($2, $3) AND e.search_key LIKE $4 ESCAPE '!'
                   AND e.section IN ({})
                 ORDER BY e.name_key, e.id LIMIT $5"
            ),
            marks(6, sections.len())
        );
        args.extend(sections.iter().map(|it| Arg::from(*it)));
        self.all_built(sql, args).await?.iter().map(stand).collect()
    }

    async fn exhibitors_in(&mut self, ids: &[ExhibitorId]) -> Result<Vec<Exhibitor>, Fault> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(select!("WHERE e.id IN ({})"), marks(1, ids.len()));
        let args = ids.iter().map(|id| Arg::from(*id)).collect();
        let rows = self.all_built(sql, args).await?;
        let read = rows.iter().map(stand).collect::<Result<Vec<_>, _>>()?;
        Ok(in_order(ids, read, |it| it.id))
    }

    async fn on_duty(&mut self, ids: &[ExhibitorId]) -> Result<Vec<(ExhibitorId, UserId)>, Fault> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT g.exhibitor, g.person FROM grids g
             JOIN exhibitors e ON e.id = g.exhibitor
             JOIN users u ON u.id = g.person AND u.company_id = e.company
             WHERE g.on_duty = 1 AND g.exhibitor IN ({})",
            marks(1, ids.len())
        );
        let args = ids.iter().map(|id| Arg::from(*id)).collect();
        let rows = self.all_built(sql, args).await?;
        rows.iter()
            .map(|row| Ok((row.id("exhibitor")?, row.id("person")?)))
            .collect()
    }

    async fn exhibitors_of(
        &mut self,
        company: CompanyId,
    ) -> Result<Vec<(ExhibitorId, EditionId)>, Fault> {
        let rows = self
            .all(
                "SELECT e.id, e.edition FROM exhibitors e JOIN editions f ON f.id = e.edition
                 WHERE e.company = $1 ORDER BY f.first_day DESC, e.id",
                args![company],
            )
            .await?;
        rows.iter()
            .map(|row| Ok((row.id("id")?, row.id("edition")?)))
            .collect()
    }

    async fn enter(&mut self, new: &Exhibitor) -> Result<bool, Fault> {
        let written = self
            .run(
                "INSERT INTO exhibitors
                   (id, company, edition, name, booth, business, name_key, search_key)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                 ON CONFLICT (company, edition) DO NOTHING",
                args![
                    new.id,
                    new.company,
                    new.edition,
                    new.name.as_str(),
                    new.booth.as_str(),
                    new.business.as_str(),
                    folded(&new.name),
                    search_key(&[&new.name, &new.booth, &new.business])
                ],
            )
            .await?;
        if written == 0 {
            return Ok(false);
        }
        self.run(
            "INSERT INTO grids (id, exhibitor, person, on_duty) VALUES ($1, $2, NULL, 1)",
            args![new.queue, new.id],
        )
        .await?;
        Ok(true)
    }

    async fn grid(&mut self, id: GridId) -> Result<Option<Grid>, Fault> {
        if let Some(known) = self.memory.grids.get(&id) {
            return Ok(known);
        }
        let row = self
            .one(
                "SELECT g.id, g.exhibitor, e.edition, e.company, g.person, g.on_duty
                 FROM grids g JOIN exhibitors e ON e.id = g.exhibitor WHERE g.id = $1",
                args![id],
            )
            .await?;
        let found = row.as_ref().map(grid).transpose()?;
        Ok(self.memory.grids.keep(id, found))
    }

    async fn grid_of(
        &mut self,
        exhibitor: ExhibitorId,
        person: UserId,
    ) -> Result<Option<Grid>, Fault> {
        let row = self
            .one(
                "SELECT g.id, g.exhibitor, e.edition, e.company, g.person, g.on_duty
                 FROM grids g JOIN exhibitors e ON e.id = g.exhibitor
                 WHERE g.exhibitor = $1 AND g.person = $2",
                args![exhibitor, person],
            )
            .await?;
        row.as_ref().map(grid).transpose()
    }

    async fn calendars(
        &mut self,
        exhibitor: ExhibitorId,
    ) -> Result<Vec<(GridId, Option<UserId>)>, Fault> {
        let rows = self
            .all(
                "SELECT id, person FROM grids WHERE exhibitor = $1 ORDER BY id",
                args![exhibitor],
            )
            .await?;
        rows.iter()
            .map(|row| Ok((row.id("id")?, row.opt_id("person")?)))
            .collect()
    }

    async fn staff(&mut self, exhibitor: ExhibitorId) -> Result<Vec<Staff>, Fault> {
        if let Some(known) = self.memory.staff.get(&exhibitor) {
            return Ok(known);
        }
        let rows = self
            .all(
                "SELECT g.id, g.person, u.name, g.on_duty FROM grids g
                 JOIN exhibitors e ON e.id = g.exhibitor
                 JOIN users u ON u.id = g.person AND u.company_id = e.company
                 WHERE g.exhibitor = $1 ORDER BY u.name, g.id",
                args![exhibitor],
            )
            .await?;
        let staff = rows.iter().map(staff).collect::<Result<_, _>>()?;
        Ok(self.memory.staff.keep(exhibitor, staff))
    }

    async fn set_duty(
        &mut self,
        fresh: GridId,
        (exhibitor, person): (ExhibitorId, UserId),
        on: bool,
    ) -> Result<GridId, Fault> {
        let row = self
            .one(
                "INSERT INTO grids (id, exhibitor, person, on_duty) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (exhibitor, person) DO UPDATE SET on_duty = excluded.on_duty
                 RETURNING id",
                args![fresh, exhibitor, person, on],
            )
            .await?;
        row.ok_or_else(|| Fault::other("an upsert gave no row"))?
            .id("id")
    }
}

#[cfg(test)]
mod tests {
    use super::holding;

    #[test]
    fn wildcards_are_searched_as_themselves() {
        assert_eq!(holding(""), "%%");
        assert_eq!(holding("摩托 100%_!"), "%摩托 100!%!_!!%");
    }
}
