//! The snapshot of `company/{id}`.

use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use crate::{
    domain::Books,
    kernel::{
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

#[derive(Serialize)]
struct CompanyState {
    members: Vec<CompanyMember>,
    pending: i64,
}

/// Members and the count of what is pending.
pub async fn company(
    books: &mut dyn Books,
    company: CompanyId,
) -> Result<Vec<Box<RawValue>>, Fault> {
    let members = books.members(company).await?;
    let state = CompanyState {
        members: members
            .into_iter()
            .map(|it| CompanyMember {
                user: it.user,
                name: it.name,
                admin: it.admin,
            })
            .collect(),
        pending: 0,
    };
    to_raw_value(&state)
        .map(|it| vec![it])
        .map_err(Fault::other)
}
