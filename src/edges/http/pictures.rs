//! Pictures in, and pictures out.

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use futures::{StreamExt as _, future::BoxFuture};
use serde_json::value::RawValue;
use tokio::time::timeout;

use super::{
    answer::{Answered, Refused},
    asked::{Named, id},
    assets,
    extract::{Asker, SignedIn},
};
use crate::{
    domain::{
        self, Tx,
        ledger::{Answer, Unit},
        pictures::{
            Refusal, Variant,
            picture::MOST_BYTES,
            service::{self, Upload},
        },
    },
    edges::{
        commands,
        refusals::refuse,
        shared::{Shared, Uploads},
    },
    kernel::{actor::Actor, picture_id::PictureId},
    protocol::{
        code::{Code, No},
        pictures::PictureKept,
    },
};

/// How long an upload may take: ten megabytes over a hotel's network.
const UPLOADED_WITHIN: Duration = Duration::from_mins(2);
/// When to come back if too many uploads are under way.
const RETRY_AFTER_MS: u64 = 1_000;

/// `/api/v1/pictures` and `/pictures/…`.
pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/api/v1/pictures", post(upload))
        .route("/pictures/{id}/{file}", get(picture))
}

/// Keeps a picture: the body is one JPEG, PNG or WebP of at most 10 MiB. The same one again is answered alike.
#[utoipa::path(post, path = "/api/v1/pictures", tag = "pictures",
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = PictureKept)))]
pub async fn upload(
    State(shared): State<Shared>,
    SignedIn(caller): SignedIn,
    headers: HeaderMap,
    body: Body,
) -> Answered<Json<Arc<RawValue>>> {
    let refused = |it: Refusal| Refused(refuse(&shared, &it.into()));
    // Whoever may not upload, or says himself that it is too much, is told before he sends it.
    let who = caller.actor(&shared).await?;
    service::owner_of(&who).map_err(refused)?;
    let told = assets::text(&headers, header::CONTENT_LENGTH).and_then(|it| it.parse().ok());
    if told.is_some_and(|it: u64| it > MOST_BYTES as u64) {
        return Err(refused(TOO_LARGE));
    }
    let _seat = (shared.uploads.of_person)
        .take(who.user, Uploads::OF_PERSON)
        .ok_or_else(|| No::new(Code::RateLimited).more("retry_after_ms", RETRY_AFTER_MS))?;
    let _place = (shared.uploads.all)
        .try_acquire()
        .map_err(|_| No::new(Code::Unavailable).more("retry_after_ms", RETRY_AFTER_MS))?;
    let bytes = read(&shared, body).await?;
    let with = (&*shared.ledger, &*shared.studio);
    let upload = service::receive(with, &who, bytes).await;
    let unit = Unit {
        fence: None,
        key: None,
        caller: Some((caller.user, caller.via.id())),
        work: commands::work(caller, upload.map_err(refused)?, keep),
    };
    let kept = shared.ledger.run(rand::random(), unit).await;
    let kept = kept.map_err(|it| refuse(&shared, &it))?;
    shared.room.found();
    Ok(Json(kept))
}

const TOO_LARGE: Refusal = Refusal::TooLarge { limit: MOST_BYTES };

/// The body, as far as the limit: of what goes beyond it no byte is kept.
async fn read(shared: &Shared, body: Body) -> Result<Vec<u8>, Refused> {
    let unread = || Refused(No::new(Code::Malformed).more("at", "body"));
    let reading = async {
        let mut bytes = Vec::new();
        let mut chunks = body.into_data_stream();
        while let Some(chunk) = chunks.next().await {
            let chunk = chunk.map_err(|_| unread())?;
            if bytes.len() + chunk.len() > MOST_BYTES {
                return Err(Refused(refuse(shared, &TOO_LARGE.into())));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    };
    timeout(UPLOADED_WITHIN, reading)
        .await
        .map_err(|_| unread())?
}

fn keep<'t>(
    tx: &'t mut (dyn Tx + 't),
    who: &'t Actor,
    upload: &'t Upload,
) -> BoxFuture<'t, Result<Answer, domain::Refusal>> {
    Box::pin(async move {
        let kept = service::keep(tx, who, upload).await?;
        Ok(Answer::empty()
            .with("picture", kept.id.to_string())
            .with("width", kept.width)
            .with("height", kept.height))
    })
}

/// One size of a picture: `small.jpg`, `medium.jpg` or `large.jpg`. What an address gives never changes.
#[utoipa::path(get, path = "/pictures/{id}/{file}", tag = "pictures",
    params(
        ("id" = PictureId, Path, description = "The picture"),
        ("file" = String, Path, description = "`small.jpg`, `medium.jpg` or `large.jpg`"),
    ),
    responses(
        (status = 200, body = Vec<u8>, content_type = "image/jpeg"),
        (status = 304, description = "It is known"),
    ))]
pub async fn picture(
    State(shared): State<Shared>,
    Asker(_): Asker,
    Named((name, file)): Named<(String, String)>,
    headers: HeaderMap,
) -> Answered<Response> {
    let picture: PictureId = id(&name)?;
    let variant = Variant::of_file(&file).ok_or_else(|| No::new(Code::NotFound))?;
    let tag = format!("\"{picture}\"");
    let refused = |it: Refusal| Refused(refuse(&shared, &it.into()));
    let mut books = shared
        .ledger
        .read()
        .await
        .map_err(|it| refused(it.into()))?;
    let is_known =
        assets::text(&headers, header::IF_NONE_MATCH).is_some_and(|it| assets::names(it, &tag));
    if is_known {
        let found = books.picture(picture).await;
        let found = found.map_err(|it| refused(it.into()))?;
        found.ok_or_else(|| No::new(Code::NotFound))?;
        return Ok((StatusCode::NOT_MODIFIED, forever(tag)).into_response());
    }
    let bytes = service::show(&mut *books, picture, variant).await;
    Ok((forever(tag), HOW, bytes.map_err(refused)?).into_response())
}

/// How the bytes are to be taken: as a picture, whatever else they might be read as.
const HOW: [(HeaderName, &str); 3] = [
    (header::CONTENT_TYPE, "image/jpeg"),
    (header::CONTENT_DISPOSITION, "inline"),
    (
        header::CONTENT_SECURITY_POLICY,
        "sandbox; default-src 'none'",
    ),
];

/// Only for who is signed in, hence no shared cache; but for as long as his keeps it.
fn forever(tag: String) -> [(HeaderName, String); 2] {
    [
        (
            header::CACHE_CONTROL,
            "private, max-age=31536000, immutable".to_owned(),
        ),
        (header::ETAG, tag),
    ]
}
