//! Sections, and what stands in them.

use crate::{
    adapters::storage::{
        exhibitors::search_key,
        session::Session,
        sql::{Arg, marks},
    },
    args,
    domain::{
        catalogue::{Group, Homepage, Sections, homepage::Business, ports::Placement},
        fair::text::folded,
    },
    kernel::{
        fault::Fault,
        ids::{EditionId, ExhibitorId, SectionId},
    },
};

impl Session<'_> {
    pub(super) async fn sections_of(&mut self, edition: EditionId) -> Result<Sections, Fault> {
        let row = self
            .one(
                "SELECT revision, tree FROM sections WHERE edition = $1",
                args![edition],
            )
            .await?;
        let Some(row) = row else {
            return Ok(Sections::default());
        };
        let groups: Vec<Group> = serde_json::from_str(&row.text("tree")?).map_err(Fault::other)?;
        Ok(Sections {
            revision: row.int("revision")?,
            groups,
        })
    }

    /// Whoever places a stand waits for whoever writes the sections, and the other way round.
    pub(super) async fn lock_tree(&mut self, edition: EditionId) -> Result<(), Fault> {
        if !self.is_to_lock(format!("sections/{edition}")) {
            return Ok(());
        }
        self.run(
            "UPDATE sections SET revision = revision WHERE edition = $1",
            args![edition],
        )
        .await
        .map(drop)
    }

    pub(super) async fn write_sections(
        &mut self,
        edition: EditionId,
        sections: &Sections,
    ) -> Result<bool, Fault> {
        let tree = serde_json::to_string(&sections.groups).map_err(Fault::other)?;
        let written = self
            .run(
                "INSERT INTO sections (edition, revision, tree) VALUES ($1, $2, $3)
                 ON CONFLICT (edition) DO UPDATE
                   SET revision = excluded.revision, tree = excluded.tree
                   WHERE sections.revision = excluded.revision - 1",
                args![edition, sections.revision, tree],
            )
            .await?;
        Ok(written == 1)
    }

    pub(super) async fn stands_in(
        &mut self,
        edition: EditionId,
        sections: &[SectionId],
    ) -> Result<bool, Fault> {
        let sql = format!(
            "SELECT id FROM exhibitors WHERE edition = $1 AND section IN ({}) LIMIT 1",
            marks(2, sections.len())
        );
        let mut args = args![edition];
        args.extend(sections.iter().map(|it| Arg::from(*it)));
        Ok(!self.all_built(sql, args).await?.is_empty())
    }

    pub(super) async fn write_placement(
        &mut self,
        exhibitor: ExhibitorId,
        revision: i64,
        to: &Placement,
    ) -> Result<Option<i64>, Fault> {
        let row = self
            .one(
                "UPDATE exhibitors SET name = $1, name_zh = $2, booth = $3, section = $4, name_key = $5,
                   revision = revision + 1
                 WHERE id = $6 AND revision = $7 RETURNING revision, business, business_zh",
                args![
                    to.name.as_str(),
                    to.name_zh.as_str(),
                    to.booth.as_str(),
                    to.section,
                    folded(&to.name),
                    exhibitor,
                    revision
                ],
            )
            .await?;
        let Some(row) = row else { return Ok(None) };
        let (business, business_zh) = (row.text("business")?, row.text("business_zh")?);
        let key = search_key(&[&to.name, &to.name_zh, &to.booth, &business, &business_zh]);
        self.write_search_key(exhibitor, key).await?;
        row.int("revision").map(Some)
    }

    pub(super) async fn write_business(
        &mut self,
        exhibitor: ExhibitorId,
        it: &Business,
    ) -> Result<(), Fault> {
        let row = self
            .one(
                "UPDATE exhibitors SET business = $1, business_zh = $2 WHERE id = $3
                 RETURNING name, name_zh, booth",
                args![it.business.as_str(), it.business_zh.as_str(), exhibitor],
            )
            .await?;
        let row = row.ok_or_else(|| Fault::other("a stand that was read is gone"))?;
        let (name, name_zh) = (row.text("name")?, row.text("name_zh")?);
        let booth = row.text("booth")?;
        let key = search_key(&[&name, &name_zh, &booth, &it.business, &it.business_zh]);
        self.write_search_key(exhibitor, key).await
    }

    async fn write_search_key(&mut self, exhibitor: ExhibitorId, key: String) -> Result<(), Fault> {
        self.run(
            "UPDATE exhibitors SET search_key = $1 WHERE id = $2",
            args![key, exhibitor],
        )
        .await
        .map(drop)
    }

    pub(super) async fn homepage_of(
        &mut self,
        exhibitor: ExhibitorId,
    ) -> Result<(i64, Homepage), Fault> {
        let row = self
            .one(
                "SELECT revision, body FROM homepages WHERE exhibitor = $1",
                args![exhibitor],
            )
            .await?;
        let Some(row) = row else {
            return Ok((0, Homepage::default()));
        };
        let page = serde_json::from_str(&row.text("body")?).map_err(Fault::other)?;
        Ok((row.int("revision")?, page))
    }

    pub(super) async fn write_homepage(
        &mut self,
        exhibitor: ExhibitorId,
        revision: i64,
        page: &Homepage,
    ) -> Result<Option<i64>, Fault> {
        let body = serde_json::to_string(page).map_err(Fault::other)?;
        // The first writing is an insertion, and a revision that was never there meets no row.
        let sql = if revision == 0 {
            "INSERT INTO homepages (exhibitor, revision, body) VALUES ($1, $2 + 1, $3)
             ON CONFLICT (exhibitor) DO NOTHING RETURNING revision"
        } else {
            "UPDATE homepages SET revision = revision + 1, body = $3
             WHERE exhibitor = $1 AND revision = $2 RETURNING revision"
        };
        let row = self.one(sql, args![exhibitor, revision, body]).await?;
        row.map(|it| it.int("revision")).transpose()
    }
}
