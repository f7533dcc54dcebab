//! What people do with themselves, and admins with their company.

use serde::Deserialize;

use crate::kernel::{
    actor::{Language, Side},
    ids::{ApiKeyId, LinkId, UserId},
    secret::Secret,
};

/// The input of commands that need none.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// `profile.update`: what is absent stays.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfileUpdate {
    /// The language one reads.
    #[serde(default)]
    #[ts(optional)]
    pub language: Option<Language>,
    /// An IANA name.
    #[serde(default)]
    #[ts(optional)]
    pub zone: Option<String>,
    /// 1 to 120 characters.
    #[serde(default)]
    #[ts(optional)]
    pub name: Option<String>,
}

/// `password.change`.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    /// The password one has.
    pub current: Secret,
    /// 10 to 200 characters, not the e-mail, not a common one.
    pub new: Secret,
}

/// `staff.invite`.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffInvite {
    /// Whose place it will be.
    pub email: String,
    /// His name.
    pub name: String,
    /// Whether he will manage the company.
    pub admin: bool,
}

/// `staff.remove`.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffRemove {
    /// Who.
    pub user: UserId,
    /// The colleague who takes over his requests and appointments to come. Without one, an exhibitor's go to the queue
    /// and whoever is free, a buyer's to the admin who removes him.
    #[serde(default)]
    #[ts(optional)]
    pub to: Option<UserId>,
}

/// `staff.reset_link`.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffMember {
    /// Who.
    pub user: UserId,
}

/// `staff.withdraw`.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffWithdraw {
    /// Which invitation.
    pub invitation: LinkId,
}

/// `staff.set_admin`.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffSetAdmin {
    /// Who.
    pub user: UserId,
    /// Whether he manages the company from now on.
    pub admin: bool,
}

/// `api_key.create`.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApiKeyCreate {
    /// What it is for.
    pub name: String,
}

/// `api_key.revoke`.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApiKeyRevoke {
    /// Which.
    pub id: ApiKeyId,
}

/// `company.create`.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompanyCreate {
    /// Its name.
    pub name: String,
    /// Its side.
    pub kind: Side,
    /// ISO 3166 alpha-2.
    pub country: String,
    /// Who will manage it.
    pub admin: FirstAdmin,
}

/// The person who gets a company's first invitation.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FirstAdmin {
    /// His address.
    pub email: String,
    /// His name.
    pub name: String,
}
