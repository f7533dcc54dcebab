//! Companies that take part in an edition, their calendars, and how buyers find them.

use serde::Serialize;

use super::{Exhibitor, Refusal, ports::Search, service::may_organise, text};
use crate::{
    domain::{
        Books, Tx,
        journal::{Due, NewJob},
    },
    kernel::{
        actor::{Actor, Side},
        fault::Fault,
        ids::{CompanyId, EditionId, ExhibitorId, GridId, SectionId, UserId},
    },
};

/// The job that announces the colours of a stand's calendars anew: after a change of duty, because the queue is the
/// union of those on duty, and after a change of rules.
pub const DUTY_CHANGED: &str = "fair.duty_changed";

/// How many exhibitors one page lists: each with its next free period.
const PAGE: usize = 24;
/// A stand's name stands over a page, its booth on a badge, its business under a name.
const NAME: usize = 80;
const BOOTH: usize = 20;
const BUSINESS: usize = 120;
/// What anybody could want to search for.
const QUERY: usize = 80;

/// A company on its way into an edition.
#[derive(Clone, Debug)]
pub struct NewStand {
    /// Whose it is.
    pub company: CompanyId,
    /// In which edition.
    pub edition: EditionId,
    /// The name on the stand.
    pub name: String,
    /// Such as `12.3C01`.
    pub booth: String,
    /// Main business in a few words.
    pub business: String,
}

/// A page of exhibitors.
#[derive(Clone, Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct ExhibitorPage {
    /// By name.
    pub items: Vec<Exhibitor>,
    /// What to ask for next; none on the last page.
    pub next: Option<ExhibitorId>,
}

/// Which exhibitors are wanted.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// In which edition.
    pub edition: EditionId,
    /// A text that name, booth or business must hold.
    pub query: String,
    /// In this section, or in any of this group.
    pub section: Option<SectionId>,
    /// The last one that was shown.
    pub cursor: Option<ExhibitorId>,
}

/// Gives an exhibitor's company its stand and its queue.
pub async fn enter(tx: &mut dyn Tx, who: &Actor, new: NewStand) -> Result<ExhibitorId, Refusal> {
    may_organise(who, new.edition)?;
    let edition = tx.edition(new.edition).await?.ok_or(Refusal::Unknown)?;
    let company = tx.company(new.company).await?.ok_or(Refusal::Unknown)?;
    if company.side != Side::Exhibitor {
        return Err(Refusal::invalid("company", "exhibitor"));
    }
    let stand = Exhibitor {
        id: ExhibitorId::mint(tx.machine()),
        company: company.id,
        edition: edition.id,
        name: text::line("name", &new.name, NAME)?,
        name_zh: String::new(),
        booth: text::line("booth", &new.booth, BOOTH)?,
        business: text::line("business", &new.business, BUSINESS)?,
        business_zh: String::new(),
        section: None,
        revision: 1,
        next_free: None,
        country: company.country,
        queue: GridId::mint(tx.machine()),
        staff: None,
    };
    if tx.enter(&stand).await? {
        Ok(stand.id)
    } else {
        Err(Refusal::Entered)
    }
}

/// Puts one of the exhibitor's staff on duty or takes him off; his first duty makes his calendar.
pub async fn set_duty(
    tx: &mut dyn Tx,
    who: &Actor,
    (exhibitor, person): (ExhibitorId, UserId),
    on: bool,
) -> Result<GridId, Refusal> {
    let stand = tx.exhibitor(exhibitor).await?.ok_or(Refusal::Unknown)?;
    if !who.manages(stand.company) {
        return Err(Refusal::NoRight);
    }
    let colleague = tx.actor(person).await?.ok_or(Refusal::Unknown)?;
    if !colleague.belongs_to(stand.company) {
        return Err(Refusal::Unknown);
    }
    let fresh = GridId::mint(tx.machine());
    let grid = tx.set_duty(fresh, (exhibitor, person), on).await?;
    announce_later(tx, exhibitor).await?;
    Ok(grid)
}

/// Takes somebody off duty who has left the company; `grid` is his calendar, which stays as it is.
pub async fn off_duty(
    tx: &mut dyn Tx,
    grid: GridId,
    place: (ExhibitorId, UserId),
) -> Result<(), Fault> {
    tx.set_duty(grid, place, false).await?;
    announce_later(tx, place.0).await
}

/// Queues that the colours of all calendars of a stand are announced anew.
pub(super) async fn announce_later(tx: &mut dyn Tx, exhibitor: ExhibitorId) -> Result<(), Fault> {
    tx.schedule(NewJob {
        kind: DUTY_CHANGED,
        object: exhibitor.to_string(),
        due: Due::Now,
        body: serde_json::json!({ "exhibitor": exhibitor }),
    })
    .await
}

/// Where a stand is in the order of lists.
pub(super) async fn key_of(
    books: &mut dyn Books,
    id: ExhibitorId,
) -> Result<(String, ExhibitorId), Refusal> {
    let stand = books.exhibitor(id).await?.ok_or(Refusal::Unknown)?;
    Ok((text::folded(&stand.name), stand.id))
}

/// One exhibitor with its salespeople, as anyone signed in sees it.
pub async fn one(books: &mut dyn Books, id: ExhibitorId) -> Result<Exhibitor, Refusal> {
    let mut stand = books.exhibitor(id).await?.ok_or(Refusal::Unknown)?;
    stand.staff = Some(books.staff(id).await?);
    Ok(stand)
}

/// The edition that lists show first: the current one, or the newest while none is.
pub async fn current(books: &mut dyn Books) -> Result<EditionId, Refusal> {
    let editions = books.editions().await?;
    editions.first().map(|it| it.id).ok_or(Refusal::Unknown)
}

/// A page of the exhibitors that are wanted.
pub async fn list(books: &mut dyn Books, wanted: &Wanted) -> Result<ExhibitorPage, Refusal> {
    if wanted.query.chars().count() > QUERY {
        return Err(Refusal::invalid("q", "too_long"));
    }
    let edition = wanted.edition;
    books.edition(edition).await?.ok_or(Refusal::Unknown)?;
    let after = match wanted.cursor {
        Some(id) => Some(key_of(books, id).await?),
        None => None,
    };
    let sections = match wanted.section {
        Some(section) => Some(books.sections(edition).await?.within(section)),
        None => None,
    };
    let search = Search {
        edition,
        query: text::folded(wanted.query.trim()),
        sections,
        after,
        limit: PAGE + 1,
    };
    let mut items = books.exhibitors(&search).await?;
    let more = items.len() > PAGE;
    items.truncate(PAGE);
    let next = items.last().filter(|_| more).map(|last| last.id);
    Ok(ExhibitorPage { items, next })
}
