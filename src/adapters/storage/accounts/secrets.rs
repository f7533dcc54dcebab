//! Passwords, sessions and tickets; the rest of the trait is in `links.rs` and `keys.rs`.

use async_trait::async_trait;

use crate::{
    adapters::storage::{
        session::Session,
        sql::{Arg, Row},
    },
    args,
    domain::accounts::{
        ports::{ApiKey, KeyOwner, Link, Opening, SecretHash, Secrets, Session as Signed},
        secret::{SESSION_IDLE, SESSION_MAX, TICKET},
    },
    kernel::{
        fault::Fault,
        ids::{ApiKeyId, CompanyId, LinkId, SessionId, UserId},
        time::MachineTime,
    },
};

#[async_trait]
impl Secrets for Session<'_> {
    async fn password(&mut self, user: UserId) -> Result<Option<String>, Fault> {
        let row = self
            .one("SELECT password FROM users WHERE id = $1", args![user])
            .await?;
        row.map_or(Ok(None), |row| row.opt_text("password"))
    }

    async fn set_password(&mut self, user: UserId, hash: &str) -> Result<(), Fault> {
        self.run(
            "UPDATE users SET password = $2 WHERE id = $1",
            args![user, hash],
        )
        .await
        .map(drop)
    }

    async fn session(
        &mut self,
        token: SecretHash,
        now: MachineTime,
    ) -> Result<Option<Signed>, Fault> {
        let row = self
            .one(
                "SELECT id, user_id, created_at, expires_at FROM sessions WHERE token = $1 AND expires_at > $2",
                args![token, now],
            )
            .await?;
        row.as_ref().map(signed).transpose()
    }

    async fn open_session(&mut self, opening: &Opening, now: MachineTime) -> Result<bool, Fault> {
        let rows = self
            .run(
                "INSERT INTO sessions (id, user_id, token, created_at, expires_at)
                 SELECT $1, id, $3, $4, $5 FROM users WHERE id = $2 AND password = $6",
                args![
                    opening.id,
                    opening.user,
                    opening.token,
                    now,
                    now.plus(SESSION_IDLE),
                    opening.password.as_str()
                ],
            )
            .await?;
        Ok(rows == 1)
    }

    async fn end_oldest_sessions(
        &mut self,
        user: UserId,
        keep: i64,
    ) -> Result<Vec<SessionId>, Fault> {
        self.ended(
            "DELETE FROM sessions WHERE user_id = $1 AND id NOT IN
               (SELECT id FROM sessions WHERE user_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2)
             RETURNING id",
            args![user, keep],
        )
        .await
    }

    async fn renew_session(&mut self, session: SessionId, now: MachineTime) -> Result<(), Fault> {
        self.run(
            "UPDATE sessions SET expires_at =
               CASE WHEN created_at + $2 < $3 THEN created_at + $2 ELSE $3 END
             WHERE id = $1",
            args![session, SESSION_MAX, now.plus(SESSION_IDLE)],
        )
        .await
        .map(drop)
    }

    async fn end_session(&mut self, session: SessionId) -> Result<bool, Fault> {
        let rows = self
            .run("DELETE FROM sessions WHERE id = $1", args![session])
            .await?;
        Ok(rows == 1)
    }

    async fn has_stale_session(&mut self, now: MachineTime) -> Result<bool, Fault> {
        let row = self
            .one(
                "SELECT id FROM sessions WHERE expires_at <= $1 LIMIT 1",
                args![now],
            )
            .await?;
        Ok(row.is_some())
    }

    async fn end_stale_sessions(
        &mut self,
        now: MachineTime,
        most: i64,
    ) -> Result<Vec<SessionId>, Fault> {
        self.ended(
            "DELETE FROM sessions WHERE id IN
               (SELECT id FROM sessions WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)
             RETURNING id",
            args![now, most],
        )
        .await
    }

    async fn end_sessions(
        &mut self,
        user: UserId,
        keep: Option<SessionId>,
    ) -> Result<Vec<SessionId>, Fault> {
        // No id is empty, so an empty text keeps none.
        let keep = keep.map_or_else(String::new, |it| it.to_string());
        self.ended(
            "DELETE FROM sessions WHERE user_id = $1 AND id <> $2 RETURNING id",
            args![user, keep],
        )
        .await
    }

    async fn add_ticket(
        &mut self,
        secret: SecretHash,
        session: SessionId,
        now: MachineTime,
    ) -> Result<(), Fault> {
        self.run(
            "DELETE FROM tickets WHERE session_id = $1 AND expires_at <= $2",
            args![session, now],
        )
        .await?;
        self.run(
            "INSERT INTO tickets (secret, session_id, expires_at) VALUES ($1, $2, $3)",
            args![secret, session, now.plus(TICKET)],
        )
        .await
        .map(drop)
    }

    async fn take_ticket(
        &mut self,
        secret: SecretHash,
        now: MachineTime,
    ) -> Result<Option<Signed>, Fault> {
        let taken = self
            .one(
                "UPDATE tickets SET used_at = $2
                 WHERE secret = $1 AND used_at IS NULL AND expires_at > $2 RETURNING session_id",
                args![secret, now],
            )
            .await?;
        let Some(taken) = taken else {
            return Ok(None);
        };
        let row = self
            .one(
                "SELECT id, user_id, created_at, expires_at FROM sessions WHERE id = $1 AND expires_at > $2",
                args![taken.id::<SessionId>("session_id")?, now],
            )
            .await?;
        row.as_ref().map(signed).transpose()
    }

    async fn link(&mut self, secret: SecretHash, now: MachineTime) -> Result<Option<Link>, Fault> {
        self.open_link(secret, now).await
    }

    async fn invitations(
        &mut self,
        company: CompanyId,
        now: MachineTime,
    ) -> Result<Vec<Link>, Fault> {
        self.open_invitations(company, now).await
    }

    async fn add_link(
        &mut self,
        link: &Link,
        secret: SecretHash,
        now: MachineTime,
    ) -> Result<(), Fault> {
        self.write_link(link, secret, now).await
    }

    async fn take_link(&mut self, link: LinkId, now: MachineTime) -> Result<bool, Fault> {
        let rows = self
            .run(
                "UPDATE links SET used_at = $2 WHERE id = $1 AND used_at IS NULL AND expires_at > $2",
                args![link, now],
            )
            .await?;
        Ok(rows == 1)
    }

    async fn withdraw_invitation(
        &mut self,
        link: LinkId,
        company: CompanyId,
        now: MachineTime,
    ) -> Result<bool, Fault> {
        let rows = self
            .run(
                "UPDATE links SET used_at = $3
                 WHERE id = $1 AND company_id = $2 AND used_at IS NULL AND expires_at > $3",
                args![link, company, now],
            )
            .await?;
        Ok(rows == 1)
    }

    async fn withdraw_links_by(&mut self, user: UserId, now: MachineTime) -> Result<(), Fault> {
        self.run(
            "UPDATE links SET used_at = $2 WHERE made_by = $1 AND used_at IS NULL",
            args![user, now],
        )
        .await
        .map(drop)
    }

    async fn withdraw_resets(&mut self, user: UserId, now: MachineTime) -> Result<(), Fault> {
        self.run(
            "UPDATE links SET used_at = $2 WHERE user_id = $1 AND used_at IS NULL",
            args![user, now],
        )
        .await
        .map(drop)
    }

    async fn api_key(&mut self, secret: SecretHash) -> Result<Option<(ApiKeyId, UserId)>, Fault> {
        let row = self
            .one(
                "SELECT id, user_id FROM api_keys WHERE secret = $1 AND revoked_at IS NULL",
                args![secret],
            )
            .await?;
        row.map(|row| Ok((row.id("id")?, row.id("user_id")?)))
            .transpose()
    }

    async fn api_keys(&mut self, owner: KeyOwner) -> Result<Vec<ApiKey>, Fault> {
        self.live_keys(owner).await
    }

    async fn add_api_key(
        &mut self,
        key: &ApiKey,
        owner: KeyOwner,
        secret: SecretHash,
    ) -> Result<(), Fault> {
        self.write_key(key, owner, secret).await
    }

    async fn use_api_key(&mut self, key: ApiKeyId, now: MachineTime) -> Result<(), Fault> {
        self.note_key_use(key, now).await
    }

    async fn api_key_idle(&mut self, key: ApiKeyId, now: MachineTime) -> Result<bool, Fault> {
        self.key_was_idle(key, now).await
    }

    async fn revoke_api_key(
        &mut self,
        key: ApiKeyId,
        owner: KeyOwner,
        now: MachineTime,
    ) -> Result<bool, Fault> {
        self.revoke_one_key(key, owner, now).await
    }

    async fn revoke_api_keys(
        &mut self,
        user: UserId,
        now: MachineTime,
    ) -> Result<Vec<ApiKeyId>, Fault> {
        let rows = self
            .all(
                "UPDATE api_keys SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL RETURNING id",
                args![user, now],
            )
            .await?;
        rows.iter().map(|row| row.id("id")).collect()
    }
}

impl Session<'_> {
    async fn ended(&mut self, sql: &'static str, args: Vec<Arg>) -> Result<Vec<SessionId>, Fault> {
        let rows = self.all(sql, args).await?;
        rows.iter().map(|row| row.id("id")).collect()
    }
}

fn signed(row: &Row) -> Result<Signed, Fault> {
    Ok(Signed {
        id: row.id("id")?,
        user: row.id("user_id")?,
        expires_at: row.machine("expires_at")?,
        longest: row.machine("created_at")?.plus(SESSION_MAX),
    })
}
