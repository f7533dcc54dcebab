//! What callers hear, and what is kept under their commands' ids to be said again (law 6).

use std::sync::Arc;

use serde_json::value::RawValue;

use super::Outcome;
use crate::{
    adapters::storage::{Dialect, session::Session, sql::Arg},
    args,
    domain::{
        journal::Journal,
        ledger::{Answer, Reply, Unit},
    },
    kernel::{fact::Fact, fault::Fault},
};

/// A command's encoded answer, if it has one.
pub(super) type Kept = Option<Arc<RawValue>>;

/// The texts to keep: one per command that took effect, none for the others.
pub(super) fn of(outcomes: &[Outcome], facts: &[Fact]) -> Result<Vec<Kept>, Fault> {
    let mut kept: Vec<Kept> = Vec::with_capacity(outcomes.len());
    for outcome in outcomes {
        kept.push(match outcome {
            Outcome::Done(answer, told) => {
                let told = facts.get(told.clone()).unwrap_or_default();
                Some(encode(answer.fields.clone(), seq_of(answer, told))?)
            }
            Outcome::TwinOf(first) => kept.get(*first).cloned().flatten(),
            Outcome::Repeated(_) | Outcome::Refused(_) => None,
        });
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

/// Keeps the answers and forgets the ids of what was refused: a refusal is not stored.
pub(super) async fn remember(
    session: &mut Session<'_>,
    units: &[&Unit],
    (outcomes, kept): (&[Outcome], &[Kept]),
) -> Result<(), Fault> {
    let at = session.machine();
    let mut answered: Vec<Arg> = Vec::new();
    let mut refused: Vec<Arg> = Vec::new();
    for ((unit, outcome), text) in units.iter().zip(outcomes).zip(kept) {
        let Some(key) = &unit.key else { continue };
        match (outcome, text) {
            (Outcome::Done(..), Some(text)) => answered.extend(args![
                key.actor.as_str(),
                key.id.to_string(),
                key.hash,
                text.get(),
                at
            ]),
            (Outcome::Refused(_), _) => {
                refused.extend(args![key.actor.as_str(), key.id.to_string()]);
            }
            _ => {}
        }
    }
    forget(session, refused).await?;
    let keep = (
        "INSERT INTO commands (actor, id, hash, answer, at)",
        5,
        "ON CONFLICT (actor, id) DO UPDATE SET answer = excluded.answer",
    );
    session.send_rows(keep, answered).await.map(drop)
}

/// Deletes the unanswered rows of these actors' ids; SQLite has none. Term by term: a list of pairs would be looked for in
/// the whole table.
async fn forget(session: &mut Session<'_>, refused: Vec<Arg>) -> Result<(), Fault> {
    if refused.is_empty() || session.dialect() == Dialect::Sqlite {
        return Ok(());
    }
    let terms: Vec<_> = (0..refused.len() / 2)
        .map(|at| format!("(actor = ${} AND id = ${})", at * 2 + 1, at * 2 + 2))
        .collect();
    let sql = format!(
        "DELETE FROM commands WHERE ({}) AND answer IS NULL",
        terms.join(" OR ")
    );
    session.all_built(sql, refused).await.map(drop)
}

/// What the caller hears, once the batch is on disk.
pub(super) fn finish((outcome, kept): (Outcome, Kept)) -> Reply {
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
