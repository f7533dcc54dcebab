//! Signing in, and what a person and an admin can read.

use serde::{Deserialize, Serialize};

use super::server::ClockKind;
use crate::kernel::{
    actor::{Language, Side},
    ids::{ApiKeyId, CompanyId, EditionId, ExhibitorId, LinkId, UserId},
    secret::Secret,
    time::{FairTime, MachineTime},
};

/// The body of `POST /api/v1/login`.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Login {
    /// As one writes it.
    pub email: Secret,
    /// The password.
    pub password: Secret,
}

/// The body of `POST /api/v1/link`.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UseLink {
    /// The link's secret.
    pub token: Secret,
    /// The password one chooses; whoever has an account already proves it with the one he has.
    pub password: Secret,
    /// One's name, if the inviter misspelt it.
    #[serde(default)]
    #[ts(optional)]
    pub name: Option<String>,
}

/// What a one-time link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LinkPurpose {
    /// Another password.
    Reset,
    /// A place in a company.
    Invitation,
}

/// `GET /api/v1/link/{token}`.
#[derive(Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct LinkInfo {
    /// What it is for.
    pub kind: LinkPurpose,
    /// Whose address it was made for.
    pub email: String,
    /// His name.
    pub name: String,
    /// The company it is about.
    pub company: Option<String>,
}

/// `POST /api/v1/ticket`.
#[derive(Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Ticket {
    /// Opens one socket within 30 seconds.
    pub ticket: String,
}

/// Who one is, and what the server's clocks say.
#[derive(Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Me {
    /// Oneself.
    pub user: MyUser,
    /// One's company.
    pub company: Option<MyCompany>,
    /// Where it takes part, the newest edition first.
    pub exhibitors: Vec<MyExhibitor>,
    /// As in `hello`.
    pub roles: Vec<&'static str>,
    /// The database's epoch.
    pub epoch: String,
    /// Fair time now.
    pub fair: FairTime,
    /// Machine time now.
    pub machine: MachineTime,
    /// Whether fair time is simulated.
    pub clock: ClockKind,
}

/// A person as he sees himself.
#[derive(Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct MyUser {
    /// His id.
    pub id: UserId,
    /// His name.
    pub name: String,
    /// His address.
    pub email: String,
    /// The language he reads.
    pub language: Language,
    /// His home zone.
    pub zone: String,
    /// Told by SMS rather than by mail.
    pub domestic: bool,
}

/// A company as its people see it.
#[derive(Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct MyCompany {
    /// Its id.
    pub id: CompanyId,
    /// Its name.
    pub name: String,
    /// Its side.
    pub kind: Side,
    /// ISO 3166 alpha-2.
    pub country: String,
    /// Whether one manages it.
    pub admin: bool,
}

/// One's company at one edition.
#[derive(Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct MyExhibitor {
    /// The stand.
    pub id: ExhibitorId,
    /// The edition.
    pub edition: EditionId,
}

/// `GET /api/v1/company/members`.
#[derive(Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct People {
    /// Who belongs to the company.
    pub members: Vec<Member>,
    /// Who was asked and has not come yet.
    pub invitations: Vec<Invitation>,
}

/// A member as the company's admins see him.
#[derive(Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Member {
    /// Who.
    pub user: UserId,
    /// His name.
    pub name: String,
    /// His address.
    pub email: String,
    /// Whether he manages the company.
    pub admin: bool,
    /// Since when he belongs to it.
    pub joined_at: MachineTime,
}

/// `GET /api/v1/company/members/{user}/ahead`: what would be passed on if he left.
#[derive(Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct MemberAhead {
    /// Requests that wait.
    #[ts(type = "number")]
    pub pending: i64,
    /// Accepted appointments to come.
    #[ts(type = "number")]
    pub accepted: i64,
}

/// An open invitation.
#[derive(Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Invitation {
    /// Its id: not its secret, which only the link holds.
    pub id: LinkId,
    /// Whose address.
    pub email: String,
    /// His name.
    pub name: String,
    /// Whether he will manage the company.
    pub admin: bool,
    /// When it dies by itself.
    pub expires_at: MachineTime,
}

/// One line of `GET /api/v1/api-keys`.
#[derive(Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct ApiKey {
    /// Its id.
    pub id: ApiKeyId,
    /// What it is for.
    pub name: String,
    /// When it was made.
    pub created_at: MachineTime,
    /// When it was last used, to the hour.
    pub last_used_at: Option<MachineTime>,
}

/// The page that uses a one-time link; whoever shows it knows its own host.
pub fn link_path(token: &str) -> String {
    format!("/link/{token}")
}
