//! Sections, homepages, products and marks.

mod favorites;
mod products;
mod stands;

use async_trait::async_trait;

use super::session::Session;
use crate::{
    domain::catalogue::{
        Draft, Homepage, Product, Sections,
        favorites::Kind,
        homepage::Business,
        ports::{Catalogue, Placement, Shelves},
    },
    kernel::{
        fault::Fault,
        ids::{EditionId, ExhibitorId, ProductId, SectionId, UserId},
        time::FairTime,
    },
};

#[async_trait]
impl Catalogue for Session<'_> {
    async fn sections(&mut self, edition: EditionId) -> Result<Sections, Fault> {
        self.sections_of(edition).await
    }

    async fn lock_sections(&mut self, edition: EditionId) -> Result<(), Fault> {
        self.lock_tree(edition).await
    }

    async fn set_sections(
        &mut self,
        edition: EditionId,
        sections: &Sections,
    ) -> Result<bool, Fault> {
        self.write_sections(edition, sections).await
    }

    async fn is_in_use(
        &mut self,
        edition: EditionId,
        sections: &[SectionId],
    ) -> Result<bool, Fault> {
        self.stands_in(edition, sections).await
    }

    async fn place(
        &mut self,
        exhibitor: ExhibitorId,
        revision: i64,
        to: &Placement,
    ) -> Result<Option<i64>, Fault> {
        self.write_placement(exhibitor, revision, to).await
    }

    async fn set_business(
        &mut self,
        exhibitor: ExhibitorId,
        business: &Business,
    ) -> Result<(), Fault> {
        self.write_business(exhibitor, business).await
    }

    async fn homepage(&mut self, exhibitor: ExhibitorId) -> Result<(i64, Homepage), Fault> {
        self.homepage_of(exhibitor).await
    }

    async fn set_homepage(
        &mut self,
        exhibitor: ExhibitorId,
        revision: i64,
        page: &Homepage,
    ) -> Result<Option<i64>, Fault> {
        self.write_homepage(exhibitor, revision, page).await
    }

    async fn product(&mut self, id: ProductId) -> Result<Option<Product>, Fault> {
        Ok(self.products_by_id(&[id]).await?.pop())
    }

    async fn products_of(&mut self, ids: &[ProductId]) -> Result<Vec<Product>, Fault> {
        self.products_by_id(ids).await
    }

    async fn products(&mut self, page: &Shelves) -> Result<Vec<Product>, Fault> {
        self.shelves(page).await
    }

    async fn count_products(&mut self, exhibitor: ExhibitorId, by: i64) -> Result<i64, Fault> {
        self.count_shelf(exhibitor, by).await
    }

    async fn add_product(
        &mut self,
        id: ProductId,
        at: (ExhibitorId, EditionId),
        draft: &Draft,
    ) -> Result<(), Fault> {
        self.write_product(id, at, draft).await
    }

    async fn change_product(
        &mut self,
        id: ProductId,
        revision: i64,
        draft: &Draft,
    ) -> Result<Option<i64>, Fault> {
        self.rewrite_product(id, revision, draft).await
    }

    async fn feature(&mut self, id: ProductId, first: bool) -> Result<bool, Fault> {
        self.rank_product(id, first).await
    }

    async fn remove_product(&mut self, id: ProductId) -> Result<bool, Fault> {
        self.delete_product(id).await
    }

    async fn mark(
        &mut self,
        person: UserId,
        of: (Kind, &str),
        at: (EditionId, FairTime),
    ) -> Result<(), Fault> {
        self.write_mark(person, of, at).await
    }

    async fn unmark(&mut self, person: UserId, of: (Kind, &str, EditionId)) -> Result<(), Fault> {
        self.delete_mark(person, of).await
    }

    async fn marked(
        &mut self,
        person: UserId,
        edition: EditionId,
        limit: i64,
    ) -> Result<Vec<(Kind, String)>, Fault> {
        self.marks(person, edition, limit).await
    }
}
