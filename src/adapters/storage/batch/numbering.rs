//! Numbers: the topics' heads are raised with one statement, and the facts are written with what it gives (law 1).

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    adapters::storage::{session::Session, sql::Arg},
    args,
    domain::journal::Journal,
    kernel::{
        fact::{Fact, NewFact},
        fault::Fault,
        time::FairTime,
    },
};

/// Rows of one INSERT: enough for a batch, far below either database's limit on bound values.
const ROWS_PER_INSERT: usize = 200;

/// Raises the heads of the topics that were told something, rows sorted by name, and writes what was told with the
/// numbers that gives.
pub(super) async fn number(session: &mut Session<'_>) -> Result<Vec<Fact>, Fault> {
    let fresh = std::mem::take(&mut session.facts);
    if fresh.is_empty() {
        return Ok(Vec::new());
    }
    let names: Vec<Arc<str>> = fresh.iter().map(|it| it.topic.to_string().into()).collect();
    let mut counts: BTreeMap<Arc<str>, i64> = BTreeMap::new();
    for name in &names {
        *counts.entry(name.clone()).or_default() += 1;
    }
    let mut next = raise(session, &counts).await?;
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
    close(session).await?;
    Ok(facts)
}

/// Closes the history of the topics whose heads were just raised, and are locked by that.
async fn close(session: &mut Session<'_>) -> Result<(), Fault> {
    for topic in std::mem::take(&mut session.closing) {
        session
            .run(
                "UPDATE topics SET closed = head WHERE name = $1",
                args![topic.to_string()],
            )
            .await?;
    }
    Ok(())
}

/// The number before this batch's first, per topic.
async fn raise(
    session: &mut Session<'_>,
    counts: &BTreeMap<Arc<str>, i64>,
) -> Result<BTreeMap<String, i64>, Fault> {
    let bound = counts
        .iter()
        .flat_map(|(name, count)| args![&**name, *count])
        .collect();
    let raise = (
        "INSERT INTO topics (name, head)",
        2,
        "ON CONFLICT (name) DO UPDATE SET head = topics.head + excluded.head RETURNING name, head",
    );
    let mut before = BTreeMap::new();
    for row in session.send_rows(raise, bound).await? {
        let name = row.text("name")?;
        let raised = counts.get(name.as_str()).copied().unwrap_or_default();
        before.insert(name, row.int("head")? - raised);
    }
    Ok(before)
}

fn numbered(fact: NewFact, topic: Arc<str>, seq: i64, at: FairTime) -> Fact {
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
    let insert = (
        "INSERT INTO facts (topic, seq, kind, version, at, by_user, by_side, body)",
        8,
        "",
    );
    for chunk in facts.chunks(ROWS_PER_INSERT) {
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
        session.send_rows(insert, bound).await?;
    }
    Ok(())
}
