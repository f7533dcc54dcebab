//! What the catalogue needs from the store.

use async_trait::async_trait;

use super::{Draft, Homepage, Product, Sections, favorites::Kind, homepage::Business};
use crate::kernel::{
    fault::Fault,
    ids::{EditionId, ExhibitorId, ProductId, SectionId, UserId},
    time::FairTime,
};

/// Where a stand is placed by the organiser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// The name on the stand.
    pub name: String,
    /// The same in Chinese.
    pub name_zh: String,
    /// Such as `12.3C01`.
    pub booth: String,
    /// In which section; none if it stands in none.
    pub section: Option<SectionId>,
}

/// Which products are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Among {
    /// Those of a stand: what stands first, then the newest.
    Stand(ExhibitorId),
    /// Those of an edition, the newest first.
    Edition(EditionId),
    /// Those of an edition whose category begins with this one, folded.
    Category(EditionId, String),
}

/// A page of products.
#[derive(Clone, Debug)]
pub struct Shelves {
    /// Which.
    pub among: Among,
    /// The one after which to go on, and whether it stands first.
    pub after: Option<(bool, ProductId)>,
    /// How many at most.
    pub limit: i64,
}

/// Sections, homepages, products and what people marked.
#[async_trait]
pub trait Catalogue: Send {
    /// The sections of an edition; none yet is revision 0.
    async fn sections(&mut self, edition: EditionId) -> Result<Sections, Fault>;
    /// Locks them until the transaction ends, where there are any.
    async fn lock_sections(&mut self, edition: EditionId) -> Result<(), Fault>;
    /// Writes them if they are still at the revision before; false if they are not.
    async fn set_sections(
        &mut self,
        edition: EditionId,
        sections: &Sections,
    ) -> Result<bool, Fault>;
    /// Whether a stand is in one of these sections.
    async fn is_in_use(
        &mut self,
        edition: EditionId,
        sections: &[SectionId],
    ) -> Result<bool, Fault>;

    /// Places a stand if it is still at `revision`; gives the next one.
    async fn place(
        &mut self,
        exhibitor: ExhibitorId,
        revision: i64,
        to: &Placement,
    ) -> Result<Option<i64>, Fault>;
    /// Writes what a stand sells in a few words.
    async fn set_business(
        &mut self,
        exhibitor: ExhibitorId,
        business: &Business,
    ) -> Result<(), Fault>;
    /// A stand's homepage with its revision; an empty one at revision 0 before it is written.
    async fn homepage(&mut self, exhibitor: ExhibitorId) -> Result<(i64, Homepage), Fault>;
    /// Writes it if it is still at `revision`; gives the next one.
    async fn set_homepage(
        &mut self,
        exhibitor: ExhibitorId,
        revision: i64,
        page: &Homepage,
    ) -> Result<Option<i64>, Fault>;

    /// One product.
    async fn product(&mut self, id: ProductId) -> Result<Option<Product>, Fault>;
    /// These products, in the order asked for; those that are gone are left out.
    async fn products_of(&mut self, ids: &[ProductId]) -> Result<Vec<Product>, Fault>;
    /// A page of products.
    async fn products(&mut self, page: &Shelves) -> Result<Vec<Product>, Fault>;
    /// Locks a stand's shelf until the transaction ends and changes how many products it holds by `by`; gives how many.
    async fn count_products(&mut self, exhibitor: ExhibitorId, by: i64) -> Result<i64, Fault>;
    /// Writes a new product.
    async fn add_product(
        &mut self,
        id: ProductId,
        at: (ExhibitorId, EditionId),
        draft: &Draft,
    ) -> Result<(), Fault>;
    /// Writes a product if it is still at `revision`; gives the next one.
    async fn change_product(
        &mut self,
        id: ProductId,
        revision: i64,
        draft: &Draft,
    ) -> Result<Option<i64>, Fault>;
    /// Makes a product stand first, or not; false if it is gone.
    async fn feature(&mut self, id: ProductId, first: bool) -> Result<bool, Fault>;
    /// Deletes a product; false if it is gone.
    async fn remove_product(&mut self, id: ProductId) -> Result<bool, Fault>;

    /// Marks something for later; again is no change.
    async fn mark(
        &mut self,
        person: UserId,
        (kind, object): (Kind, &str),
        (edition, at): (EditionId, FairTime),
    ) -> Result<(), Fault>;
    /// Takes the mark away.
    async fn unmark(&mut self, person: UserId, of: (Kind, &str, EditionId)) -> Result<(), Fault>;
    /// What somebody marked in an edition, the newest first.
    async fn marked(
        &mut self,
        person: UserId,
        edition: EditionId,
        limit: i64,
    ) -> Result<Vec<(Kind, String)>, Fault>;
}
