//! Choosing a period in the form keeps it for a moment, under policy `hold` only.

use serde_json::json;

use super::{
    jobs::HOLD_EXPIRE,
    request,
    stage::{self, Loss, Stage},
};
use crate::{
    domain::{
        Tx,
        appointments::{
            Refusal,
            claim::{Owner, Wish},
            policy,
            ports::Hold,
            venue::{self, Venue},
        },
        fair::{Grid, Period, Policy},
        journal::{Due, NewJob},
    },
    kernel::{
        actor::{Actor, Side},
        ids::{GridId, UserId},
        time::FairTime,
    },
};

/// Keeps a period for its buyer while he fills in the form; his earlier hold is given up.
///
/// The same period again is answered with the moment it had: nobody keeps a period by asking for it for ever.
pub async fn hold(
    tx: &mut dyn Tx,
    who: &Actor,
    (grid, start): (GridId, FairTime),
) -> Result<FairTime, Refusal> {
    policy::may_ask(who)?;
    let grid = venue::grid(tx, grid).await?;
    let mut venue = Venue::load(tx, grid.exhibitor).await?;
    if venue.edition.rules.policy != Policy::Hold {
        return Err(Refusal::PolicyOff);
    }
    let now = tx.now();
    let period = match venue.placed(start, now) {
        Ok((_, period)) => period,
        Err(gone) => return Err(unoffered(tx, (&venue, &grid), (who.user, start), gone).await),
    };
    let until = now.plus(venue.edition.rules.hold_ms).min(period.start);
    let wish = Wish {
        people: vec![who.user],
        period,
        owner: Owner::Hold(who.user),
        until: Some(until),
        over: who.user,
    };
    let receivers = venue.receivers(grid.person);
    let loss = loss((&venue, &receivers), &wish);
    if let Some(refusal) = loss.foreseen(tx, &wish).await? {
        return Err(refusal);
    }
    tx.lock_buyer(who.user).await?;
    request::still_asks(tx, who).await?;
    let held = tx.hold_of(who.user).await?;
    if let Some(same) = &held
        && (same.grid, same.period) == (grid.id, period)
        && same.until > now
    {
        return Ok(same.until);
    }
    // Its row and its timer are the new one's in a moment.
    let stage = give_up(tx, &mut venue, period, (who.user, held.as_ref())).await?;
    if let Err(gone) = venue.still_offers(period) {
        return Err(unoffered(tx, (&venue, &grid), (who.user, start), gone).await);
    }
    seat(tx, (&venue, &grid), stage, wish).await?;
    Ok(until)
}

/// The refusal of a buyer who asks for a period that is not offered, with what is near instead.
pub(super) async fn unoffered(
    tx: &mut dyn Tx,
    (venue, grid): (&Venue, &Grid),
    (buyer, wanted): (UserId, FairTime),
    refusal: Refusal,
) -> Refusal {
    let loss = Loss {
        venue,
        receivers: &venue.receivers(grid.person),
        buyer,
        wanted,
        asker: Side::Buyer,
    };
    loss.unoffered(tx, refusal).await
}

fn loss<'l>((venue, receivers): (&'l Venue, &'l [UserId]), wish: &Wish) -> Loss<'l> {
    Loss {
        venue,
        receivers,
        buyer: wish.over,
        wanted: wish.period.start,
        asker: Side::Buyer,
    }
}

/// Claims what is wished with whoever of the calendar is free, as its stand is under the lock.
async fn seat(
    tx: &mut dyn Tx,
    (venue, grid): (&Venue, &Grid),
    mut stage: Stage,
    mut wish: Wish,
) -> Result<(), Refusal> {
    let receivers = venue.receivers(grid.person);
    let granted = match stage.pick(&wish, &receivers, tx.now()) {
        Ok(seat) => {
            stage.include(tx, seat).await?;
            wish.people.push(seat);
            stage.claim(tx, &wish).await
        }
        Err(taken) => Err(taken),
    };
    if let Err(taken) = granted {
        let loss = loss((venue, &receivers), &wish);
        return Err(loss.refusal(tx, taken).await);
    }
    let kept = Hold {
        buyer: wish.over,
        exhibitor: grid.exhibitor,
        grid: grid.id,
        period: wish.period,
        until: wish.until.expect("a hold has an end"),
    };
    keep(tx, &kept).await?;
    Ok(stage.announce(tx)?)
}

async fn keep(tx: &mut dyn Tx, kept: &Hold) -> Result<(), Refusal> {
    tx.keep_hold(kept).await?;
    tx.schedule(NewJob {
        kind: HOLD_EXPIRE,
        object: kept.buyer.to_string(),
        due: Due::Fair(kept.until),
        body: json!({}),
    })
    .await?;
    Ok(())
}

/// Gives up what the caller holds, if anything.
pub async fn release(tx: &mut dyn Tx, who: &Actor) -> Result<(), Refusal> {
    policy::may_ask(who)?;
    tx.lock_buyer(who.user).await?;
    if let Some(held) = tx.hold_of(who.user).await? {
        let mut venue = Venue::load(tx, held.exhibitor).await?;
        free(tx, &mut venue, &held).await?;
        forget(tx, &held).await?;
    }
    Ok(())
}

/// A hold nobody used: clears it and announces the colours.
pub(super) async fn expire(tx: &mut dyn Tx, buyer: UserId) -> Result<(), Refusal> {
    tx.lock_buyer(buyer).await?;
    match tx.hold_of(buyer).await? {
        Some(held) if held.until <= tx.now() => {
            let mut venue = Venue::load(tx, held.exhibitor).await?;
            free(tx, &mut venue, &held).await?;
            tx.drop_hold(buyer).await?;
            Ok(())
        }
        // Replaced meanwhile: the newer one has its own timer.
        Some(_) | None => Ok(()),
    }
}

/// The period a buyer holds may be gone: frees it. A hold of a period that is offered is left alone.
pub(super) async fn give_back(tx: &mut dyn Tx, buyer: UserId) -> Result<(), Refusal> {
    tx.lock_buyer(buyer).await?;
    let Some(held) = tx.hold_of(buyer).await? else {
        return Ok(());
    };
    let mut venue = Venue::load(tx, held.exhibitor).await?;
    if venue.calendar.offers(held.period) {
        return Ok(());
    }
    free(tx, &mut venue, &held).await?;
    forget(tx, &held).await
}

/// Frees the time of a hold and announces the colours; its row is still there.
async fn free(tx: &mut dyn Tx, venue: &mut Venue, held: &Hold) -> Result<(), Refusal> {
    let mut stage = Stage::open(tx, venue, held.period, &[held.buyer]).await?;
    stage.release(tx, Owner::Hold(held.buyer)).await?;
    stage.announce(tx)?;
    Ok(())
}

/// Deletes a hold's row and its timer.
pub(super) async fn forget(tx: &mut dyn Tx, held: &Hold) -> Result<(), Refusal> {
    tx.unschedule(HOLD_EXPIRE, &held.buyer.to_string()).await?;
    tx.drop_hold(held.buyer).await?;
    Ok(())
}

/// Opens the stage for `period` and frees the time of what the buyer has held, on that stage or on its own; his row is
/// locked. The hold's row and its timer are still there.
///
/// A hold may stand on another day or at another stand: both days are locked in order before either is read.
pub(super) async fn give_up(
    tx: &mut dyn Tx,
    venue: &mut Venue,
    period: Period,
    (buyer, held): (UserId, Option<&Hold>),
) -> Result<Stage, Refusal> {
    let Some(held) = held else {
        return Ok(Stage::open(tx, venue, period, &[buyer]).await?);
    };
    let is_here = held.exhibitor == venue.stand.id;
    if is_here && held.period == period {
        let mut stage = Stage::open(tx, venue, period, &[buyer]).await?;
        stage.release(tx, Owner::Hold(buyer)).await?;
        return Ok(stage);
    }
    let mut elsewhere = if is_here {
        None
    } else {
        Some(Venue::load(tx, held.exhibitor).await?)
    };
    let other = elsewhere.as_ref().unwrap_or(venue);
    let days = [(&*venue, period), (other, held.period)];
    let days = days.map(|(at, span)| (at.stand.id, at.calendar.day_of(span.start)));
    stage::lock(tx, days).await?;
    free(tx, elsewhere.as_mut().unwrap_or(venue), held).await?;
    Ok(Stage::open(tx, venue, period, &[buyer]).await?)
}
