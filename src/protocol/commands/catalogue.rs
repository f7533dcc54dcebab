//! What organisers and companies do with sections, homepages and products.

use serde::Deserialize;

use crate::kernel::ids::{EditionId, ExhibitorId, ProductId, SectionId};

/// `edition.set_sections`: all sections anew. `G` is a group of them, which is not the protocol's to know.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EditionSetSections<G> {
    /// The edition.
    pub edition: EditionId,
    /// The revision that was read; 0 while there are none.
    #[ts(type = "number")]
    pub revision: i64,
    /// In the order in which they are shown; what is new has no `id`.
    pub groups: Vec<G>,
}

/// `exhibitor.place`: a stand's name, booth and section.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExhibitorPlace {
    /// The stand.
    pub exhibitor: ExhibitorId,
    /// The revision that was read.
    #[ts(type = "number")]
    pub revision: i64,
    /// 1 to 80 characters.
    pub name: String,
    /// The same in Chinese; empty if `name` serves both.
    #[serde(default)]
    pub name_zh: String,
    /// 1 to 20 characters.
    pub booth: String,
    /// None: it stands in no section.
    pub section: Option<SectionId>,
}

/// `homepage.set`: what a company says of itself. `P` is the page, which is not the protocol's to know.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HomepageSet<P> {
    /// The stand.
    pub exhibitor: ExhibitorId,
    /// The revision that was read; 0 before it is written.
    #[ts(type = "number")]
    pub revision: i64,
    /// Main business, up to 120 characters; one of both languages is there.
    #[serde(default)]
    pub business: String,
    /// The same in Chinese.
    #[serde(default)]
    pub business_zh: String,
    /// The page.
    pub page: P,
}

/// `product.add`: one more on a stand's shelf. `D` is the product as its company writes it.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProductAdd<D> {
    /// The stand.
    pub exhibitor: ExhibitorId,
    /// What it is.
    pub product: D,
}

/// `product.change`: all of it anew.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProductChange<D> {
    /// Which.
    pub id: ProductId,
    /// The revision that was read.
    #[ts(type = "number")]
    pub revision: i64,
    /// What it is.
    pub product: D,
}

/// `product.feature`: it stands first on the homepage, or does not.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProductFeature {
    /// Which.
    pub id: ProductId,
    /// Whether it stands first.
    pub first: bool,
}

/// `product.remove`: off the shelf.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProductRemove {
    /// Which.
    pub id: ProductId,
}

/// `favorite.set`: marks an exhibitor or a product for later, or takes the mark away.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FavoriteSet {
    /// Either this,
    #[serde(default)]
    #[ts(optional)]
    pub exhibitor: Option<ExhibitorId>,
    /// or this.
    #[serde(default)]
    #[ts(optional)]
    pub product: Option<ProductId>,
    /// Whether it is marked from now on.
    pub on: bool,
}
