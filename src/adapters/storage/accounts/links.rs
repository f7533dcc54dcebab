//! One-time links.

use super::people::side;
use crate::{
    adapters::storage::{session::Session, sql::Row},
    args,
    domain::accounts::{
        ports::{Link, LinkKind, SecretHash},
        user::Email,
    },
    kernel::{actor::Membership, fault::Fault, ids::CompanyId, time::MachineTime},
};

impl Session<'_> {
    pub(super) async fn open_link(
        &mut self,
        secret: SecretHash,
        now: MachineTime,
    ) -> Result<Option<Link>, Fault> {
        let row = self
            .one(
                "SELECT l.id, l.user_id, l.company_id, l.admin, l.email, l.name, l.made_by, l.expires_at, c.side
                 FROM links l LEFT JOIN companies c ON c.id = l.company_id
                 WHERE l.secret = $1 AND l.used_at IS NULL AND l.expires_at > $2",
                args![secret, now],
            )
            .await?;
        row.as_ref().map(link).transpose()
    }

    pub(super) async fn open_invitations(
        &mut self,
        company: CompanyId,
        now: MachineTime,
    ) -> Result<Vec<Link>, Fault> {
        let rows = self
            .all(
                "SELECT l.id, l.user_id, l.company_id, l.admin, l.email, l.name, l.made_by, l.expires_at, c.side
                 FROM links l JOIN companies c ON c.id = l.company_id
                 WHERE l.company_id = $1 AND l.used_at IS NULL AND l.expires_at > $2 ORDER BY l.id",
                args![company, now],
            )
            .await?;
        rows.iter().map(link).collect()
    }

    pub(super) async fn write_link(
        &mut self,
        link: &Link,
        secret: SecretHash,
        now: MachineTime,
    ) -> Result<(), Fault> {
        let (user, at) = match link.kind {
            LinkKind::Reset { user } => (Some(user), None),
            LinkKind::Invitation { membership } => (None, Some(membership)),
        };
        let company = at.map(|it| it.company);
        // The empty text is nobody's id: of a reset only the first half matches, of an invitation only the second.
        self.run(
            "UPDATE links SET used_at = $4
             WHERE used_at IS NULL AND email_key = $3 AND (user_id = $1 OR company_id = $2)",
            args![
                user.map_or_else(String::new, |it| it.to_string()),
                company.map_or_else(String::new, |it| it.to_string()),
                link.email.key(),
                now
            ],
        )
        .await?;
        self.run(
            "INSERT INTO links (id, secret, user_id, company_id, admin, email, email_key, name, made_by,
                                created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            args![
                link.id,
                secret,
                user,
                company,
                at.is_some_and(|it| it.admin),
                link.email.as_str(),
                link.email.key(),
                link.name.as_str(),
                link.made_by,
                now,
                link.expires_at
            ],
        )
        .await
        .map(drop)
    }
}

fn link(row: &Row) -> Result<Link, Fault> {
    let kind = match (row.opt_id("user_id")?, row.opt_id("company_id")?) {
        (Some(user), None) => LinkKind::Reset { user },
        (None, Some(company)) => LinkKind::Invitation {
            membership: Membership {
                company,
                side: side(row)?,
                admin: row.flag("admin")?,
            },
        },
        _ => return Err(Fault::other("a link that opens nothing")),
    };
    let email = row.text("email")?;
    Ok(Link {
        id: row.id("id")?,
        kind,
        email: Email::parse("email", &email).map_err(|_| Fault::other("a link to no address"))?,
        name: row.text("name")?,
        made_by: row.opt_id("made_by")?,
        expires_at: row.machine("expires_at")?,
    })
}
