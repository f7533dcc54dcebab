//! An appointment as a row: its state spread over columns, and put together again.

use crate::{
    adapters::storage::{session::Session, sql::Row},
    args,
    domain::{
        appointments::{
            Appointment, Status,
            appointment::{
                Buyer, Closer, ClosingSide, Origin, OriginKind, Rejection, Seat, Stand, State,
            },
        },
        fair::Period,
    },
    kernel::{fault::Fault, ids::UserId, time::FairTime},
};

/// `appointments_where!(condition, …)`: the one way appointments are read.
macro_rules! appointments_where {
    ($($condition:literal),+) => {
        concat!(
            "SELECT a.id, a.negotiation, a.edition, a.exhibitor, a.exhibitor_company, a.buyer,
               a.buyer_name, a.buyer_company, a.grid, a.addressed, a.addressed_name, a.seated,
               a.seated_name, a.day, a.starts_at, a.ends_at, a.topic, a.origin_kind, a.origin_ref,
               a.card, a.status, a.requested_at, a.expires_at, a.answered_at, a.in_conflict,
               a.reason, a.closed_by, a.closed_by_name, a.closed_by_side, a.suggested, a.taken,
               n.buyer_company_name, n.buyer_country, n.exhibitor_name, n.booth
             FROM appointments a JOIN negotiations n ON n.id = a.negotiation WHERE ",
            $($condition),+
        )
    };
}
pub(super) use appointments_where;

/// What only some states know, as columns.
#[derive(Default)]
pub(super) struct Written {
    pub in_conflict: bool,
    pub seated: Option<UserId>,
    pub seated_name: Option<String>,
    pub answered_at: Option<FairTime>,
    pub reason: Option<String>,
    pub closed_by: Option<UserId>,
    pub closed_by_name: Option<String>,
    pub closed_by_side: Option<&'static str>,
    pub suggested: Option<String>,
    pub taken: bool,
}

impl Written {
    pub fn of(it: &Appointment) -> Result<Self, Fault> {
        Ok(match &it.state {
            State::Pending { conflict } => Self {
                in_conflict: *conflict,
                ..Self::default()
            },
            State::Accepted { seated, at } => Self {
                answered_at: Some(*at),
                ..Self::seat(Some(seated))
            },
            State::Rejected {
                rejection,
                by,
                at,
                taken,
            } => Self {
                reason: Some(json(&rejection.reason)?),
                suggested: Some(json(&rejection.suggested)?),
                taken: *taken,
                ..Self::default().closed(by, *at)
            },
            State::Cancelled {
                seated,
                reason,
                by,
                at,
                suggested,
            } => Self {
                reason: reason.as_ref().map(json).transpose()?,
                suggested: (!suggested.is_empty())
                    .then(|| json(suggested))
                    .transpose()?,
                ..Self::seat(seated.as_ref()).closed(by, *at)
            },
            State::Expired => Self::default(),
        })
    }

    fn seat(seat: Option<&Seat>) -> Self {
        Self {
            seated: seat.map(|it| it.user),
            seated_name: seat.map(|it| it.name.clone()),
            ..Self::default()
        }
    }

    fn closed(self, by: &Closer, at: FairTime) -> Self {
        Self {
            answered_at: Some(at),
            closed_by: Some(by.user),
            closed_by_name: Some(by.name.clone()),
            closed_by_side: Some(by.side.as_str()),
            ..self
        }
    }
}

/// An appointment from a row of [`appointments_where`].
pub(super) fn appointment(row: &Row) -> Result<Appointment, Fault> {
    Ok(Appointment {
        id: row.id("id")?,
        negotiation: row.id("negotiation")?,
        edition: row.id("edition")?,
        buyer: Buyer {
            user: row.id("buyer")?,
            name: row.text("buyer_name")?,
            company: row.id("buyer_company")?,
            company_name: row.text("buyer_company_name")?,
            country: row.text("buyer_country")?,
        },
        exhibitor: Stand {
            id: row.id("exhibitor")?,
            company: row.id("exhibitor_company")?,
            name: row.text("exhibitor_name")?,
            booth: row.text("booth")?,
        },
        grid: row.id("grid")?,
        addressed: seat(row, ("addressed", "addressed_name"))?,
        day: row.date("day")?,
        period: Period {
            start: row.fair("starts_at")?,
            end: row.fair("ends_at")?,
        },
        topic: row.text("topic")?,
        origin: Origin {
            kind: origin(&row.text("origin_kind")?)?,
            reference: row.opt_text("origin_ref")?,
        },
        card: parsed(row.opt_text("card")?)?,
        requested_at: row.fair("requested_at")?,
        expires_at: row.fair("expires_at")?,
        state: state(row)?,
    })
}

fn state(row: &Row) -> Result<State, Fault> {
    let broken = || Fault::other("an appointment's columns do not fit its status");
    let at = || {
        let at = row.opt_int("answered_at")?;
        at.map(FairTime::from_ms).ok_or_else(broken)
    };
    let seated = || seat(row, ("seated", "seated_name"));
    Ok(match Status::parse(&row.text("status")?) {
        Some(Status::Pending) => State::Pending {
            conflict: row.flag("in_conflict")?,
        },
        Some(Status::Accepted) => State::Accepted {
            seated: seated()?.ok_or_else(broken)?,
            at: at()?,
        },
        Some(Status::Rejected) => State::Rejected {
            rejection: Rejection {
                reason: parsed(row.opt_text("reason")?)?.ok_or_else(broken)?,
                suggested: parsed(row.opt_text("suggested")?)?.unwrap_or_default(),
            },
            by: closer(row)?,
            at: at()?,
            taken: row.flag("taken")?,
        },
        Some(Status::Cancelled) => State::Cancelled {
            seated: seated()?,
            reason: parsed(row.opt_text("reason")?)?,
            by: closer(row)?,
            at: at()?,
            suggested: parsed(row.opt_text("suggested")?)?.unwrap_or_default(),
        },
        Some(Status::Expired) => State::Expired,
        None => return Err(broken()),
    })
}

fn closer(row: &Row) -> Result<Closer, Fault> {
    let side = ClosingSide::parse(&row.text("closed_by_side")?);
    Ok(Closer {
        user: row.id("closed_by")?,
        name: row.text("closed_by_name")?,
        side: side.ok_or_else(|| Fault::other("an unknown side"))?,
    })
}

fn seat(row: &Row, (user, name): (&str, &str)) -> Result<Option<Seat>, Fault> {
    match (row.opt_id(user)?, row.opt_text(name)?) {
        (Some(user), Some(name)) => Ok(Some(Seat { user, name })),
        _ => Ok(None),
    }
}

fn json(value: &impl serde::Serialize) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(Fault::other)
}

fn parsed<T: serde::de::DeserializeOwned>(text: Option<String>) -> Result<Option<T>, Fault> {
    text.map(|it| serde_json::from_str(&it).map_err(Fault::other))
        .transpose()
}

fn origin(word: &str) -> Result<OriginKind, Fault> {
    OriginKind::parse(word).ok_or_else(|| Fault::other("an unknown origin"))
}

impl Session<'_> {
    pub(super) async fn insert_appointment(&mut self, it: &Appointment) -> Result<(), Fault> {
        let state = Written::of(it)?;
        self.run(
            "INSERT INTO appointments (id, negotiation, edition, exhibitor, exhibitor_company, buyer,
               buyer_name, buyer_company, grid, addressed, addressed_name, seated, seated_name,
               in_charge, day, starts_at, ends_at, topic, origin_kind, origin_ref, card, status,
               requested_at, expires_at, answered_at, in_conflict, taken)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
               $19, $20, $21, $22, $23, $24, $25, $26, $27)",
            args![
                it.id,
                it.negotiation,
                it.edition,
                it.exhibitor.id,
                it.exhibitor.company,
                it.buyer.user,
                it.buyer.name.as_str(),
                it.buyer.company,
                it.grid,
                it.addressed.as_ref().map(|seat| seat.user),
                it.addressed.as_ref().map(|seat| seat.name.clone()),
                state.seated,
                state.seated_name,
                it.in_charge().map(|seat| seat.user),
                it.day,
                it.period.start,
                it.period.end,
                it.topic.as_str(),
                it.origin.kind.as_str(),
                it.origin.reference.clone(),
                it.card.as_ref().map(json).transpose()?,
                it.status().as_str(),
                it.requested_at,
                it.expires_at,
                state.answered_at,
                state.in_conflict,
                state.taken
            ],
        )
        .await
        .map(drop)
    }

    pub(super) async fn update_appointment(&mut self, it: &Appointment) -> Result<(), Fault> {
        let state = Written::of(it)?;
        self.run(
            "UPDATE appointments SET status = $1, in_conflict = $2, seated = $3, seated_name = $4,
               in_charge = $5, answered_at = $6, reason = $7, closed_by = $8, closed_by_name = $9,
               closed_by_side = $10, suggested = $11, taken = $12, buyer = $13, buyer_name = $14,
               card = $15, grid = $16, addressed = $17, addressed_name = $18
             WHERE id = $19",
            args![
                it.status().as_str(),
                state.in_conflict,
                state.seated,
                state.seated_name,
                it.in_charge().map(|seat| seat.user),
                state.answered_at,
                state.reason,
                state.closed_by,
                state.closed_by_name,
                state.closed_by_side,
                state.suggested,
                state.taken,
                it.buyer.user,
                it.buyer.name.as_str(),
                it.card.as_ref().map(json).transpose()?,
                it.grid,
                it.addressed.as_ref().map(|seat| seat.user),
                it.addressed.as_ref().map(|seat| seat.name.clone()),
                it.id
            ],
        )
        .await
        .map(drop)
    }
}
