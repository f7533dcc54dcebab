//! Who hears of a change: both companies in their negotiation, both people, both companies' lists, and the desk.

use serde_json::{Value, json, value::to_raw_value};

use crate::{
    domain::{
        Tx,
        appointments::{
            Appointment,
            appointment::State,
            event::{AppointmentChanged, AppointmentView, BusyChanged, What},
        },
        journal::Tell,
        notifications::service::{NewNotice, notify},
    },
    kernel::{
        fact::By,
        fault::Fault,
        ids::{CompanyId, UserId},
        time::FairTime,
        topic::Topic,
    },
};

/// The people of an appointment who still belong to its companies: nobody else hears of it.
pub(super) async fn people(tx: &mut dyn Tx, it: &Appointment) -> Result<Vec<UserId>, Fault> {
    let mut people = Vec::with_capacity(2);
    let in_charge = it.in_charge().map(|seat| (seat.user, it.exhibitor.company));
    for (person, company) in [Some((it.buyer.user, it.buyer.company)), in_charge]
        .into_iter()
        .flatten()
    {
        let known = tx.person(person).await?;
        let at = known.and_then(|it| it.membership);
        if at.is_some_and(|at| at.company == company) {
            people.push(person);
        }
    }
    Ok(people)
}

/// Announces how `it` stands now, everywhere it is listed.
pub(super) async fn changed(
    tx: &mut dyn Tx,
    it: &Appointment,
    what: What,
    by: Option<By>,
) -> Result<(), Fault> {
    let view = AppointmentView::from(it);
    let with = to_raw_value(&AppointmentChanged { appointment: view }).map_err(Fault::other)?;
    let people = people(tx, it).await?;
    let mut tell = |topic, kind| tx.tell(topic, kind, by, &with);
    tell(Topic::Negotiation(it.negotiation), what.kind())?;
    for person in people {
        tell(Topic::Inbox(person), "appointment.changed")?;
    }
    for company in [it.buyer.company, it.exhibitor.company] {
        tell(Topic::Company(company), "appointment.changed")?;
    }
    if it.addressed.is_none() {
        tell(Topic::Desk(it.exhibitor.id), "request.changed")?;
    }
    Ok(())
}

/// Whether a person's time is filled or free again.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Time {
    Filled,
    Free,
}

/// Tells both people that the appointment fills their time, or does not any more: also one who has left his company
/// meanwhile, for whom it is his own time and nothing else.
pub(super) fn busy(tx: &mut dyn Tx, it: &Appointment, time: Time) -> Result<(), Fault> {
    let end = match time {
        Time::Filled => it.period.end,
        Time::Free => FairTime::from_ms(0),
    };
    let changed = BusyChanged {
        appointment: it.id,
        start: it.period.start,
        end,
    };
    let in_charge = it.in_charge().map(|seat| seat.user);
    for person in [Some(it.buyer.user), in_charge].into_iter().flatten() {
        tx.tell(Topic::Inbox(person), "busy.changed", None, &changed)?;
    }
    Ok(())
}

/// Tells somebody who receives nobody any more that his time is free; his own time is his to know wherever he is.
pub(super) fn freed(tx: &mut dyn Tx, it: &Appointment, person: UserId) -> Result<(), Fault> {
    let free = BusyChanged {
        appointment: it.id,
        start: it.period.start,
        end: FairTime::from_ms(0),
    };
    tx.tell(Topic::Inbox(person), "busy.changed", None, &free)
}

/// What a line about a cancelled appointment says besides: why, and by whom.
pub(super) fn called_off(it: &Appointment) -> Value {
    match &it.state {
        State::Cancelled { reason, by, .. } => {
            json!({ "reason": reason, "by": { "side": by.side, "name": by.name } })
        }
        _ => json!({}),
    }
}

/// Writes a line in the message centres of a company's admins.
pub(super) async fn notice_admins(
    tx: &mut dyn Tx,
    it: &Appointment,
    company: CompanyId,
    news: (&'static str, Value),
) -> Result<(), Fault> {
    for member in tx.members(company).await? {
        if member.admin {
            notice(tx, member.user, it, news.clone()).await?;
        }
    }
    Ok(())
}

/// Writes a line in the message centres of its people but `except`, who did it himself.
pub(super) async fn notices(
    tx: &mut dyn Tx,
    it: &Appointment,
    except: Option<UserId>,
    (kind, more): (&'static str, Value),
) -> Result<(), Fault> {
    for reader in people(tx, it).await? {
        if Some(reader) != except {
            notice(tx, reader, it, (kind, more.clone())).await?;
        }
    }
    Ok(())
}

/// Writes a line in the buyer's message centre, if he is still there.
pub(super) async fn notice_buyer(
    tx: &mut dyn Tx,
    it: &Appointment,
    news: (&'static str, Value),
) -> Result<(), Fault> {
    if people(tx, it).await?.contains(&it.buyer.user) {
        notice(tx, it.buyer.user, it, news).await?;
    }
    Ok(())
}

/// Writes a line in `user`'s message centre; `more` adds to what every such line says.
pub(super) async fn notice(
    tx: &mut dyn Tx,
    user: UserId,
    it: &Appointment,
    (kind, more): (&'static str, Value),
) -> Result<(), Fault> {
    let mut with = json!({
        "start": it.period.start,
        "end": it.period.end,
        "topic": it.topic,
        "negotiation": it.negotiation,
        "buyer": { "name": it.buyer.name, "company_name": it.buyer.company_name },
        "exhibitor": { "name": it.exhibitor.name, "booth": it.exhibitor.booth },
        "seated": it.in_charge(),
    });
    if let (Value::Object(with), Value::Object(more)) = (&mut with, more) {
        with.extend(more);
    }
    let new = NewNotice {
        user,
        kind,
        appointment: Some(it.id),
        with,
    };
    notify(tx, new).await
}
