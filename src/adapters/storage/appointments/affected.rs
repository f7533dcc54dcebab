//! What an organiser's change meets: appointments ahead by stand and day, and by period of an edition.
//!
//! Each statement names both statuses as the partial indexes do, so that both databases use those.

use super::rows::{appointment, appointments_where};
use crate::{
    adapters::storage::{session::Session, sql::Row},
    args,
    domain::{
        appointments::{
            Appointment, Status,
            list::Counts,
            ports::{DayAhead, EditionAhead},
        },
        fair::Period,
    },
    kernel::{
        fault::Fault,
        ids::{AppointmentId, ExhibitorId, UserId},
        time::FairTime,
    },
};

fn period(row: &Row) -> Result<Period, Fault> {
    Ok(Period {
        start: row.fair("starts_at")?,
        end: row.fair("ends_at")?,
    })
}

impl Session<'_> {
    pub(super) async fn page_of_day(
        &mut self,
        of: DayAhead,
        limit: i64,
    ) -> Result<Vec<Appointment>, Fault> {
        let after = of.after.as_ref();
        let after = after.map_or(String::new(), AppointmentId::to_string);
        let rows = self
            .all(
                appointments_where!(
                    "a.exhibitor = $1 AND a.day = $2 AND a.status IN ('pending', 'accepted')",
                    " AND (a.status = 'accepted' OR a.expires_at > $3) AND a.starts_at > $3",
                    " AND a.id > $4 ORDER BY a.id LIMIT $5"
                ),
                args![of.exhibitor, of.day, of.now, after, limit],
            )
            .await?;
        rows.iter().map(appointment).collect()
    }

    pub(super) async fn period_after(
        &mut self,
        of: EditionAhead,
        after: Option<Period>,
    ) -> Result<Option<Period>, Fault> {
        let after = after.unwrap_or(Period {
            start: of.now,
            end: FairTime::from_ms(i64::MAX),
        });
        let row = self
            .one(
                "SELECT starts_at, ends_at FROM appointments
                 WHERE edition = $1 AND status IN ('pending', 'accepted')
                   AND (status = 'accepted' OR expires_at > $2) AND starts_at >= $3
                   AND (starts_at > $3 OR ends_at > $4)
                 ORDER BY starts_at, ends_at LIMIT 1",
                args![of.edition, of.now, after.start, after.end],
            )
            .await?;
        row.as_ref().map(period).transpose()
    }

    pub(super) async fn number_in_period(
        &mut self,
        of: EditionAhead,
        period: Period,
    ) -> Result<Counts, Fault> {
        let rows = self
            .all(
                "SELECT status, CAST(COUNT(*) AS BIGINT) AS n FROM appointments
                 WHERE edition = $1 AND status IN ('pending', 'accepted')
                   AND (status = 'accepted' OR expires_at > $2)
                   AND starts_at = $3 AND ends_at = $4 GROUP BY status",
                args![of.edition, of.now, period.start, period.end],
            )
            .await?;
        let mut counts = Counts::default();
        for row in &rows {
            let status = Status::parse(&row.text("status")?);
            let status = status.ok_or_else(|| Fault::other("an unknown status"))?;
            counts.add(status, row.int("n")?);
        }
        Ok(counts)
    }

    pub(super) async fn page_of_period(
        &mut self,
        of: EditionAhead,
        period: Period,
        limit: i64,
    ) -> Result<Vec<Appointment>, Fault> {
        let rows = self
            .all(
                appointments_where!(
                    "a.edition = $1 AND a.status IN ('pending', 'accepted')",
                    " AND (a.status = 'accepted' OR a.expires_at > $2)",
                    " AND a.starts_at = $3 AND a.ends_at = $4 LIMIT $5"
                ),
                args![of.edition, of.now, period.start, period.end, limit],
            )
            .await?;
        rows.iter().map(appointment).collect()
    }

    pub(super) async fn holds_within(
        &mut self,
        exhibitor: ExhibitorId,
        span: Period,
    ) -> Result<Vec<(UserId, Period)>, Fault> {
        let rows = self
            .all(
                "SELECT buyer, starts_at, ends_at FROM holds
                 WHERE exhibitor = $1 AND starts_at >= $2 AND starts_at < $3 ORDER BY buyer",
                args![exhibitor, span.start, span.end],
            )
            .await?;
        rows.iter()
            .map(|row| Ok((row.id("buyer")?, period(row)?)))
            .collect()
    }
}
