//! Sections, homepages, products and what people marked.

use axum::{Json, Router, extract::State, routing::get};
use serde::Deserialize;

use super::{
    answer::{Answered, Refused},
    asked::{Asked, Named, id},
    extract::{Asker, SignedIn},
};
use crate::{
    domain::{
        catalogue::{
            Product, Refusal, Sections,
            favorites::{self, Favorites},
            lists::{self, Browsing, HomepageView, ProductPage},
        },
        fair::stands,
    },
    edges::{refusals::refuse, shared::Shared},
    kernel::ids::{EditionId, ExhibitorId, ProductId},
};

/// `/api/v1/editions/{id}/sections`, `/api/v1/exhibitors/{id}/homepage`, `/api/v1/products` and `/api/v1/favorites`.
pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/api/v1/editions/{id}/sections", get(sections))
        .route("/api/v1/exhibitors/{id}/homepage", get(homepage))
        .route("/api/v1/products", get(products))
        .route("/api/v1/products/{id}", get(product))
        .route("/api/v1/favorites", get(favorites))
}

/// Which products are asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ProductQuery {
    /// Those of one stand: what stands first, then the newest.
    pub exhibitor: Option<ExhibitorId>,
    /// In which edition, if no stand is named; in the current one if absent.
    pub edition: Option<EditionId>,
    /// The widest step of their category.
    #[serde(default)]
    pub category: String,
    /// `next` of the page before.
    pub cursor: Option<ProductId>,
}

/// In which edition.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FavoriteQuery {
    /// In the current one if absent.
    pub edition: Option<EditionId>,
}

/// The sections of an edition.
#[utoipa::path(get, path = "/api/v1/editions/{id}/sections", tag = "fair",
    params(("id" = String, Path, description = "The edition")),
    responses((status = 200, body = Sections)))]
pub async fn sections(
    State(shared): State<Shared>,
    SignedIn(_): SignedIn,
    Named(text): Named,
) -> Answered<Json<Sections>> {
    let edition: EditionId = id(&text)?;
    let all = async {
        let mut books = shared.ledger.read().await?;
        books.edition(edition).await?.ok_or(Refusal::Unknown)?;
        Ok(books.sections(edition).await?)
    };
    all.await.map(Json).map_err(|it| refused(&shared, it))
}

/// What an exhibitor says of itself.
#[utoipa::path(get, path = "/api/v1/exhibitors/{id}/homepage", tag = "fair",
    params(("id" = String, Path, description = "The exhibitor")),
    responses((status = 200, body = HomepageView)))]
pub async fn homepage(
    State(shared): State<Shared>,
    SignedIn(_): SignedIn,
    Named(text): Named,
) -> Answered<Json<HomepageView>> {
    let exhibitor: ExhibitorId = id(&text)?;
    let one = async {
        let mut books = shared.ledger.read().await?;
        lists::homepage(&mut *books, exhibitor).await
    };
    one.await.map(Json).map_err(|it| refused(&shared, it))
}

/// A page of products.
#[utoipa::path(get, path = "/api/v1/products", tag = "fair", params(ProductQuery),
    responses((status = 200, body = ProductPage)))]
pub async fn products(
    State(shared): State<Shared>,
    SignedIn(_): SignedIn,
    Asked(query): Asked<ProductQuery>,
) -> Answered<Json<ProductPage>> {
    let page = async {
        let mut books = shared.ledger.read().await?;
        let edition = match (query.exhibitor, query.edition) {
            (None, None) => Some(stands::current(&mut *books).await?),
            (_, edition) => edition,
        };
        let asked = Browsing {
            exhibitor: query.exhibitor,
            edition,
            category: query.category,
            cursor: query.cursor,
        };
        Ok(lists::products(&mut *books, &asked).await?)
    };
    page.await
        .map(Json)
        .map_err(|it: crate::domain::Refusal| Refused(refuse(&shared, &it)))
}

/// One product.
#[utoipa::path(get, path = "/api/v1/products/{id}", tag = "fair",
    params(("id" = String, Path, description = "The product")),
    responses((status = 200, body = Product)))]
pub async fn product(
    State(shared): State<Shared>,
    SignedIn(_): SignedIn,
    Named(text): Named,
) -> Answered<Json<Product>> {
    let product: ProductId = id(&text)?;
    let one = async {
        let mut books = shared.ledger.read().await?;
        lists::product(&mut *books, product).await
    };
    one.await.map(Json).map_err(|it| refused(&shared, it))
}

/// What the reader marked for later.
#[utoipa::path(get, path = "/api/v1/favorites", tag = "fair", params(FavoriteQuery),
    responses((status = 200, body = Favorites)))]
pub async fn favorites(
    State(shared): State<Shared>,
    Asker(who): Asker,
    Asked(query): Asked<FavoriteQuery>,
) -> Answered<Json<Favorites>> {
    let all = async {
        let mut books = shared.ledger.read().await?;
        let edition = match query.edition {
            Some(edition) => edition,
            None => stands::current(&mut *books).await?,
        };
        Ok(favorites::of(&mut *books, &who, edition).await?)
    };
    all.await
        .map(Json)
        .map_err(|it: crate::domain::Refusal| Refused(refuse(&shared, &it)))
}

fn refused(shared: &Shared, refusal: Refusal) -> Refused {
    Refused(refuse(shared, &refusal.into()))
}
