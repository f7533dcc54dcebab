//! What people marked for later.

use crate::{
    adapters::storage::session::Session,
    args,
    domain::catalogue::favorites::Kind,
    kernel::{
        fault::Fault,
        ids::{EditionId, UserId},
        time::FairTime,
    },
};

impl Session<'_> {
    pub(super) async fn write_mark(
        &mut self,
        person: UserId,
        (kind, object): (Kind, &str),
        (edition, at): (EditionId, FairTime),
    ) -> Result<(), Fault> {
        self.run(
            "INSERT INTO favorites (person, kind, object, edition, at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (person, edition, kind, object) DO NOTHING",
            args![person, kind.as_str(), object, edition, at],
        )
        .await
        .map(drop)
    }

    pub(super) async fn delete_mark(
        &mut self,
        person: UserId,
        (kind, object, edition): (Kind, &str, EditionId),
    ) -> Result<(), Fault> {
        self.run(
            "DELETE FROM favorites
             WHERE person = $1 AND edition = $2 AND kind = $3 AND object = $4",
            args![person, edition, kind.as_str(), object],
        )
        .await
        .map(drop)
    }

    pub(super) async fn marks(
        &mut self,
        person: UserId,
        edition: EditionId,
        limit: i64,
    ) -> Result<Vec<(Kind, String)>, Fault> {
        let rows = self
            .all(
                "SELECT kind, object FROM favorites WHERE person = $1 AND edition = $2
                 ORDER BY at DESC, object DESC LIMIT $3",
                args![person, edition, limit],
            )
            .await?;
        rows.iter()
            .map(|row| {
                let kind = Kind::parse(&row.text("kind")?);
                let kind = kind.ok_or_else(|| Fault::other("a mark of an unknown kind"))?;
                Ok((kind, row.text("object")?))
            })
            .collect()
    }
}
