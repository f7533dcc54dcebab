//! Signing in and out, and who one is.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::State,
    http::{StatusCode, header},
    response::{AppendHeaders, IntoResponse},
    routing::{get, post},
};

use super::{
    address::From,
    answer::{Answered, Refused},
    asked::Named,
    cookie,
    extract::{Input, SignedIn},
};
use crate::{
    domain::{
        accounts::{
            login::{Attempt, Opened, Redemption},
            ports::LinkKind,
            secret::{SESSION_MAX, Token},
            sessions,
        },
        ledger::{Answer, Work},
    },
    edges::{commands::Caller, refusals::refuse, roles, shared::Shared, sign_in::write},
    hub::registry::Via,
    kernel::{ids::SessionId, secret::Secret},
    protocol::{
        accounts::{
            LinkInfo, LinkPurpose, Login, Me, MyCompany, MyExhibitor, MyUser, Ticket, UseLink,
        },
        code::{Code, No},
    },
};

/// The routes of this file.
pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/api/v1/login", post(login))
        .route("/api/v1/logout", post(logout))
        .route("/api/v1/link", post(use_link))
        .route("/api/v1/link/{token}", get(look_at_link))
        .route("/api/v1/ticket", post(ticket))
        .route("/api/v1/me", get(me))
}

/// Signs in by password.
#[utoipa::path(post, path = "/api/v1/login", tag = "session", request_body = Login, responses((status = 200, body = Me)))]
pub(super) async fn login(
    State(shared): State<Shared>,
    From(from): From,
    Input(input): Input<Login>,
) -> Answered<impl IntoResponse> {
    let attempt = Attempt {
        email: input.email,
        password: input.password,
        from,
    };
    let opened = shared.sign_in.login(&attempt).await;
    let opened = opened.map_err(|it| refuse(&shared, &it))?;
    signed_in(&shared, &opened).await
}

/// What a one-time link is for.
#[utoipa::path(get, path = "/api/v1/link/{token}", tag = "session", responses((status = 200, body = LinkInfo)))]
pub(super) async fn look_at_link(
    State(shared): State<Shared>,
    From(from): From,
    Named(token): Named,
) -> Answered<Json<LinkInfo>> {
    let view = shared.sign_in.look_at(&Secret::from(token), &from).await;
    let view = view.map_err(|it| refuse(&shared, &it.into()))?;
    Ok(Json(LinkInfo {
        kind: match view.link.kind {
            LinkKind::Reset { .. } => LinkPurpose::Reset,
            LinkKind::Invitation { .. } => LinkPurpose::Invitation,
        },
        email: view.link.email.as_str().to_owned(),
        name: view.link.name,
        company: view.company,
    }))
}

/// Uses a one-time link and signs in.
#[utoipa::path(post, path = "/api/v1/link", tag = "session", request_body = UseLink, responses((status = 200, body = Me)))]
pub(super) async fn use_link(
    State(shared): State<Shared>,
    From(from): From,
    Input(input): Input<UseLink>,
) -> Answered<impl IntoResponse> {
    let redemption = Redemption {
        token: input.token,
        password: input.password,
        name: input.name,
        from,
    };
    let opened = shared.sign_in.redeem(&redemption).await;
    let opened = opened.map_err(|it| refuse(&shared, &it))?;
    signed_in(&shared, &opened).await
}

/// Signs out here.
#[utoipa::path(post, path = "/api/v1/logout", tag = "session", responses((status = 204)))]
pub(super) async fn logout(
    State(shared): State<Shared>,
    SignedIn(caller): SignedIn,
) -> Answered<impl IntoResponse> {
    let session = session_of(caller)?;
    let end: Work = Arc::new(move |tx| {
        Box::pin(async move {
            sessions::end(tx, session).await?;
            Ok(Answer::empty())
        })
    });
    write(&shared, end)
        .await
        .map_err(|it| refuse(&shared, &it))?;
    let settled = shared.revocations.settle().await;
    settled.map_err(|it| refuse(&shared, &it.into()))?;
    let gone = cookie::set("", 0, shared.settings.http.secure_cookie());
    Ok((
        StatusCode::NO_CONTENT,
        AppendHeaders([(header::SET_COOKIE, gone)]),
    ))
}

/// A ticket by which this session opens a socket where its cookie does not reach.
#[utoipa::path(post, path = "/api/v1/ticket", tag = "session", responses((status = 200, body = Ticket)))]
pub(super) async fn ticket(
    State(shared): State<Shared>,
    SignedIn(caller): SignedIn,
) -> Answered<Json<Ticket>> {
    let session = session_of(caller)?;
    caller.actor(&shared).await?;
    let token = Token::generate();
    let secret = token.hash();
    let issue: Work = Arc::new(move |tx| {
        Box::pin(async move {
            sessions::issue_ticket(tx, session, secret).await?;
            Ok(Answer::empty())
        })
    });
    let issued = write(&shared, issue).await;
    issued.map_err(|it| refuse(&shared, &it))?;
    Ok(Json(Ticket {
        ticket: token.reveal().to_owned(),
    }))
}

/// Who one is.
#[utoipa::path(get, path = "/api/v1/me", tag = "session", responses((status = 200, body = Me)))]
pub(super) async fn me(
    State(shared): State<Shared>,
    SignedIn(caller): SignedIn,
) -> Answered<Json<Me>> {
    Ok(Json(describe(&shared, caller).await?))
}

/// A script has a key instead.
fn session_of(caller: Caller) -> Result<SessionId, Refused> {
    match caller.via {
        Via::Session(id) => Ok(id),
        Via::Key(_) => Err(No::new(Code::NoRight).into()),
    }
}

async fn signed_in(shared: &Shared, opened: &Opened) -> Answered<impl IntoResponse + use<>> {
    let caller = Caller {
        user: opened.user,
        via: Via::Session(opened.session),
    };
    let me = describe(shared, caller).await?;
    // The server ends an idle session earlier; the cookie only has to outlive it.
    let secure = shared.settings.http.secure_cookie();
    let given = cookie::set(opened.token.reveal(), SESSION_MAX / 1000, secure);
    Ok((AppendHeaders([(header::SET_COOKIE, given)]), Json(me)))
}

async fn describe(shared: &Shared, caller: Caller) -> Result<Me, No> {
    let who = caller.actor(shared).await?;
    let read = async {
        let mut books = shared.ledger.read().await?;
        let person = books.person(who.user).await?;
        let (company, stands) = match who.membership {
            Some(at) => (
                books.company(at.company).await?,
                books.exhibitors_of(at.company).await?,
            ),
            None => (None, Vec::new()),
        };
        Ok((person, company, stands))
    };
    let read: Result<_, crate::kernel::fault::Fault> = read.await;
    let (person, company, stands) = read.map_err(|it| refuse(shared, &it.into()))?;
    let person = person.ok_or_else(|| No::new(Code::Unauthenticated))?;
    Ok(Me {
        user: MyUser {
            id: person.id,
            name: person.name,
            email: person.email,
            language: person.language,
            zone: person.zone,
            domestic: person.domestic,
        },
        company: company.map(|it| MyCompany {
            id: it.id,
            name: it.name,
            kind: it.side,
            country: it.country,
            admin: who.manages(it.id),
        }),
        exhibitors: stands
            .into_iter()
            .map(|(id, edition)| MyExhibitor { id, edition })
            .collect(),
        roles: roles::of(&who),
        epoch: shared.epoch.read().clone(),
        fair: shared.clock.fair(),
        machine: shared.clock.machine(),
        clock: shared.clock_kind(),
    })
}
