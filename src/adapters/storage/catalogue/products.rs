//! Products, each with its stand's name and place.

use crate::{
    adapters::storage::{
        session::Session,
        sql::{Arg, Row, in_order, marks},
    },
    args,
    domain::catalogue::{
        Draft, Product,
        ports::{Among, Shelves},
        product::Shelf,
    },
    kernel::{
        fault::Fault,
        ids::{EditionId, ExhibitorId, ProductId},
    },
};

/// What every reading of products begins with.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT p.id, p.edition, p.featured, p.revision, p.body, e.id AS stand, e.name, e.name_zh,
               e.booth, e.business, e.business_zh
             FROM products p JOIN exhibitors e ON e.id = p.exhibitor ",
            $rest
        )
    };
}

fn product(row: &Row) -> Result<Product, Fault> {
    Ok(Product {
        id: row.id("id")?,
        edition: row.id("edition")?,
        stand: Shelf {
            id: row.id("stand")?,
            name: row.text("name")?,
            name_zh: row.text("name_zh")?,
            booth: row.text("booth")?,
            business: row.text("business")?,
            business_zh: row.text("business_zh")?,
        },
        featured: row.flag("featured")?,
        revision: row.int("revision")?,
        draft: serde_json::from_str(&row.text("body")?).map_err(Fault::other)?,
    })
}

fn encoded(draft: &Draft) -> Result<String, Fault> {
    serde_json::to_string(draft).map_err(Fault::other)
}

impl Session<'_> {
    pub(super) async fn products_by_id(
        &mut self,
        ids: &[ProductId],
    ) -> Result<Vec<Product>, Fault> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(select!("WHERE p.id IN ({})"), marks(1, ids.len()));
        let args = ids.iter().map(|id| Arg::from(*id)).collect();
        let rows = self.all_built(sql, args).await?;
        let read = rows.iter().map(product).collect::<Result<Vec<_>, _>>()?;
        Ok(in_order(ids, read, |it| it.id))
    }

    pub(super) async fn shelves(&mut self, page: &Shelves) -> Result<Vec<Product>, Fault> {
        // Nothing sorts after this, so the first page is the page after it.
        let (featured, id) = match page.after {
            Some((featured, id)) => (i64::from(featured), id.to_string()),
            None => (2, "~".to_owned()),
        };
        let rows = match &page.among {
            Among::Stand(exhibitor) => {
                self.all(
                    select!(
                        "WHERE p.exhibitor = $1 AND (p.featured, p.id) < ($2, $3)
                         ORDER BY p.featured DESC, p.id DESC LIMIT $4"
                    ),
                    args![*exhibitor, featured, id, page.limit],
                )
                .await?
            }
            Among::Edition(edition) => {
                self.all(
                    select!("WHERE p.edition = $1 AND p.id < $2 ORDER BY p.id DESC LIMIT $3"),
                    args![*edition, id, page.limit],
                )
                .await?
            }
            Among::Category(edition, category) => {
                self.all(
                    select!(
                        "WHERE p.edition = $1 AND p.category_key = $2 AND p.id < $3
                         ORDER BY p.id DESC LIMIT $4"
                    ),
                    args![*edition, category.as_str(), id, page.limit],
                )
                .await?
            }
        };
        rows.iter().map(product).collect()
    }

    pub(super) async fn count_shelf(
        &mut self,
        exhibitor: ExhibitorId,
        by: i64,
    ) -> Result<i64, Fault> {
        let row = self
            .one(
                "INSERT INTO shelves (exhibitor, products) VALUES ($1, $2)
                 ON CONFLICT (exhibitor) DO UPDATE SET products = shelves.products + excluded.products
                 RETURNING products",
                args![exhibitor, by],
            )
            .await?;
        row.ok_or_else(|| Fault::other("an upsert gave no row"))?
            .int("products")
    }

    pub(super) async fn write_product(
        &mut self,
        id: ProductId,
        (exhibitor, edition): (ExhibitorId, EditionId),
        draft: &Draft,
    ) -> Result<(), Fault> {
        self.run(
            "INSERT INTO products
               (id, exhibitor, edition, name, name_zh, category_key, featured, body, revision)
             VALUES ($1, $2, $3, $4, $5, $6, 0, $7, 1)",
            args![
                id,
                exhibitor,
                edition,
                draft.name.as_str(),
                draft.name_zh.as_str(),
                draft.category_key(),
                encoded(draft)?
            ],
        )
        .await
        .map(drop)
    }

    pub(super) async fn rewrite_product(
        &mut self,
        id: ProductId,
        revision: i64,
        draft: &Draft,
    ) -> Result<Option<i64>, Fault> {
        let row = self
            .one(
                "UPDATE products SET name = $1, name_zh = $2, category_key = $3, body = $4,
                   revision = revision + 1
                 WHERE id = $5 AND revision = $6 RETURNING revision",
                args![
                    draft.name.as_str(),
                    draft.name_zh.as_str(),
                    draft.category_key(),
                    encoded(draft)?,
                    id,
                    revision
                ],
            )
            .await?;
        row.map(|it| it.int("revision")).transpose()
    }

    pub(super) async fn rank_product(&mut self, id: ProductId, first: bool) -> Result<bool, Fault> {
        let written = self
            .run(
                "UPDATE products SET featured = $1 WHERE id = $2",
                args![first, id],
            )
            .await?;
        Ok(written == 1)
    }

    pub(super) async fn delete_product(&mut self, id: ProductId) -> Result<bool, Fault> {
        let gone = self
            .run("DELETE FROM products WHERE id = $1", args![id])
            .await?;
        Ok(gone == 1)
    }
}
