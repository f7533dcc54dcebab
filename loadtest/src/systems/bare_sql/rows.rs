//! The rows beside the claims that a winner leaves behind: at once his hold and its timer, and with the batch the facts,
//! their numbers and his answer.

use std::collections::BTreeMap;

use anyhow::Result;

use super::{Attempt, id};
use crate::systems::base::{Base, Bound};

/// Periods of a fair day, and days of the fair.
const PERIODS: i64 = 16;
const DAYS: i64 = 16;
/// A moment of the fair, as long as any.
const AT: i64 = 1_790_000_000_000;

impl Attempt {
    /// The salesperson's calendar and the queue on the period's day: both change colour.
    fn topics(self) -> [String; 2] {
        let day = 10 + self.period / PERIODS % DAYS;
        [3, 4].map(|kind| format!("slots/{}/2026-10-{day:02}", id(kind, self.group, 0)))
    }

    /// Another id each time.
    fn fresh(self, kind: usize) -> String {
        id(kind, self.group, usize::try_from(self.period).unwrap_or(0))
    }
}

fn text(it: impl Into<String>) -> Bound {
    Bound::Text(it.into())
}

/// `($1,$2),($3,$4)`.
fn values(rows: usize, columns: usize) -> String {
    let row = |row| {
        let marks: Vec<_> = (1..=columns)
            .map(|at| format!("${}", row * columns + at))
            .collect();
        format!("({})", marks.join(","))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(",")
}

/// Writes a winner's hold and its timer.
pub async fn keep(base: &mut Base, winner: Attempt) -> Result<()> {
    let hold = "INSERT INTO loadtest_holds (buyer, grid, starts_at, until) VALUES ($1, $2, $3, $4)
         ON CONFLICT (buyer) DO UPDATE SET grid = excluded.grid, starts_at = excluded.starts_at,
           until = excluded.until";
    let buyer = winner.buyer_id();
    let until = AT + winner.period;
    let bound = vec![
        text(&*buyer),
        text(id(3, winner.group, 0)),
        Bound::Int(AT),
        Bound::Int(until),
    ];
    base.rows(hold, bound).await?;
    let job = "INSERT INTO loadtest_jobs (id, kind, object, due, fence) VALUES ($1, $2, $3, $4, 0)
         ON CONFLICT (kind, object) DO UPDATE SET due = excluded.due, fence = loadtest_jobs.fence + 1";
    let bound = vec![
        text(winner.fresh(5)),
        text("hold.expire"),
        text(buyer),
        Bound::Int(until),
    ];
    base.rows(job, bound).await?;
    Ok(())
}

/// Raises the heads, writes two facts for the period that is taken and two for the one given back, and the answers.
pub async fn after(base: &mut Base, winners: &[Attempt]) -> Result<()> {
    if winners.is_empty() {
        return Ok(());
    }
    let mut told: BTreeMap<String, i64> = BTreeMap::new();
    for topic in winners.iter().flat_map(|it| it.topics()) {
        *told.entry(topic).or_default() += 2;
    }
    let sql = format!(
        "INSERT INTO loadtest_topics (name, head) VALUES {}
         ON CONFLICT (name) DO UPDATE SET head = loadtest_topics.head + excluded.head RETURNING head",
        values(told.len(), 2)
    );
    let heads = told
        .iter()
        .flat_map(|(name, more)| [text(&**name), Bound::Int(*more)]);
    base.rows(&sql, heads.collect()).await?;
    let mut facts = Vec::new();
    for winner in winners {
        for (place, topic) in (0..).zip(winner.topics()) {
            for state in ["free", "held"] {
                // As good as a head that was raised, and no two alike: each pair of period and buyer wins once.
                let seq = (winner.period << 24) + (i64::try_from(winner.buyer)? << 2) + place * 2;
                let seq = seq + i64::from(state == "held");
                let body = format!(r#"{{"start":{AT},"state":"{state}","until":{AT}}}"#);
                facts.extend([text(&*topic), Bound::Int(seq), text("period.changed")]);
                facts.extend([Bound::Int(AT), text(body)]);
            }
        }
    }
    let sql = format!(
        "INSERT INTO loadtest_facts (topic, seq, kind, at, body) VALUES {}",
        values(facts.len() / 5, 5)
    );
    base.rows(&sql, facts).await?;
    let answers = winners.iter().flat_map(|winner| {
        let answer = format!(r#"{{"until":{AT}}}"#);
        let actor = text(winner.buyer_id());
        [actor, text(winner.fresh(6)), text(answer), Bound::Int(AT)]
    });
    let sql = format!(
        "INSERT INTO loadtest_commands (actor, id, answer, at) VALUES {}",
        values(winners.len(), 4)
    );
    base.rows(&sql, answers.collect()).await?;
    Ok(())
}
