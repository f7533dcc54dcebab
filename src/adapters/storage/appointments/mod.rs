//! Appointments: the port, its reads and its writes.

mod affected;
mod ahead;
mod claims;
mod negotiations;
mod rows;

use async_trait::async_trait;
use jiff::civil::Date;

use self::rows::{appointment, appointments_where};
use crate::{
    adapters::storage::{exhibitors::grid, session::Session, sql::Row},
    args,
    domain::{
        appointments::{
            Appointment, Negotiation, Status,
            claim::{Claim, Owner, Wish},
            list::{Counts, Owned, Slice},
            ports::{Ahead, Appointments, DayAhead, EditionAhead, Hold, Open, Waiting},
        },
        fair::{Grid, Period},
    },
    kernel::{
        fault::Fault,
        ids::{AppointmentId, CompanyId, EditionId, ExhibitorId, GridId, NegotiationId, UserId},
        time::FairTime,
    },
};

macro_rules! slice_by {
    ($owner:literal, $company:literal) => {
        appointments_where!(
            $owner,
            " = $1 AND ",
            $company,
            " = $2 AND ($3 = '' OR a.edition = $3)
              AND ($4 = '' OR a.status = $4 OR a.status = $5)
              ORDER BY a.requested_at DESC, a.id DESC LIMIT $6 OFFSET $7"
        )
    };
}

macro_rules! counts_by {
    ($owner:literal, $company:literal) => {
        concat!(
            "SELECT status, CAST(COUNT(*) AS BIGINT) AS n FROM appointments WHERE ",
            $owner,
            " = $1 AND ",
            $company,
            " = $2 AND ($3 = '' OR edition = $3) GROUP BY status"
        )
    };
}

/// Whose, and of which company.
fn owner(owned: Owned) -> (String, CompanyId) {
    match owned {
        Owned::Buyer(id, company) | Owned::InCharge(id, company) => (id.to_string(), company),
        Owned::BuyerCompany(id) | Owned::ExhibitorCompany(id) => (id.to_string(), id),
    }
}

fn edition(slice: &Slice) -> String {
    slice
        .edition
        .as_ref()
        .map_or(String::new(), EditionId::to_string)
}

#[async_trait]
impl Appointments for Session<'_> {
    async fn lock_day(&mut self, exhibitor: ExhibitorId, day: Date) -> Result<(), Fault> {
        self.lock_day_row(exhibitor, day).await
    }

    async fn lock_buyer(&mut self, buyer: UserId) -> Result<(), Fault> {
        self.lock_asker(buyer).await
    }

    async fn claims(&mut self, people: &[UserId], span: Period) -> Result<Vec<Claim>, Fault> {
        self.claims_of(people, span).await
    }

    async fn owned(&mut self, owner: Owner) -> Result<Vec<Claim>, Fault> {
        self.claims_by(owner).await
    }

    async fn claim(&mut self, wish: &Wish, now: FairTime) -> Result<bool, Fault> {
        self.claim_wish(wish, now).await
    }

    async fn release(&mut self, owner: Owner) -> Result<(), Fault> {
        self.release_owner(owner).await
    }

    async fn hold_of(&mut self, buyer: UserId) -> Result<Option<Hold>, Fault> {
        self.hold_row(buyer).await
    }

    async fn keep_hold(&mut self, hold: &Hold) -> Result<(), Fault> {
        self.write_hold(hold).await
    }

    async fn drop_hold(&mut self, buyer: UserId) -> Result<(), Fault> {
        self.delete_hold(buyer).await
    }

    async fn grids_of(&mut self, person: UserId) -> Result<Vec<Grid>, Fault> {
        if let Some(known) = self.memory.grids_of.get(&person) {
            return Ok(known);
        }
        let rows = self
            .all(
                "SELECT g.id, g.exhibitor, g.person, g.on_duty, e.edition, e.company
                 FROM grids g JOIN exhibitors e ON e.id = g.exhibitor
                 WHERE g.person = $1 ORDER BY g.exhibitor",
                args![person],
            )
            .await?;
        let grids = rows.iter().map(grid).collect::<Result<_, _>>()?;
        Ok(self.memory.grids_of.keep(person, grids))
    }

    async fn asked(
        &mut self,
        exhibitor: ExhibitorId,
        span: Period,
    ) -> Result<Vec<(GridId, FairTime, i64)>, Fault> {
        let rows = self
            .all(
                "SELECT grid, starts_at, CAST(COUNT(*) AS BIGINT) AS n FROM appointments
                 WHERE exhibitor = $1 AND status = 'pending' AND starts_at >= $2 AND starts_at < $3
                 GROUP BY grid, starts_at",
                args![exhibitor, span.start, span.end],
            )
            .await?;
        rows.iter()
            .map(|row| Ok((row.id("grid")?, row.fair("starts_at")?, row.int("n")?)))
            .collect()
    }

    async fn negotiation(&mut self, id: NegotiationId) -> Result<Option<Negotiation>, Fault> {
        self.negotiation_row(id).await
    }

    async fn open_negotiation(&mut self, fresh: &Negotiation) -> Result<Negotiation, Fault> {
        self.open_negotiation_row(fresh).await
    }

    async fn is_in(&mut self, negotiation: NegotiationId, person: UserId) -> Result<bool, Fault> {
        self.takes_part(negotiation, person).await
    }

    async fn appointment(&mut self, id: AppointmentId) -> Result<Option<Appointment>, Fault> {
        let row = self
            .one(appointments_where!("a.id = $1", ""), args![id])
            .await?;
        row.as_ref().map(appointment).transpose()
    }

    async fn add_appointment(&mut self, it: &Appointment) -> Result<(), Fault> {
        self.insert_appointment(it).await
    }

    async fn save_appointment(&mut self, it: &Appointment) -> Result<(), Fault> {
        self.update_appointment(it).await
    }

    async fn open_of(&mut self, buyer: UserId, now: FairTime) -> Result<Vec<Open>, Fault> {
        let rows = self
            .all(
                "SELECT id, edition, exhibitor, grid, starts_at, ends_at FROM appointments
                 WHERE buyer = $1 AND status = 'pending' AND expires_at > $2 ORDER BY id",
                args![buyer, now],
            )
            .await?;
        let open = |row: &Row| {
            Ok(Open {
                id: row.id("id")?,
                edition: row.id("edition")?,
                exhibitor: row.id("exhibitor")?,
                grid: row.id("grid")?,
                period: Period {
                    start: row.fair("starts_at")?,
                    end: row.fair("ends_at")?,
                },
            })
        };
        rows.iter().map(open).collect()
    }

    async fn waiting(&mut self, page: Waiting) -> Result<Vec<Appointment>, Fault> {
        let after = page
            .after
            .as_ref()
            .map_or(String::new(), AppointmentId::to_string);
        let rows = self
            .all(
                appointments_where!(
                    "a.exhibitor = $1 AND a.status = 'pending' AND a.starts_at < $2",
                    " AND a.ends_at > $3 AND a.id > $4 ORDER BY a.id LIMIT $5"
                ),
                args![
                    page.exhibitor,
                    page.span.end,
                    page.span.start,
                    after,
                    page.limit
                ],
            )
            .await?;
        rows.iter().map(appointment).collect()
    }

    async fn ahead(&mut self, of: Ahead, limit: i64) -> Result<Vec<Appointment>, Fault> {
        self.page_ahead(of, limit).await
    }

    async fn count_ahead(&mut self, of: Ahead) -> Result<Counts, Fault> {
        self.number_ahead(of).await
    }

    async fn day_ahead(&mut self, of: DayAhead, limit: i64) -> Result<Vec<Appointment>, Fault> {
        self.page_of_day(of, limit).await
    }

    async fn next_period_ahead(
        &mut self,
        of: EditionAhead,
        after: Option<Period>,
    ) -> Result<Option<Period>, Fault> {
        self.period_after(of, after).await
    }

    async fn count_period(&mut self, of: EditionAhead, period: Period) -> Result<Counts, Fault> {
        self.number_in_period(of, period).await
    }

    async fn period_ahead(
        &mut self,
        of: EditionAhead,
        period: Period,
        limit: i64,
    ) -> Result<Vec<Appointment>, Fault> {
        self.page_of_period(of, period, limit).await
    }

    async fn holds_at(
        &mut self,
        exhibitor: ExhibitorId,
        span: Period,
    ) -> Result<Vec<(UserId, Period)>, Fault> {
        self.holds_within(exhibitor, span).await
    }

    async fn slice(&mut self, slice: &Slice) -> Result<Vec<Appointment>, Fault> {
        let (one, other) = slice
            .tab
            .statuses()
            .map_or(("", ""), |(one, other)| (one.as_str(), other.as_str()));
        let sql = match slice.owned {
            Owned::Buyer(..) => slice_by!("a.buyer", "a.buyer_company"),
            Owned::InCharge(..) => slice_by!("a.in_charge", "a.exhibitor_company"),
            Owned::BuyerCompany(_) => slice_by!("a.buyer_company", "a.buyer_company"),
            Owned::ExhibitorCompany(_) => slice_by!("a.exhibitor_company", "a.exhibitor_company"),
        };
        let (owner, company) = owner(slice.owned);
        let args = args![
            owner,
            company,
            edition(slice),
            one,
            other,
            slice.limit,
            slice.offset
        ];
        let rows = self.all(sql, args).await?;
        rows.iter().map(appointment).collect()
    }

    async fn counts(&mut self, slice: &Slice) -> Result<Counts, Fault> {
        let sql = match slice.owned {
            Owned::Buyer(..) => counts_by!("buyer", "buyer_company"),
            Owned::InCharge(..) => counts_by!("in_charge", "exhibitor_company"),
            Owned::BuyerCompany(_) => counts_by!("buyer_company", "buyer_company"),
            Owned::ExhibitorCompany(_) => counts_by!("exhibitor_company", "exhibitor_company"),
        };
        let (owner, company) = owner(slice.owned);
        let rows = self.all(sql, args![owner, company, edition(slice)]).await?;
        let mut counts = Counts::default();
        for row in &rows {
            let status = Status::parse(&row.text("status")?);
            let status = status.ok_or_else(|| Fault::other("an unknown status"))?;
            counts.add(status, row.int("n")?);
        }
        Ok(counts)
    }

    async fn newest_of(
        &mut self,
        negotiation: NegotiationId,
        limit: i64,
    ) -> Result<Vec<Appointment>, Fault> {
        let rows = self
            .all(
                appointments_where!(
                    "a.negotiation = $1",
                    " ORDER BY a.requested_at DESC, a.id DESC LIMIT $2"
                ),
                args![negotiation, limit],
            )
            .await?;
        rows.iter().map(appointment).collect()
    }

    async fn unassigned(&mut self, exhibitor: ExhibitorId) -> Result<Vec<Appointment>, Fault> {
        let rows = self
            .all(
                appointments_where!(
                    "a.exhibitor = $1 AND a.status = 'pending'",
                    " AND a.addressed IS NULL ORDER BY a.requested_at, a.id"
                ),
                args![exhibitor],
            )
            .await?;
        rows.iter().map(appointment).collect()
    }

    async fn busy_of(
        &mut self,
        user: UserId,
    ) -> Result<Vec<(AppointmentId, FairTime, FairTime)>, Fault> {
        let rows = self
            .all(
                "SELECT id, starts_at, ends_at FROM appointments
                   WHERE buyer = $1 AND status = 'accepted'
                 UNION ALL
                 SELECT id, starts_at, ends_at FROM appointments
                   WHERE in_charge = $1 AND status = 'accepted'
                 ORDER BY starts_at",
                args![user],
            )
            .await?;
        rows.iter()
            .map(|row| Ok((row.id("id")?, row.fair("starts_at")?, row.fair("ends_at")?)))
            .collect()
    }
}
