//! Command ids: those of a batch are written first, so that a twin on another node waits for the outcome (law 6).

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

use serde_json::value::RawValue;

use super::send_rows;
use crate::{
    adapters::storage::{session::Session, sql::Arg},
    args,
    domain::{
        CommandRefusal, Refusal,
        journal::Journal,
        ledger::{CommandKey, Unit},
    },
    kernel::{
        fault::Fault,
        ids,
        time::{DAY, MINUTE, MachineTime},
    },
};

/// How long an answer is kept under its command's id.
pub(in crate::adapters::storage) const ANSWERS_KEPT_MS: i64 = 30 * DAY;
/// How far ahead of the server's machine time an id may be stamped.
const STAMPED_AHEAD_MS: i64 = 10 * MINUTE;

/// What a command's id says before it runs.
pub(super) enum Admitted {
    /// It has none, or one that was never used.
    Fresh,
    /// It was answered before.
    Repeated(Arc<RawValue>),
    /// The unit at this place of the batch used the same id first.
    TwinOf(usize),
    Refused(Refusal),
}

impl Admitted {
    /// The place of the id's first use in this batch, if it was used before.
    pub(super) fn first_use(&self) -> Option<usize> {
        match self {
            Self::TwinOf(first) => Some(*first),
            Self::Fresh | Self::Repeated(_) | Self::Refused(_) => None,
        }
    }
}

type Name<'u> = (&'u str, String);

/// Opens the transaction and writes the ids of `units` with it, in the order of their keys: two nodes that are sent
/// the same commands must not wait for each other in a ring.
pub(super) async fn begin(
    session: &mut Session<'_>,
    units: &[&Unit],
) -> Result<Vec<Admitted>, Fault> {
    let now = session.machine();
    let mut asked: BTreeMap<Name<'_>, (usize, &CommandKey)> = BTreeMap::new();
    for (index, unit) in units.iter().enumerate() {
        if let Some(key) = &unit.key
            && timely(key, now).is_ok()
        {
            asked.entry(name(key)).or_insert((index, key));
        }
    }
    let dialect = session.dialect();
    session.plain(dialect.begin_write()).await?;
    if let Some(patience) = dialect.among_others().filter(|_| units.len() > 1) {
        session.plain(patience).await?;
    }
    let bound: Vec<Arg> = asked
        .iter()
        .flat_map(|((actor, id), (_, key))| args![*actor, id.as_str(), key.hash, now])
        .collect();
    let insert = (
        "INSERT INTO commands (actor, id, hash, at)",
        4,
        "ON CONFLICT (actor, id) DO NOTHING RETURNING actor, id",
    );
    let mut written = HashSet::new();
    for row in send_rows(session, insert, bound).await? {
        written.insert((row.text("actor")?, row.text("id")?));
    }
    let mut admitted = Vec::with_capacity(units.len());
    for (index, unit) in units.iter().enumerate() {
        let Some(key) = &unit.key else {
            admitted.push(Admitted::Fresh);
            continue;
        };
        if let Err(refusal) = timely(key, now) {
            admitted.push(Admitted::Refused(refusal.into()));
            continue;
        }
        let name = name(key);
        let fresh = written.contains(&(name.0.to_owned(), name.1.clone()));
        admitted.push(match asked.get(&name) {
            Some((first, _)) if fresh && *first == index => Admitted::Fresh,
            Some((first, _)) if fresh => Admitted::TwinOf(*first),
            _ => stored(session, key).await?,
        });
    }
    Ok(admitted)
}

fn name(key: &CommandKey) -> Name<'_> {
    (&key.actor, key.id.to_string())
}

fn timely(key: &CommandKey, now: MachineTime) -> Result<(), CommandRefusal> {
    let stamped = ids::stamped_at(key.id).unwrap_or(now);
    if now.since(stamped) > ANSWERS_KEPT_MS {
        return Err(CommandRefusal::TooOld);
    }
    if stamped.since(now) > STAMPED_AHEAD_MS {
        return Err(CommandRefusal::Ahead);
    }
    Ok(())
}

/// The answer that was given to an id before.
async fn stored(session: &mut Session<'_>, key: &CommandKey) -> Result<Admitted, Fault> {
    let row = session
        .one(
            "SELECT hash, answer FROM commands WHERE actor = $1 AND id = $2",
            args![key.actor.as_str(), key.id.to_string()],
        )
        .await?
        .ok_or_else(|| Fault::other("a command's id vanished"))?;
    if row.bytes("hash")? != key.hash {
        return Ok(Admitted::Refused(CommandRefusal::Reused.into()));
    }
    let text = row
        .opt_text("answer")?
        .ok_or_else(|| Fault::other("a command's answer is missing"))?;
    let raw = RawValue::from_string(text).map_err(Fault::other)?;
    Ok(Admitted::Repeated(raw.into()))
}
