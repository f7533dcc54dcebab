//! What people do with themselves, and admins with their company.

use super::Entry;
use crate::{
    command,
    domain::{
        accounts::{
            company, keys,
            login::NewPassword,
            sessions,
            staff::{self, leaving::Departure},
            user,
        },
        ledger::Answer,
    },
    edges::refusals::refuse,
    hub::registry::Via,
    kernel::ids::SessionId,
    protocol::{
        accounts::link_path,
        code::{Code, No},
        commands::accounts::{
            ApiKeyCreate, ApiKeyRevoke, CompanyCreate, Nothing, PasswordChange, ProfileUpdate,
            StaffInvite, StaffMember, StaffRemove, StaffSetAdmin, StaffWithdraw,
        },
    },
};

/// `profile.*`, `password.*`, `session.*`, `staff.*`, `api_key.*`, `company.*`.
pub fn entries() -> Vec<Entry> {
    own().into_iter().chain(company()).chain(keys()).collect()
}

fn own() -> [Entry; 3] {
    [
        command!("profile.update", ProfileUpdate, |tx, who, input| {
            let change = user::Profile {
                language: input.language,
                zone: input.zone.clone(),
                name: input.name.clone(),
            };
            user::update_profile(tx, who, &change).await?;
            Ok(Answer::empty())
        }),
        change_password(),
        command!("session.end_all", Nothing, |tx, who, _input| {
            sessions::end_everywhere(tx, who).await?;
            Ok(Answer::empty())
        })
        .revoking(),
    ]
}

/// A checked password, and the session that stays.
type Checked = (NewPassword, Option<SessionId>);

fn change_password() -> Entry {
    Entry::prepared::<PasswordChange, Checked>(
        "password.change",
        |shared, caller, input| {
            Box::pin(async move {
                let Via::Session(session) = caller.via else {
                    return Err(No::new(Code::NoRight));
                };
                let who = caller.actor(&shared).await?;
                let checked = shared
                    .sign_in
                    .new_password(&who, &input.current, &input.new)
                    .await;
                let change = checked.map_err(|it| refuse(&shared, &it.into()))?;
                Ok((change, Some(session)))
            })
        },
        |tx, who, (change, keep)| {
            Box::pin(async move {
                sessions::change_password(tx, who, *keep, change).await?;
                Ok(Answer::empty())
            })
        },
    )
    .confidential()
    .revoking()
}

fn company() -> [Entry; 6] {
    [
        command!("company.create", CompanyCreate, |tx, who, input| {
            let new = company::NewCompany {
                name: input.name.clone(),
                side: input.kind,
                country: input.country.clone(),
                admin_email: input.admin.email.clone(),
                admin_name: input.admin.name.clone(),
            };
            let (company, token) = company::create(tx, who, &new).await?;
            Ok(Answer::empty()
                .with("company", company.to_string())
                .with_once("link", link_path(token.reveal())))
        }),
        command!("staff.invite", StaffInvite, |tx, who, input| {
            let invite = staff::Invite {
                email: input.email.clone(),
                name: input.name.clone(),
                admin: input.admin,
            };
            let token = staff::invite(tx, who, &invite).await?;
            Ok(Answer::empty().with_once("link", link_path(token.reveal())))
        }),
        // Nothing is cached of a link: whoever uses it asks the database, so that it is dead everywhere at once.
        command!("staff.withdraw", StaffWithdraw, |tx, who, input| {
            staff::withdraw(tx, who, input.invitation).await?;
            Ok(Answer::empty())
        }),
        command!("staff.reset_link", StaffMember, |tx, who, input| {
            let token = staff::reset_link(tx, who, input.user).await?;
            Ok(Answer::empty().with_once("link", link_path(token.reveal())))
        }),
        command!("staff.remove", StaffRemove, |tx, who, input| {
            let departure = Departure {
                user: input.user,
                heir: input.to,
            };
            staff::remove(tx, who, departure).await?;
            Ok(Answer::empty())
        })
        .revoking(),
        command!("staff.set_admin", StaffSetAdmin, |tx, who, input| {
            let role = if input.admin {
                staff::Role::Admin
            } else {
                staff::Role::Staff
            };
            staff::set_admin(tx, who, input.user, role).await?;
            Ok(Answer::empty())
        })
        .revoking(),
    ]
}

fn keys() -> [Entry; 2] {
    [
        command!("api_key.create", ApiKeyCreate, |tx, who, input| {
            let (id, token) = keys::create(tx, who, &input.name).await?;
            Ok(Answer::empty()
                .with("id", id.to_string())
                .with_once("key", token.reveal()))
        }),
        command!("api_key.revoke", ApiKeyRevoke, |tx, who, input| {
            keys::revoke(tx, who, input.id).await?;
            Ok(Answer::empty())
        })
        .revoking(),
    ]
}
