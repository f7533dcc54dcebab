//! Lists of appointments: one data set, seen by a person or by a company, under tabs with counts.

use serde::{Deserialize, Serialize};

use super::{Appointment, Refusal, Status, event::AppointmentView, policy};
use crate::{
    domain::Books,
    kernel::{
        actor::{Actor, Side},
        ids::{AppointmentId, CompanyId, EditionId, UserId},
    },
};

/// The most rows a page may have.
pub const MOST: u32 = 100;

/// Whose appointments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owned {
    /// Those a buyer made for this company; what he asked for elsewhere stays there.
    Buyer(UserId, CompanyId),
    /// Those a salesperson of this company is asked or seated for.
    InCharge(UserId, CompanyId),
    /// Those of a buyer's company.
    BuyerCompany(CompanyId),
    /// Those of an exhibitor's company.
    ExhibitorCompany(CompanyId),
}

/// A tab of the list; expired requests stand under cancelled.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "AppointmentTab")]
#[schema(as = AppointmentTab)]
pub enum Tab {
    /// Whatever its status.
    #[default]
    All,
    /// Waiting.
    Pending,
    /// Will take place, or did.
    Accepted,
    /// The exhibitor said no.
    Rejected,
    /// Called off or expired.
    Cancelled,
}

impl Tab {
    /// The statuses under this tab: at most two.
    pub fn statuses(self) -> Option<(Status, Status)> {
        match self {
            Self::All => None,
            Self::Pending => Some((Status::Pending, Status::Pending)),
            Self::Accepted => Some((Status::Accepted, Status::Accepted)),
            Self::Rejected => Some((Status::Rejected, Status::Rejected)),
            Self::Cancelled => Some((Status::Cancelled, Status::Expired)),
        }
    }
}

/// One page of a list.
#[derive(Clone, Copy, Debug)]
pub struct Slice {
    /// Whose.
    pub owned: Owned,
    /// In which fair; none for all of them.
    pub edition: Option<EditionId>,
    /// Under which tab.
    pub tab: Tab,
    /// How many to leave out.
    pub offset: i64,
    /// How many at most.
    pub limit: i64,
}

/// How many stand under each tab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ts_rs::TS, utoipa::ToSchema)]
#[ts(rename = "AppointmentCounts")]
#[schema(as = AppointmentCounts)]
pub struct Counts {
    /// Whatever their status.
    #[ts(type = "number")]
    pub all: i64,
    /// Waiting.
    #[ts(type = "number")]
    pub pending: i64,
    /// Will take place, or did.
    #[ts(type = "number")]
    pub accepted: i64,
    /// The exhibitor said no.
    #[ts(type = "number")]
    pub rejected: i64,
    /// Called off or expired.
    #[ts(type = "number")]
    pub cancelled: i64,
}

impl Counts {
    /// Adds `count` appointments of `status`.
    pub fn add(&mut self, status: Status, count: i64) {
        self.all += count;
        *match status {
            Status::Pending => &mut self.pending,
            Status::Accepted => &mut self.accepted,
            Status::Rejected => &mut self.rejected,
            Status::Cancelled | Status::Expired => &mut self.cancelled,
        } += count;
    }

    /// How many stand under `tab`.
    pub fn under(&self, tab: Tab) -> i64 {
        match tab {
            Tab::All => self.all,
            Tab::Pending => self.pending,
            Tab::Accepted => self.accepted,
            Tab::Rejected => self.rejected,
            Tab::Cancelled => self.cancelled,
        }
    }
}

/// Whether one's own or the company's are asked for.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "AppointmentScope")]
#[schema(as = AppointmentScope)]
pub enum Scope {
    /// One's own.
    #[default]
    Mine,
    /// Those of all staff: admins only (S0-37).
    Company,
}

/// What a reader asks for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Whose.
    pub scope: Scope,
    /// In which fair; none for all of them.
    pub edition: Option<EditionId>,
    /// Under which tab.
    pub tab: Tab,
    /// Which page, from 1.
    pub page: u32,
    /// How many rows it has.
    pub size: u32,
}

/// One page, with what the tabs and the pager show.
#[derive(Clone, Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct AppointmentPage {
    /// The newest first.
    pub items: Vec<AppointmentView>,
    /// For the tabs.
    pub counts: Counts,
    /// Which page this is, from 1.
    pub page: u32,
    /// How many there are.
    #[ts(type = "number")]
    pub pages: i64,
    /// How many rows there are under this tab.
    #[ts(type = "number")]
    pub total: i64,
}

/// Reads one page in two queries, whatever its size.
pub async fn page(
    books: &mut dyn Books,
    who: &Actor,
    wanted: Wanted,
) -> Result<AppointmentPage, Refusal> {
    let size = i64::from(wanted.size.clamp(1, MOST));
    let page = wanted.page.max(1);
    let slice = Slice {
        owned: owned(who, wanted.scope)?,
        edition: wanted.edition,
        tab: wanted.tab,
        offset: i64::from(page - 1) * size,
        limit: size,
    };
    let counts = books.counts(&slice).await?;
    let items = books.slice(&slice).await?;
    let total = counts.under(wanted.tab);
    Ok(AppointmentPage {
        items: items.iter().map(AppointmentView::from).collect(),
        counts,
        page,
        pages: (total + size - 1) / size,
        total,
    })
}

/// One appointment, for those who may read it.
pub async fn one(
    books: &mut dyn Books,
    who: &Actor,
    id: AppointmentId,
) -> Result<Appointment, Refusal> {
    let it = books.appointment(id).await?.ok_or(Refusal::Unknown)?;
    policy::may_read(who, &it)?;
    Ok(it)
}

fn owned(who: &Actor, scope: Scope) -> Result<Owned, Refusal> {
    let at = who.membership.ok_or(Refusal::NoRight)?;
    match (scope, at.side, at.admin) {
        (Scope::Mine, Side::Buyer, _) => Ok(Owned::Buyer(who.user, at.company)),
        (Scope::Mine, Side::Exhibitor, _) => Ok(Owned::InCharge(who.user, at.company)),
        (Scope::Company, Side::Buyer, true) => Ok(Owned::BuyerCompany(at.company)),
        (Scope::Company, Side::Exhibitor, true) => Ok(Owned::ExhibitorCompany(at.company)),
        (Scope::Company, _, false) => Err(Refusal::NoRight),
    }
}
