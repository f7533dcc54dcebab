//! What one buyer company and one exhibitor share: it outlives every appointment in it.

use serde::Serialize;

use super::appointment::Stand;
use crate::kernel::{
    ids::{CompanyId, EditionId, NegotiationId},
    time::FairTime,
};

/// The buying side of a negotiation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct BuyerCompany {
    /// Which firm.
    pub company: CompanyId,
    /// Its name.
    pub name: String,
    /// ISO 3166 alpha-2.
    pub country: String,
}

/// The container, unique per edition, buyer company and exhibitor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Negotiation {
    /// Its id.
    pub id: NegotiationId,
    /// In which fair.
    pub edition: EditionId,
    /// The buying side.
    pub buyer: BuyerCompany,
    /// The selling side.
    pub exhibitor: Stand,
    /// Since when.
    pub opened_at: FairTime,
}
