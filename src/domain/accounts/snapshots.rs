//! The snapshot of `company/{id}`.

use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use super::ports::Company;
use crate::{
    domain::{
        Books,
        appointments::list::{Owned, Slice, Tab},
    },
    kernel::{
        actor::Side,
        fault::Fault,
        ids::{CompanyId, UserId},
    },
};

/// One member, as `member.changed` names him.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct CompanyMember {
    /// Who.
    pub user: UserId,
    /// His name.
    pub name: String,
    /// Whether he manages the company.
    pub admin: bool,
}

/// The snapshot of `company/{id}`.
#[derive(Debug, Serialize, ts_rs::TS)]
pub struct CompanyState {
    members: Vec<CompanyMember>,
    #[ts(type = "number")]
    pending: i64,
}

/// Members and the count of what is pending.
pub async fn company(
    books: &mut dyn Books,
    company: CompanyId,
) -> Result<Vec<Box<RawValue>>, Fault> {
    let members = books.members(company).await?;
    let pending = match books.company(company).await? {
        Some(firm) => pending(books, &firm).await?,
        None => 0,
    };
    let state = CompanyState {
        members: members
            .into_iter()
            .map(|it| CompanyMember {
                user: it.user,
                name: it.name,
                admin: it.admin,
            })
            .collect(),
        pending,
    };
    to_raw_value(&state)
        .map(|it| vec![it])
        .map_err(Fault::other)
}

/// How many requests of the company, or to it, wait for an answer, in every edition.
async fn pending(books: &mut dyn Books, company: &Company) -> Result<i64, Fault> {
    let all = Slice {
        owned: match company.side {
            Side::Buyer => Owned::BuyerCompany(company.id),
            Side::Exhibitor => Owned::ExhibitorCompany(company.id),
        },
        edition: None,
        tab: Tab::Pending,
        offset: 0,
        limit: 0,
    };
    Ok(books.counts(&all).await?.pending)
}
