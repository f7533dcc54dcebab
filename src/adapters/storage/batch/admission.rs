//! Command ids: a command that was answered before gets its answer, and a twin on another node waits for it (law 6).

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

use serde_json::value::RawValue;
use uuid::Uuid;

use crate::{
    adapters::storage::{
        Dialect,
        session::Session,
        sql::{Arg, Row},
    },
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

type Name<'u> = (&'u str, Uuid);

/// Ids by name, each with the place of its first use: two nodes that are sent the same commands must not wait for
/// each other in a ring.
type Asked<'u> = BTreeMap<Name<'u>, (usize, &'u CommandKey)>;

/// Opens the transaction and says of each of `units` whether its id was used before.
pub(super) async fn begin(
    session: &mut Session<'_>,
    units: &[&Unit],
) -> Result<Vec<Admitted>, Fault> {
    let now = session.machine();
    let mut asked = Asked::new();
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
    let fresh = match dialect {
        Dialect::Sqlite => unused(session, &asked).await?,
        Dialect::Postgres => written(session, &asked).await?,
    };
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
        let is_fresh = fresh.contains(&name);
        admitted.push(match asked.get(&name) {
            Some((first, _)) if is_fresh && *first == index => Admitted::Fresh,
            Some((first, _)) if is_fresh => Admitted::TwinOf(*first),
            _ => stored(session, key).await?,
        });
    }
    Ok(admitted)
}

fn name(key: &CommandKey) -> Name<'_> {
    (&key.actor, key.id)
}

/// Writes the ids before their commands run, in their order, so that a twin on another node waits for the outcome;
/// gives those that were not there.
async fn written<'u>(
    session: &mut Session<'_>,
    asked: &Asked<'u>,
) -> Result<HashSet<Name<'u>>, Fault> {
    let now = session.machine();
    let row = |((actor, id), (_, key)): (&Name<'u>, &(usize, &CommandKey))| {
        args![*actor, id.to_string(), key.hash, now]
    };
    let insert = (
        "INSERT INTO commands (actor, id, hash, at)",
        4,
        "ON CONFLICT (actor, id) DO NOTHING RETURNING actor, id",
    );
    let rows = session
        .send_rows(insert, asked.iter().flat_map(row).collect())
        .await?;
    let found = named(&rows)?;
    Ok(asked
        .keys()
        .filter(|it| found.contains(&owned(it)))
        .copied()
        .collect())
}

/// The ids that are not there. One process writes, so a twin can only come later, and finds the answer; an id that is
/// refused is never written.
async fn unused<'u>(
    session: &mut Session<'_>,
    asked: &Asked<'u>,
) -> Result<HashSet<Name<'u>>, Fault> {
    let bound: Vec<Arg> = asked
        .keys()
        .flat_map(|(actor, id)| args![*actor, id.to_string()])
        .collect();
    // The ids lead: the other way round every command ever answered would be looked at.
    let select = (
        "SELECT c.actor, c.id FROM (",
        2,
        ") AS asked CROSS JOIN commands c ON c.actor = asked.column1 AND c.id = asked.column2",
    );
    let rows = session.send_rows(select, bound).await?;
    let found = named(&rows)?;
    Ok(asked
        .keys()
        .filter(|it| !found.contains(&owned(it)))
        .copied()
        .collect())
}

fn named(rows: &[Row]) -> Result<HashSet<(String, Uuid)>, Fault> {
    rows.iter()
        .map(|row| Ok((row.text("actor")?, row.id("id")?)))
        .collect()
}

fn owned((actor, id): &Name<'_>) -> (String, Uuid) {
    ((*actor).to_owned(), *id)
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
