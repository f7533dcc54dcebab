//! What somebody marked for later: exhibitors and products, each only for himself.

use serde::{Deserialize, Serialize};

use super::{Product, Refusal};
use crate::{
    domain::{Books, Tx, fair::Exhibitor},
    kernel::{
        actor::Actor,
        ids::{EditionId, ExhibitorId, ProductId},
    },
};

/// As many as one still looks through, and one page of work.
const MOST: i64 = 200;

/// What can be marked.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "FavoriteKind")]
#[schema(as = FavoriteKind)]
pub enum Kind {
    /// An exhibitor.
    Exhibitor,
    /// A product.
    Product,
}

impl Kind {
    /// The word in the database and on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Exhibitor => "exhibitor",
            Self::Product => "product",
        }
    }

    /// The kind named by `word`.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Exhibitor, Self::Product]
            .into_iter()
            .find(|it| it.as_str() == word)
    }
}

/// What is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Object {
    /// An exhibitor.
    Exhibitor(ExhibitorId),
    /// A product.
    Product(ProductId),
}

/// Whether it is to be marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It is.
    On,
    /// It is not.
    Off,
}

/// Everything somebody marked in an edition.
#[derive(Clone, Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Favorites {
    /// The newest first.
    pub exhibitors: Vec<Exhibitor>,
    /// The newest first.
    pub products: Vec<Product>,
}

/// Marks something, or takes the mark away.
pub async fn set(tx: &mut dyn Tx, who: &Actor, object: Object, mark: Mark) -> Result<(), Refusal> {
    let (kind, id, edition) = match object {
        Object::Exhibitor(id) => {
            let stand = tx.exhibitor(id).await?.ok_or(Refusal::Unknown)?;
            (Kind::Exhibitor, id.to_string(), stand.edition)
        }
        Object::Product(id) => {
            let product = tx.product(id).await?.ok_or(Refusal::Unknown)?;
            (Kind::Product, id.to_string(), product.edition)
        }
    };
    match mark {
        Mark::Off => tx.unmark(who.user, (kind, &id, edition)).await?,
        Mark::On => {
            // Who counts locks first: his row is the parent of his marks.
            tx.lock_buyer(who.user).await?;
            let marked = tx.marked(who.user, edition, MOST).await?;
            let is_new = !marked.iter().any(|it| *it == (kind, id.clone()));
            if is_new && i64::try_from(marked.len()).unwrap_or(i64::MAX) >= MOST {
                return Err(Refusal::LimitReached { limit: MOST });
            }
            let at = tx.now();
            tx.mark(who.user, (kind, &id), (edition, at)).await?;
        }
    }
    Ok(())
}

/// What somebody marked in `edition`; what is gone meanwhile is left out.
pub async fn of(
    books: &mut dyn Books,
    who: &Actor,
    edition: EditionId,
) -> Result<Favorites, Refusal> {
    let marked = books.marked(who.user, edition, MOST).await?;
    let (mut exhibitors, mut products) = (Vec::new(), Vec::new());
    for (kind, id) in &marked {
        match kind {
            Kind::Exhibitor => exhibitors.extend(id.parse::<ExhibitorId>()),
            Kind::Product => products.extend(id.parse::<ProductId>()),
        }
    }
    Ok(Favorites {
        exhibitors: books.exhibitors_in(&exhibitors).await?,
        products: books.products_of(&products).await?,
    })
}
