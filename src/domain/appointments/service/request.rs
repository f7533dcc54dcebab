//! A buyer asks for a period.

use serde_json::json;

use super::{
    hold,
    jobs::EXPIRE,
    stage::{Loss, Stage},
    tell,
};
use crate::{
    domain::{
        Tx,
        appointments::{
            Appointment, Negotiation, Refusal, Status,
            appointment::{Buyer, Card, Origin, OriginKind, State},
            claim::{Owner, Wish},
            event::{NegotiationOpened, What},
            negotiation::BuyerCompany,
            policy, text,
            venue::{self, Venue},
        },
        fair::{Grid, Period, Policy},
        journal::{Due, NewJob, Tell},
    },
    kernel::{
        actor::{Actor, Side},
        fact::By,
        fault::Fault,
        ids::{AppointmentId, CompanyId, GridId, NegotiationId, UserId},
        time::FairTime,
        topic::Topic,
    },
};

/// A topic is one line of a list.
const TOPIC: usize = 200;
/// A product's or sourcing request's id, whatever the surrounding site calls it.
const REFERENCE: usize = 100;

/// Whether the buyer's business card goes along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardChoice {
    /// It does.
    Send,
    /// It does not.
    Keep,
}

impl From<bool> for CardChoice {
    fn from(send: bool) -> Self {
        if send { Self::Send } else { Self::Keep }
    }
}

/// What a buyer asks for.
#[derive(Clone, Debug)]
pub struct Asking {
    /// In which calendar.
    pub grid: GridId,
    /// For which period.
    pub start: FairTime,
    /// What about.
    pub topic: String,
    /// With the business card or without.
    pub card: CardChoice,
    /// From where on the site.
    pub origin: Origin,
}

/// Refuses whoever left his company before his row was locked: from the lock on his removal waits for this transaction.
pub(super) async fn still_asks(tx: &mut dyn Tx, who: &Actor) -> Result<(), Refusal> {
    let now = tx.actor(who.user).await?.ok_or(Refusal::NoRight)?;
    if policy::may_ask(&now)?.company == policy::may_ask(who)?.company {
        Ok(())
    } else {
        Err(Refusal::NoRight)
    }
}

/// Makes a request that waits for the exhibitor's answer; under policy `hold` it claims its period meanwhile.
pub async fn request(tx: &mut dyn Tx, who: &Actor, asking: Asking) -> Result<Appointment, Refusal> {
    let at = policy::may_ask(who)?;
    let topic = text::line("topic", &asking.topic, TOPIC)?;
    let origin = checked(&asking.origin)?;
    let grid = venue::grid(tx, asking.grid).await?;
    let mut venue = Venue::load(tx, grid.exhibitor).await?;
    let (day, period) = match venue.placed(asking.start, tx.now()) {
        Ok(placed) => placed,
        Err(gone) => {
            let wanted = (who.user, asking.start);
            return Err(hold::unoffered(tx, (&venue, &grid), wanted, gone).await);
        }
    };

    tx.lock_buyer(who.user).await?;
    still_asks(tx, who).await?;
    within_limit(tx, who.user, &venue, (grid.id, period)).await?;
    let (buyer, card) = introduce(tx, who.user, at.company).await?;
    // What the buyer held in the form is given up: the request takes its place.
    let held = tx.hold_of(who.user).await?;
    let stage = hold::give_up(tx, &mut venue, period, (who.user, held.as_ref())).await?;
    if let Err(gone) = venue.still_offers(period) {
        let wanted = (who.user, asking.start);
        return Err(hold::unoffered(tx, (&venue, &grid), wanted, gone).await);
    }
    if let Some(held) = held {
        hold::forget(tx, &held).await?;
    }
    let answer_by = tx.now().plus(venue.edition.rules.answer_ms);
    let mut it = Appointment {
        id: AppointmentId::mint(tx.machine()),
        negotiation: NegotiationId::mint(tx.machine()),
        edition: grid.edition,
        buyer,
        exhibitor: venue.named(),
        grid: grid.id,
        addressed: grid.person.and_then(|person| venue.seat(person)),
        day,
        period,
        topic,
        origin,
        card: (asking.card == CardChoice::Send).then_some(card),
        requested_at: tx.now(),
        expires_at: answer_by.min(period.start),
        state: State::Pending { conflict: false },
    };
    claim(tx, (&venue, &grid), stage, &it).await?;
    let shared = negotiation(tx, &venue, &it, By::from(who)).await?;
    it.negotiation = shared.id;
    it.buyer.company_name = shared.buyer.name;
    it.buyer.country = shared.buyer.country;
    it.exhibitor = shared.exhibitor;
    tx.add_appointment(&it).await?;
    tx.schedule(NewJob {
        kind: EXPIRE,
        object: it.id.to_string(),
        due: Due::Fair(it.expires_at),
        body: json!({}),
    })
    .await?;
    announce(tx, who, &venue, &it).await?;
    Ok(it)
}

fn checked(origin: &Origin) -> Result<Origin, Refusal> {
    let reference = match (origin.kind, &origin.reference) {
        (OriginKind::Exhibitor, _) => None,
        (OriginKind::Product | OriginKind::Request, Some(it)) => {
            Some(text::line("origin", it, REFERENCE)?)
        }
        (OriginKind::Product | OriginKind::Request, None) => {
            return Err(Refusal::Invalid {
                field: "origin",
                rule: "needs_ref",
            });
        }
    };
    Ok(Origin {
        kind: origin.kind,
        reference,
    })
}

/// The same period twice is no second request, and a buyer has only so many open: both counted under his lock.
async fn within_limit(
    tx: &mut dyn Tx,
    buyer: UserId,
    venue: &Venue,
    (grid, period): (GridId, Period),
) -> Result<(), Refusal> {
    let mut open = tx.open_of(buyer, tx.now()).await?;
    if open
        .iter()
        .any(|it| it.grid == grid && it.period.start == period.start)
    {
        return Err(Refusal::NotNow {
            status: Status::Pending,
        });
    }
    open.retain(|it| it.edition == venue.edition.id);
    let limit = venue.edition.rules.open_requests;
    if open.len() >= usize::from(limit) {
        return Err(Refusal::LimitReached { limit });
    }
    Ok(())
}

/// The buyer and his card as they stand now.
async fn introduce(
    tx: &mut dyn Tx,
    user: UserId,
    company: CompanyId,
) -> Result<(Buyer, Card), Refusal> {
    let gone = || Fault::other("an actor without person or company");
    let person = tx.person(user).await?.ok_or_else(gone)?;
    let company = tx.company(company).await?.ok_or_else(gone)?;
    let card = Card {
        name: person.name.clone(),
        company: company.name.clone(),
        country: company.country.clone(),
        email: person.email,
    };
    let buyer = Buyer {
        user,
        name: person.name,
        company: company.id,
        company_name: company.name,
        country: company.country,
    };
    Ok((buyer, card))
}

/// Checks both people's time, claims it under policy `hold`, and announces the colours that change.
async fn claim(
    tx: &mut dyn Tx,
    (venue, grid): (&Venue, &Grid),
    mut stage: Stage,
    it: &Appointment,
) -> Result<(), Refusal> {
    let buyer = it.buyer.user;
    let receivers = venue.receivers(grid.person);
    let mut wish = Wish {
        people: vec![buyer],
        period: it.period,
        owner: Owner::Appointment(it.id),
        until: Some(it.expires_at),
        over: buyer,
    };
    let loss = Loss {
        venue,
        receivers: &receivers,
        buyer,
        wanted: it.period.start,
        asker: Side::Buyer,
    };
    let granted = match stage.pick(&wish, &receivers, tx.now()) {
        Ok(seat) if venue.edition.rules.policy == Policy::Hold => {
            stage.include(tx, seat).await?;
            wish.people.push(seat);
            stage.claim(tx, &wish).await
        }
        Ok(_) => Ok(()),
        Err(taken) => Err(taken),
    };
    if let Err(taken) = granted {
        return Err(loss.refusal(tx, taken).await);
    }
    stage.asked(grid.id, it.period.start);
    stage.announce(tx)?;
    Ok(())
}

/// The negotiation both companies share; the first appointment opens it.
async fn negotiation(
    tx: &mut dyn Tx,
    venue: &Venue,
    it: &Appointment,
    by: By,
) -> Result<Negotiation, Fault> {
    let fresh = Negotiation {
        id: it.negotiation,
        edition: it.edition,
        buyer: BuyerCompany {
            company: it.buyer.company,
            name: it.buyer.company_name.clone(),
            country: it.buyer.country.clone(),
        },
        exhibitor: venue.named(),
        opened_at: tx.now(),
    };
    let shared = tx.open_negotiation(&fresh).await?;
    let id = shared.id;
    if id == fresh.id {
        let opened = NegotiationOpened {
            negotiation: shared.clone(),
        };
        tx.tell(
            Topic::Negotiation(id),
            "negotiation.opened",
            Some(by),
            &opened,
        )?;
    }
    Ok(shared)
}

/// Tells both sides, and in the message centre whoever can answer.
async fn announce(
    tx: &mut dyn Tx,
    who: &Actor,
    venue: &Venue,
    it: &Appointment,
) -> Result<(), Fault> {
    tell::changed(tx, it, What::Requested, Some(By::from(who))).await?;
    let readers = match &it.addressed {
        Some(seat) => vec![seat.user],
        None => venue.receivers(None),
    };
    for reader in readers {
        tell::notice(tx, reader, it, ("appointment.requested", json!({}))).await?;
    }
    Ok(())
}
