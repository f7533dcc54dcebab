//! What people look through: exhibitors with their next free period, and products. Every page is a fixed number of queries.

use std::collections::HashMap;

use serde::Serialize;

use super::{
    Homepage, Product, Refusal,
    ports::{Among, Shelves},
};
use crate::{
    domain::{
        Books,
        appointments::free::{self, Seeker},
        fair::{
            self,
            stands::{self, ExhibitorPage, Wanted},
            text::folded,
        },
    },
    kernel::{
        actor::Actor,
        ids::{EditionId, ExhibitorId, ProductId},
        time::FairTime,
    },
};

/// How many products one page shows: rows of two, three and four.
const PAGE: usize = 24;

/// One exhibitor's homepage.
#[derive(Clone, Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct HomepageView {
    /// Counts changes; 0 before it is written.
    #[ts(type = "number")]
    pub revision: i64,
    /// As its company writes it.
    #[serde(flatten)]
    #[ts(flatten)]
    pub page: Homepage,
}

/// A page of products.
#[derive(Clone, Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct ProductPage {
    /// What stands first, then the newest.
    pub items: Vec<Product>,
    /// What to ask for next; none on the last page.
    pub next: Option<ProductId>,
}

/// Which products are asked for.
#[derive(Clone, Debug, Default)]
pub struct Browsing {
    /// Those of one stand only.
    pub exhibitor: Option<ExhibitorId>,
    /// In which edition, where no stand says so.
    pub edition: Option<EditionId>,
    /// The widest step of their category.
    pub category: String,
    /// The last one that was shown.
    pub cursor: Option<ProductId>,
}

/// A page of exhibitors, each with the first period from `now` on that it and the reader have free.
pub async fn exhibitors(
    books: &mut dyn Books,
    who: &Actor,
    wanted: &Wanted,
    now: FairTime,
) -> Result<ExhibitorPage, fair::Refusal> {
    let mut page = stands::list(books, wanted).await?;
    let edition = books.edition(wanted.edition).await?;
    let edition = edition.ok_or(fair::Refusal::Unknown)?;
    let seeker = Seeker {
        user: who.user,
        now,
    };
    let mut free: HashMap<_, _> = free::next(books, &edition, &page.items, seeker).await?;
    for stand in &mut page.items {
        stand.next_free = free.remove(&stand.id);
    }
    Ok(page)
}

/// What a stand says of itself.
pub async fn homepage(
    books: &mut dyn Books,
    exhibitor: ExhibitorId,
) -> Result<HomepageView, Refusal> {
    books.exhibitor(exhibitor).await?.ok_or(Refusal::Unknown)?;
    let (revision, page) = books.homepage(exhibitor).await?;
    Ok(HomepageView { revision, page })
}

/// One product.
pub async fn product(books: &mut dyn Books, id: ProductId) -> Result<Product, Refusal> {
    books.product(id).await?.ok_or(Refusal::Unknown)
}

/// A page of products.
pub async fn products(books: &mut dyn Books, asked: &Browsing) -> Result<ProductPage, Refusal> {
    let among = match (asked.exhibitor, asked.edition) {
        (Some(exhibitor), _) => Among::Stand(exhibitor),
        (None, Some(edition)) if asked.category.trim().is_empty() => Among::Edition(edition),
        (None, Some(edition)) => Among::Category(edition, folded(asked.category.trim())),
        (None, None) => return Err(Refusal::invalid("edition", "empty")),
    };
    let after = match asked.cursor {
        // Where it stood decides, and it may be gone: then the page begins anew.
        Some(id) => books.product(id).await?.map(|it| (it.featured, it.id)),
        None => None,
    };
    let shelves = Shelves {
        among,
        after,
        limit: i64::try_from(PAGE + 1).unwrap_or(i64::MAX),
    };
    let mut items = books.products(&shelves).await?;
    let more = items.len() > PAGE;
    items.truncate(PAGE);
    let next = items.last().filter(|_| more).map(|it| it.id);
    Ok(ProductPage { items, next })
}
