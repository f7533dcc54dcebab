//! One transaction for all commands that wait: each under its savepoint, heads raised once (DESIGN 1, laws 1, 6, 7).

use std::{collections::BTreeMap, ops::Range, panic::AssertUnwindSafe, sync::Arc};

use futures::FutureExt;
use serde_json::value::RawValue;
use sqlx::AnyConnection;
use tokio::sync::oneshot;

use super::{
    Dialect,
    faults::{contained, fault},
    session::Session,
    sql::{Arg, values},
};
use crate::{
    args,
    domain::{
        CommandRefusal, Refusal,
        journal::Journal,
        ledger::{Answer, CommandKey, Fence, Reply, Unit},
    },
    kernel::{
        fact::{Fact, NewFact},
        fault::Fault,
        ids,
        time::{Clock, DAY, MINUTE},
    },
};

/// How long an answer is kept under its command's id.
pub(super) const ANSWERS_KEPT_MS: i64 = 30 * DAY;
/// How far ahead of the server's machine time an id may be stamped.
const STAMPED_AHEAD_MS: i64 = 10 * MINUTE;
/// Rows of one INSERT: enough for a batch, far below either database's limit on bound values.
const ROWS_PER_INSERT: usize = 200;

/// A command that waits for its batch.
pub(super) struct Pending {
    pub unit: Unit,
    pub reply: oneshot::Sender<Reply>,
}

/// A batch that is on disk.
pub(super) struct Committed {
    pub replies: Vec<Reply>,
    pub facts: Vec<Fact>,
    /// Whether a job was written.
    pub scheduled: bool,
}

enum Outcome {
    /// It took effect; the facts it told are in this range.
    Done(Answer, Range<usize>),
    /// Its id was answered before.
    Repeated(Arc<RawValue>),
    /// Its twin stands earlier in this batch.
    TwinOf(usize),
    Refused(Refusal),
}

/// Runs `units` in one transaction. An error means that nothing of the batch took effect, or, when the connection
/// was lost between COMMIT and its answer, that the commands' ids will tell.
pub(super) async fn run(
    conn: &mut AnyConnection,
    dialect: Dialect,
    clock: &dyn Clock,
    units: &[&Unit],
) -> Result<Committed, Fault> {
    execute(conn, dialect.begin_write()).await?;
    let mut session = Session::lent(conn, clock.fair(), clock.machine());
    let mut outcomes = Vec::with_capacity(units.len());
    for (index, unit) in units.iter().enumerate() {
        let earlier = units.get(..index).unwrap_or_default();
        outcomes.push(one(&mut session, dialect, unit, earlier).await?);
    }
    let facts = number(&mut session).await?;
    let replies = answer(&outcomes, &facts)?;
    remember(&mut session, units, &outcomes, &replies).await?;
    let scheduled = session.scheduled;
    execute(session.conn(), "COMMIT").await?;
    let replies = outcomes.into_iter().zip(replies).map(finish).collect();
    Ok(Committed {
        replies,
        facts,
        scheduled,
    })
}

async fn execute(conn: &mut AnyConnection, sql: &'static str) -> Result<(), Fault> {
    sqlx::query(sql)
        .execute(conn)
        .await
        .map(drop)
        .map_err(fault)
}

async fn one(
    session: &mut Session<'_>,
    dialect: Dialect,
    unit: &Unit,
    earlier: &[&Unit],
) -> Result<Outcome, Fault> {
    let first = session.facts.len();
    execute(session.conn(), "SAVEPOINT command").await?;
    let outcome = attempt(session, unit, earlier, first).await;
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(refusal) => {
            if let Some(it) = refusal.fault().filter(|it| !contained(it, dialect)) {
                return Err(Fault::new(it.kind(), it.to_string()));
            }
            Outcome::Refused(refusal)
        }
    };
    if !matches!(outcome, Outcome::Done(..)) {
        execute(session.conn(), "ROLLBACK TO SAVEPOINT command").await?;
        session.facts.truncate(first);
    }
    execute(session.conn(), "RELEASE SAVEPOINT command").await?;
    Ok(outcome)
}

async fn attempt(
    session: &mut Session<'_>,
    unit: &Unit,
    earlier: &[&Unit],
    first: usize,
) -> Result<Outcome, Refusal> {
    if let Some(key) = &unit.key
        && let Some(repeated) = admit(session, key, earlier).await?
    {
        return Ok(repeated);
    }
    if let Some(fence) = unit.fence {
        finish_job(session, fence).await?;
    }
    // A defect in one command must not take its neighbours down with it.
    let worked = AssertUnwindSafe((unit.work)(session)).catch_unwind().await;
    let answer = worked.map_err(|_| Fault::other("a command panicked"))??;
    Ok(Outcome::Done(answer, first..session.facts.len()))
}

/// Writes the command's id first, so that a twin on another node waits for the outcome.
async fn admit(
    session: &mut Session<'_>,
    key: &CommandKey,
    earlier: &[&Unit],
) -> Result<Option<Outcome>, Refusal> {
    let now = session.machine();
    let stamped = ids::stamped_at(key.id).unwrap_or(now);
    if now.since(stamped) > ANSWERS_KEPT_MS {
        return Err(CommandRefusal::TooOld.into());
    }
    if stamped.since(now) > STAMPED_AHEAD_MS {
        return Err(CommandRefusal::Ahead.into());
    }
    let written = session
        .one(
            "INSERT INTO commands (actor, id, hash, at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (actor, id) DO NOTHING RETURNING id",
            args![key.actor.as_str(), key.id.to_string(), key.hash, now],
        )
        .await?;
    if written.is_some() {
        return Ok(None);
    }
    let twin = earlier.iter().position(|it| {
        it.key
            .as_ref()
            .is_some_and(|other| other.actor == key.actor && other.id == key.id)
    });
    let row = session
        .one(
            "SELECT hash, answer FROM commands WHERE actor = $1 AND id = $2",
            args![key.actor.as_str(), key.id.to_string()],
        )
        .await?
        .ok_or_else(|| Fault::other("a command's id vanished"))?;
    if row.bytes("hash")? != key.hash {
        return Err(CommandRefusal::Reused.into());
    }
    match (row.opt_text("answer")?, twin) {
        (Some(text), _) => {
            let raw = RawValue::from_string(text).map_err(Fault::other)?;
            Ok(Some(Outcome::Repeated(raw.into())))
        }
        (None, Some(index)) => Ok(Some(Outcome::TwinOf(index))),
        (None, None) => Err(Fault::other("a command's answer is missing").into()),
    }
}

async fn finish_job(session: &mut Session<'_>, fence: Fence) -> Result<(), Refusal> {
    let mine = session
        .run(
            "DELETE FROM jobs WHERE id = $1 AND fence = $2",
            args![fence.job, fence.number],
        )
        .await?;
    if mine == 1 {
        Ok(())
    } else {
        Err(CommandRefusal::LeaseLost.into())
    }
}

/// Raises the topics' heads with one statement, rows sorted by name, and writes the facts with those numbers.
async fn number(session: &mut Session<'_>) -> Result<Vec<Fact>, Fault> {
    let fresh = std::mem::take(&mut session.facts);
    if fresh.is_empty() {
        return Ok(Vec::new());
    }
    let names: Vec<Arc<str>> = fresh.iter().map(|it| it.topic.to_string().into()).collect();
    let mut counts: BTreeMap<Arc<str>, i64> = BTreeMap::new();
    for name in &names {
        *counts.entry(name.clone()).or_default() += 1;
    }
    let sql = format!(
        "INSERT INTO topics (name, head) VALUES {} ON CONFLICT (name) DO UPDATE
           SET head = topics.head + excluded.head RETURNING name, head",
        values(counts.len(), 2)
    );
    let bound = counts
        .iter()
        .flat_map(|(name, count)| args![&**name, *count])
        .collect();
    // From the raised head back to the number before this batch's first.
    let mut next: BTreeMap<String, i64> = BTreeMap::new();
    for row in session.all_built(sql, bound).await? {
        let name = row.text("name")?;
        let raised = row.int("head")? - counts.get(name.as_str()).copied().unwrap_or_default();
        next.insert(name, raised);
    }
    let at = session.now();
    let mut facts = Vec::with_capacity(fresh.len());
    for (fact, name) in fresh.into_iter().zip(names) {
        let seq = next
            .get_mut(&*name)
            .ok_or_else(|| Fault::other("a head was not raised"))?;
        *seq += 1;
        facts.push(numbered(fact, name, *seq, at));
    }
    write(session, &facts).await?;
    Ok(facts)
}

fn numbered(fact: NewFact, topic: Arc<str>, seq: i64, at: crate::kernel::time::FairTime) -> Fact {
    Fact {
        topic,
        seq,
        kind: fact.kind.to_owned(),
        version: i64::from(fact.version),
        at,
        by: fact.by.map(|by| {
            (
                by.user.to_string(),
                by.side.map(|it| it.as_str().to_owned()),
            )
        }),
        with: fact.with,
    }
}

async fn write(session: &mut Session<'_>, facts: &[Fact]) -> Result<(), Fault> {
    for chunk in facts.chunks(ROWS_PER_INSERT) {
        let sql = format!(
            "INSERT INTO facts (topic, seq, kind, version, at, by_user, by_side, body) VALUES {}",
            values(chunk.len(), 8)
        );
        let mut bound: Vec<Arg> = Vec::with_capacity(chunk.len() * 8);
        for fact in chunk {
            let (user, side) = fact
                .by
                .clone()
                .map_or((None, None), |(user, side)| (Some(user), side));
            bound.extend(args![
                &*fact.topic,
                fact.seq,
                fact.kind.as_str(),
                fact.version,
                fact.at,
                user,
                side,
                fact.with.get()
            ]);
        }
        session.all_built(sql, bound).await?;
    }
    Ok(())
}

/// The texts to keep: one per command that took effect, none for the others.
fn answer(outcomes: &[Outcome], facts: &[Fact]) -> Result<Vec<Option<Arc<RawValue>>>, Fault> {
    let mut kept = Vec::with_capacity(outcomes.len());
    for outcome in outcomes {
        kept.push(match outcome {
            Outcome::Done(answer, told) => {
                let told = facts.get(told.clone()).unwrap_or_default();
                Some(encode(answer.fields.clone(), seq_of(answer, told))?)
            }
            Outcome::Repeated(_) | Outcome::TwinOf(_) | Outcome::Refused(_) => None,
        });
    }
    for index in 0..outcomes.len() {
        if let Some(Outcome::TwinOf(first)) = outcomes.get(index) {
            let text = kept.get(*first).cloned().flatten();
            if let Some(place) = kept.get_mut(index) {
                *place = text;
            }
        }
    }
    Ok(kept)
}

fn seq_of(answer: &Answer, told: &[Fact]) -> Option<i64> {
    let topic = answer.seq_in.as_ref()?.to_string();
    told.iter()
        .rev()
        .find(|it| *it.topic == *topic)
        .map(|it| it.seq)
}

fn encode(
    mut fields: serde_json::Map<String, serde_json::Value>,
    seq: Option<i64>,
) -> Result<Arc<RawValue>, Fault> {
    if let Some(seq) = seq {
        fields.insert("seq".to_owned(), seq.into());
    }
    serde_json::value::to_raw_value(&fields)
        .map(Into::into)
        .map_err(Fault::other)
}

async fn remember(
    session: &mut Session<'_>,
    units: &[&Unit],
    outcomes: &[Outcome],
    replies: &[Option<Arc<RawValue>>],
) -> Result<(), Fault> {
    let at = session.machine();
    let mut bound: Vec<Arg> = Vec::new();
    let mut rows = 0;
    for ((unit, outcome), reply) in units.iter().zip(outcomes).zip(replies) {
        if let (Some(key), Outcome::Done(..), Some(text)) = (&unit.key, outcome, reply) {
            rows += 1;
            bound.extend(args![
                key.actor.as_str(),
                key.id.to_string(),
                key.hash,
                text.get(),
                at
            ]);
        }
    }
    if rows == 0 {
        return Ok(());
    }
    let sql = format!(
        "INSERT INTO commands (actor, id, hash, answer, at) VALUES {}
         ON CONFLICT (actor, id) DO UPDATE SET answer = excluded.answer",
        values(rows, 5)
    );
    session.all_built(sql, bound).await.map(drop)
}

/// What the caller hears, once the batch is on disk.
fn finish((outcome, kept): (Outcome, Option<Arc<RawValue>>)) -> Reply {
    match (outcome, kept) {
        (Outcome::Done(answer, _), Some(text)) if !answer.once.is_empty() => {
            let mut fields: serde_json::Map<_, _> =
                serde_json::from_str(text.get()).map_err(Fault::other)?;
            fields.extend(answer.once);
            Ok(encode(fields, None)?)
        }
        (Outcome::Done(..) | Outcome::TwinOf(_), Some(text)) | (Outcome::Repeated(text), _) => {
            Ok(text)
        }
        (Outcome::Refused(refusal), _) => Err(refusal),
        (Outcome::Done(..) | Outcome::TwinOf(_), None) => {
            Err(Fault::other("a command has no answer").into())
        }
    }
}
