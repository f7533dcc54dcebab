//! Pictures' rows: one of a picture, one of each size, one of each owner.

use std::collections::HashSet;

use async_trait::async_trait;

use super::{
    session::Session,
    sql::{Arg, Row, values},
};
use crate::{
    args,
    domain::{
        accounts::ports::Accounts as _,
        pictures::{
            Drawn, Picture, Variant,
            ports::{Owner, Pictures},
        },
    },
    kernel::{fault::Fault, picture_id::PictureId, time::MachineTime},
};

fn pixels(row: &Row, column: &str) -> Result<u32, Fault> {
    u32::try_from(row.int(column)?).map_err(Fault::other)
}

#[async_trait]
impl Pictures for Session<'_> {
    async fn picture(&mut self, id: PictureId) -> Result<Option<Picture>, Fault> {
        let row = self
            .one(
                "SELECT width, height FROM pictures WHERE id = $1",
                args![id],
            )
            .await?;
        row.map(|it| {
            Ok(Picture {
                id,
                width: pixels(&it, "width")?,
                height: pixels(&it, "height")?,
            })
        })
        .transpose()
    }

    async fn picture_bytes(
        &mut self,
        id: PictureId,
        variant: Variant,
    ) -> Result<Option<Vec<u8>>, Fault> {
        let row = self
            .one(
                "SELECT bytes FROM picture_variants WHERE picture = $1 AND variant = $2",
                args![id, variant.as_str()],
            )
            .await?;
        row.map(|it| it.bytes("bytes")).transpose()
    }

    async fn pictures_exist(&mut self, wanted: &[PictureId]) -> Result<Vec<PictureId>, Fault> {
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let asked = values(1, wanted.len());
        let rows = self
            .all_built(
                format!("SELECT id FROM pictures WHERE id IN {asked}"),
                wanted.iter().map(|it| Arg::from(*it)).collect(),
            )
            .await?;
        let kept: Result<HashSet<PictureId>, Fault> = rows.iter().map(|it| it.id("id")).collect();
        let kept = kept?;
        let missing = wanted.iter().filter(|it| !kept.contains(it));
        Ok(missing.copied().collect())
    }

    async fn has_picture(&mut self, owner: Owner, id: PictureId) -> Result<bool, Fault> {
        let row = self
            .one(
                "SELECT uploaded_at FROM picture_owners WHERE owner = $1 AND picture = $2",
                args![owner.to_string(), id],
            )
            .await?;
        Ok(row.is_some())
    }

    async fn pictures_of(&mut self, owner: Owner) -> Result<i64, Fault> {
        let row = self
            .one(
                "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM picture_owners WHERE owner = $1",
                args![owner.to_string()],
            )
            .await?;
        row.map_or(Ok(0), |it| it.int("n"))
    }

    async fn lock_owner(&mut self, owner: Owner) -> Result<(), Fault> {
        match owner {
            Owner::Company(id) => self.lock_company(id).await.map(drop),
            Owner::Organiser(id) => {
                self.before_lock();
                // A write that changes nothing: the one lock that both databases know.
                self.run("UPDATE users SET admin = admin WHERE id = $1", args![id])
                    .await
                    .map(drop)
            }
        }
    }

    async fn add_picture(&mut self, drawn: &Drawn, at: MachineTime) -> Result<(), Fault> {
        let Picture { id, width, height } = drawn.picture;
        let written = self
            .run(
                "INSERT INTO pictures (id, width, height, created_at) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (id) DO NOTHING",
                args![id, i64::from(width), i64::from(height), at],
            )
            .await?;
        if written == 0 {
            // Another company was quicker with the same picture.
            return Ok(());
        }
        let variants = Variant::ALL.into_iter().zip(&drawn.variants);
        let rows = variants.flat_map(|(it, bytes)| args![id, it.as_str(), bytes.clone()]);
        let insert = "INSERT INTO picture_variants (picture, variant, bytes)";
        self.send_rows((insert, 3, ""), rows.collect())
            .await
            .map(drop)
    }

    async fn own_picture(
        &mut self,
        owner: Owner,
        id: PictureId,
        at: MachineTime,
    ) -> Result<(), Fault> {
        self.run(
            "INSERT INTO picture_owners (owner, picture, uploaded_at) VALUES ($1, $2, $3)
             ON CONFLICT (owner, picture) DO NOTHING",
            args![owner.to_string(), id, at],
        )
        .await
        .map(drop)
    }
}
