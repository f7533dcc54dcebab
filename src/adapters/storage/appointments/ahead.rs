//! What lies ahead of one person: read when he leaves his company.

use super::rows::{appointment, appointments_where};
use crate::{
    adapters::storage::session::Session,
    args,
    domain::appointments::{Appointment, Status, list::Counts, ports::Ahead},
    kernel::{actor::Side, fault::Fault},
};

macro_rules! ahead_of {
    ($person:literal, $company:literal) => {
        appointments_where!(
            $person,
            " = $1 AND ",
            $company,
            " = $2 AND ((a.status = 'pending' AND a.expires_at > $3)
                OR (a.status = 'accepted' AND a.starts_at > $3))
              ORDER BY a.starts_at, a.id LIMIT $4"
        )
    };
}

macro_rules! counts_of {
    ($person:literal, $company:literal) => {
        concat!(
            "SELECT status, CAST(COUNT(*) AS BIGINT) AS n FROM appointments WHERE ",
            $person,
            " = $1 AND ",
            $company,
            " = $2 AND ((status = 'pending' AND expires_at > $3)
                OR (status = 'accepted' AND starts_at > $3)) GROUP BY status"
        )
    };
}

impl Session<'_> {
    pub(super) async fn page_ahead(
        &mut self,
        of: Ahead,
        limit: i64,
    ) -> Result<Vec<Appointment>, Fault> {
        let sql = match of.side {
            Side::Buyer => ahead_of!("a.buyer", "a.buyer_company"),
            Side::Exhibitor => ahead_of!("a.in_charge", "a.exhibitor_company"),
        };
        let args = args![of.person, of.company, of.now, limit];
        let rows = self.all(sql, args).await?;
        rows.iter().map(appointment).collect()
    }

    pub(super) async fn number_ahead(&mut self, of: Ahead) -> Result<Counts, Fault> {
        let sql = match of.side {
            Side::Buyer => counts_of!("buyer", "buyer_company"),
            Side::Exhibitor => counts_of!("in_charge", "exhibitor_company"),
        };
        let rows = self.all(sql, args![of.person, of.company, of.now]).await?;
        let mut counts = Counts::default();
        for row in &rows {
            let status = Status::parse(&row.text("status")?);
            let status = status.ok_or_else(|| Fault::other("an unknown status"))?;
            counts.add(status, row.int("n")?);
        }
        Ok(counts)
    }
}
