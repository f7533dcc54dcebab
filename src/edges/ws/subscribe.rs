//! Subscribing: the right, then everything missed or the snapshot, then live, without a hole between them.

use std::sync::{Arc, atomic::Ordering};

use serde_json::value::RawValue;

use super::dispatch::answer;
use crate::{
    domain::{Books, Refusal, Span, topics},
    edges::{encode, refusals::refuse, shared::Shared},
    hub::{
        frame,
        registry::{Connection, Ear},
        replay::REPLAY_AT_MOST,
        topic::{Entry, Parts, Subscription},
    },
    kernel::{fault::Fault, topic::Topic},
    protocol::{
        client::Subscribe,
        code::{Code, No},
        server::{Gone, Reset, ServerMessage, Subscribed},
    },
};

/// Topics one connection may hear: far more than any screen shows.
const EARS: usize = 200;

/// Takes a subscription's turn in the order of its connection, and ends what was heard of the topic until now: here,
/// because the work of an older turn may begin after that of a newer one has ended.
pub(super) fn want(shared: &Shared, connection: &Connection, topic: &str) -> Result<u64, No> {
    topic
        .parse::<Topic>()
        .map_err(|_| No::new(Code::UnknownTopic))?;
    let mut wanted = connection.wanted.lock();
    if wanted.len() >= EARS && !wanted.contains_key(topic) {
        return Err(No::new(Code::LimitReached).more("limit", EARS));
    }
    let turn = connection.turns.fetch_add(1, Ordering::Relaxed);
    wanted.insert(topic.to_owned(), turn);
    drop(wanted);
    end(shared, connection, topic);
    Ok(turn)
}

/// Whether nothing newer was asked about the topic since `turn`.
fn is_wanted(connection: &Connection, topic: &str, turn: u64) -> bool {
    connection.wanted.lock().get(topic) == Some(&turn)
}

/// Serves one `subscribe` to its end: answered, replayed, live.
pub(super) async fn begin(
    shared: &Shared,
    connection: &Arc<Connection>,
    id: &str,
    (input, turn): (&Subscribe, u64),
) {
    if let Err(no) = serve(shared, connection, id, (input, turn)).await {
        let mut wanted = connection.wanted.lock();
        if wanted.get(&input.topic) == Some(&turn) {
            wanted.remove(&input.topic);
        }
        drop(wanted);
        answer(connection, id, &Err(no));
    }
}

/// Serves `unsubscribe`: nothing of the topic is wanted, nor what is still on its way.
pub(super) fn take_back(shared: &Shared, connection: &Connection, topic: &str) {
    connection.wanted.lock().remove(topic);
    end(shared, connection, topic);
}

/// Ends the subscription to `topic`, if there is one.
fn end(shared: &Shared, connection: &Connection, topic: &str) {
    let ear = connection.ears.lock().remove(topic);
    if let Some(ear) = ear {
        shared.hub.leave(&ear.entry, &ear.subscription);
    }
}

/// Takes a topic away from a connection that has no right to it any more, and says so.
pub(super) fn lose(shared: &Shared, connection: &Connection, topic: &str) {
    take_back(shared, connection, topic);
    let gone = ServerMessage::Gone {
        on: topic,
        gone: Gone {
            code: Code::NoRight,
        },
    };
    connection
        .mailbox
        .offer(&encode::message(&gone), frame::Class::Signalling);
}

async fn serve(
    shared: &Shared,
    connection: &Arc<Connection>,
    id: &str,
    (input, turn): (&Subscribe, u64),
) -> Result<(), No> {
    let topic: Topic = input
        .topic
        .parse()
        .map_err(|_| No::new(Code::UnknownTopic))?;
    let fail = |it: Refusal| refuse(shared, &it);

    let applied = shared.hub.lease().applied();
    // Before the store is read: whoever holds one of its few readers must not wait for a second one.
    let entry = shared
        .hub
        .enter(&input.topic)
        .await
        .map_err(|it| fail(it.into()))?;
    let start = match look(shared, connection, (input, &topic), &entry).await {
        Ok(it) => it,
        Err(refusal) => {
            shared.hub.retire(&entry);
            return Err(fail(refusal));
        }
    };
    let here = if shows_presence(&topic) {
        shared.presence.here(&input.topic).await
    } else {
        None
    };
    let (head, position) = match &start {
        Start::Snapshot(seq, _) => (*seq, *seq),
        Start::Replay { head, since } => (*head, *since),
    };
    let ok = serde_json::value::to_raw_value(&Subscribed { head, here })
        .map_err(|it| fail(Fault::other(it).into()))?;
    answer(connection, id, &Ok(ok.into()));
    if let Start::Snapshot(_, parts) = start {
        for part in parts.iter() {
            may_deliver(shared, connection).await;
            if !is_wanted(connection, &input.topic, turn) {
                shared.hub.retire(&entry);
                return Ok(());
            }
            connection.mailbox.push(part.clone());
            connection.mailbox.drained().await;
        }
    }
    go_live(
        shared,
        connection,
        (&input.topic, topic, turn),
        (position, applied),
    )
    .await
    .map_err(fail)
}

/// Where a subscription begins.
enum Start {
    /// With the snapshot at this number.
    Snapshot(i64, Parts),
    /// With the facts after the last one the client has.
    Replay { head: i64, since: i64 },
}

/// Reads the right, and where the subscription begins, at one moment.
async fn look(
    shared: &Shared,
    connection: &Connection,
    (input, topic): (&Subscribe, &Topic),
    entry: &Entry,
) -> Result<Start, Refusal> {
    let mut books = shared.ledger.read().await?;
    admit(&mut *books, connection, topic).await?;
    let Span { head, closed } = books.span(topic).await?;
    let head = head.max(entry.delivered());
    let same = input.epoch.as_deref() == Some(&**shared.epoch.read());
    match input.since {
        Some(since)
            if same && (closed..=head).contains(&since) && head - since <= REPLAY_AT_MOST =>
        {
            Ok(Start::Replay { head, since })
        }
        _ => {
            let (seq, parts) = snapshot(&mut *books, entry, topic).await?;
            Ok(Start::Snapshot(seq, parts))
        }
    }
}

async fn admit(
    books: &mut dyn Books,
    connection: &Connection,
    topic: &Topic,
) -> Result<(), Refusal> {
    let who = books
        .caller(connection.user, &connection.via.id())
        .await?
        .ok_or(topics::Refusal::NoRight)?;
    Ok(topics::may_hear(books, &who, topic).await?)
}

/// The snapshot in frames, read once for all who ask at the same number.
async fn snapshot(
    books: &mut dyn Books,
    entry: &Entry,
    topic: &Topic,
) -> Result<(i64, Parts), Fault> {
    let seq = books.head(topic).await?;
    let mut kept = entry.snapshot.lock().await;
    if let Some((at, parts)) = kept.as_ref()
        && *at == seq
    {
        return Ok((seq, parts.clone()));
    }
    let states = topics::snapshot(books, topic).await?;
    let of = states.len();
    let parts: Parts = states
        .iter()
        .enumerate()
        .map(|(index, state)| part(&entry.name, seq, (index + 1, of), state))
        .collect();
    *kept = Some((seq, parts.clone()));
    Ok((seq, parts))
}

fn part(on: &str, seq: i64, (part, of): (usize, usize), state: &RawValue) -> bytes::Bytes {
    encode::message(&ServerMessage::Reset {
        on,
        reset: Reset {
            seq,
            part,
            of,
            state,
        },
    })
}

/// Joins the fan-out where the replay ends. A revocation that came meanwhile is looked up again, so that nothing is
/// delivered on a right that was read before it.
async fn go_live(
    shared: &Shared,
    connection: &Arc<Connection>,
    (name, topic, turn): (&str, Topic, u64),
    (position, mut applied): (i64, i64),
) -> Result<(), Refusal> {
    let mailbox = &connection.mailbox;
    let (entry, subscription) = shared
        .hub
        .go_live(
            name,
            |after| Arc::new(Subscription::new(mailbox.clone(), after)),
            position,
            |page| async move {
                let frames: Vec<_> = page.into_iter().map(|(_, frame)| frame).collect();
                may_deliver(shared, connection).await;
                mailbox.push(frame::join(&frames));
                mailbox.drained().await;
            },
        )
        .await?;
    let guard =
        shows_presence(&topic).then(|| shared.presence.enter(entry.name.clone(), connection.user));
    let ear = Ear {
        topic: topic.clone(),
        entry: entry.clone(),
        subscription: subscription.clone(),
        guard,
    };
    let before = {
        let wanted = connection.wanted.lock();
        if wanted.get(name) != Some(&turn) {
            // Taken back, asked anew, or hung up meanwhile.
            drop(wanted);
            shared.hub.leave(&entry, &subscription);
            return Ok(());
        }
        connection.ears.lock().insert(entry.name.clone(), ear)
    };
    if let Some(older) = before {
        shared.hub.leave(&older.entry, &older.subscription);
    }
    while shared.hub.lease().applied() != applied {
        applied = shared.hub.lease().applied();
        let mut books = shared.ledger.read().await?;
        if admit(&mut *books, connection, &topic).await.is_err() {
            lose(shared, connection, name);
            return Ok(());
        }
    }
    Ok(())
}

/// Waits while this node does not know whose right was taken meanwhile (law 9). Whoever lost his has a closed mailbox
/// afterwards, which takes nothing more.
async fn may_deliver(shared: &Shared, connection: &Connection) {
    tokio::select! {
        () = shared.hub.lease().until_held() => {}
        () = connection.mailbox.ended() => {}
    }
}

/// Presence is shown where two sides meet, and at an exhibitor's desk.
fn shows_presence(topic: &Topic) -> bool {
    matches!(topic, Topic::Negotiation(_) | Topic::Desk(_))
}
