//! Scripts' keys.

use crate::{
    adapters::storage::session::Session,
    args,
    domain::accounts::{
        ports::{ApiKey, KeyOwner, SecretHash},
        secret::KEY_USE,
    },
    kernel::{fault::Fault, ids::ApiKeyId, time::MachineTime},
};

/// The two columns that say whose a key is: a company's, or without one a person's; the empty text is nobody's id.
fn columns(owner: KeyOwner) -> (String, String) {
    match owner {
        KeyOwner::Company(company) => (company.to_string(), String::new()),
        KeyOwner::Person(user) => (String::new(), user.to_string()),
    }
}

impl Session<'_> {
    pub(super) async fn live_keys(&mut self, owner: KeyOwner) -> Result<Vec<ApiKey>, Fault> {
        let (company, user) = columns(owner);
        let rows = self
            .all(
                "SELECT id, user_id, name, created_at, last_used_at FROM api_keys
                 WHERE (company_id = $1 OR (company_id IS NULL AND user_id = $2)) AND revoked_at IS NULL
                 ORDER BY id",
                args![company, user],
            )
            .await?;
        rows.iter()
            .map(|row| {
                Ok(ApiKey {
                    id: row.id("id")?,
                    user: row.id("user_id")?,
                    name: row.text("name")?,
                    created_at: row.machine("created_at")?,
                    last_used_at: row.opt_int("last_used_at")?.map(MachineTime::from_ms),
                })
            })
            .collect()
    }

    pub(super) async fn write_key(
        &mut self,
        key: &ApiKey,
        owner: KeyOwner,
        secret: SecretHash,
    ) -> Result<(), Fault> {
        let company = match owner {
            KeyOwner::Company(company) => Some(company),
            KeyOwner::Person(_) => None,
        };
        self.run(
            "INSERT INTO api_keys (id, secret, user_id, company_id, name, created_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
            args![
                key.id,
                secret,
                key.user,
                company,
                key.name.as_str(),
                key.created_at
            ],
        )
        .await
        .map(drop)
    }

    pub(super) async fn note_key_use(
        &mut self,
        key: ApiKeyId,
        now: MachineTime,
    ) -> Result<(), Fault> {
        self.run(
            "UPDATE api_keys SET last_used_at = $2
             WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $3)",
            args![key, now, now.plus(-KEY_USE)],
        )
        .await
        .map(drop)
    }

    pub(super) async fn key_was_idle(
        &mut self,
        key: ApiKeyId,
        now: MachineTime,
    ) -> Result<bool, Fault> {
        let row = self
            .one(
                "SELECT id FROM api_keys
                 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $2)",
                args![key, now.plus(-KEY_USE)],
            )
            .await?;
        Ok(row.is_some())
    }

    pub(super) async fn revoke_one_key(
        &mut self,
        key: ApiKeyId,
        owner: KeyOwner,
        now: MachineTime,
    ) -> Result<bool, Fault> {
        let (company, user) = columns(owner);
        let rows = self
            .run(
                "UPDATE api_keys SET revoked_at = $4
                 WHERE id = $1 AND (company_id = $2 OR (company_id IS NULL AND user_id = $3))
                   AND revoked_at IS NULL",
                args![key, company, user, now],
            )
            .await?;
        Ok(rows == 1)
    }
}
