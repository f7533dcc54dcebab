//! Negotiations: what one buyer company and one exhibitor share.

use crate::{
    adapters::storage::{session::Session, sql::Row},
    args,
    domain::appointments::{Negotiation, appointment::Stand, negotiation::BuyerCompany},
    kernel::{
        fault::Fault,
        ids::{NegotiationId, UserId},
    },
};

fn negotiation(row: &Row) -> Result<Negotiation, Fault> {
    Ok(Negotiation {
        id: row.id("id")?,
        edition: row.id("edition")?,
        buyer: BuyerCompany {
            company: row.id("buyer_company")?,
            name: row.text("buyer_company_name")?,
            country: row.text("buyer_country")?,
        },
        exhibitor: Stand {
            id: row.id("exhibitor")?,
            company: row.id("exhibitor_company")?,
            name: row.text("exhibitor_name")?,
            booth: row.text("booth")?,
        },
        opened_at: row.fair("opened_at")?,
    })
}

impl Session<'_> {
    pub(super) async fn negotiation_row(
        &mut self,
        id: NegotiationId,
    ) -> Result<Option<Negotiation>, Fault> {
        let row = self
            .one(
                "SELECT id, edition, buyer_company, buyer_company_name, buyer_country, exhibitor,
                   exhibitor_company, exhibitor_name, booth, opened_at
                 FROM negotiations WHERE id = $1",
                args![id],
            )
            .await?;
        row.as_ref().map(negotiation).transpose()
    }

    pub(super) async fn open_negotiation_row(
        &mut self,
        fresh: &Negotiation,
    ) -> Result<Negotiation, Fault> {
        let written = self
            .run(
                "INSERT INTO negotiations (id, edition, buyer_company, buyer_company_name,
                   buyer_country, exhibitor, exhibitor_company, exhibitor_name, booth, opened_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                 ON CONFLICT (edition, buyer_company, exhibitor) DO NOTHING",
                args![
                    fresh.id,
                    fresh.edition,
                    fresh.buyer.company,
                    fresh.buyer.name.as_str(),
                    fresh.buyer.country.as_str(),
                    fresh.exhibitor.id,
                    fresh.exhibitor.company,
                    fresh.exhibitor.name.as_str(),
                    fresh.exhibitor.booth.as_str(),
                    fresh.opened_at
                ],
            )
            .await?;
        if written == 1 {
            return Ok(fresh.clone());
        }
        let row = self
            .one(
                "SELECT id, edition, buyer_company, buyer_company_name, buyer_country, exhibitor,
                   exhibitor_company, exhibitor_name, booth, opened_at
                 FROM negotiations WHERE edition = $1 AND buyer_company = $2 AND exhibitor = $3",
                args![fresh.edition, fresh.buyer.company, fresh.exhibitor.id],
            )
            .await?;
        let gone = || Fault::other("a negotiation that is neither new nor there");
        negotiation(&row.ok_or_else(gone)?)
    }

    pub(super) async fn takes_part(
        &mut self,
        id: NegotiationId,
        person: UserId,
    ) -> Result<bool, Fault> {
        let row = self
            .one(
                "SELECT CASE WHEN EXISTS (
                   SELECT 1 FROM appointments WHERE negotiation = $1
                     AND (buyer = $2 OR addressed = $2 OR seated = $2)
                 ) THEN 1 ELSE 0 END AS is_in",
                args![id, person],
            )
            .await?;
        row.map_or(Ok(false), |it| it.flag("is_in"))
    }
}
