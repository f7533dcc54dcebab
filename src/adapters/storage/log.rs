//! Reading the log: pages for those who resume, and the poll that finds a lost wake-up.

use std::sync::Arc;

use serde_json::value::RawValue;

use super::{Dialect, Store, sql::Row};
use crate::{
    args,
    kernel::{fact::Fact, fault::Fault},
};

/// Facts of one page: the encoded page stays below 256 KiB for all but the largest bodies.
pub const PAGE: i64 = 200;

impl Store {
    /// The number of the topic's newest fact; 0 if it has none.
    pub async fn head_of(&self, topic: &str) -> Result<i64, Fault> {
        let rows = self
            .rows("SELECT head FROM topics WHERE name = $1", args![topic])
            .await?;
        rows.first().map_or(Ok(0), |it| it.int("head"))
    }

    /// At most [`PAGE`] facts of `topic` after `seq`, in order.
    pub async fn page(&self, topic: &str, seq: i64) -> Result<Vec<Fact>, Fault> {
        let name: Arc<str> = topic.into();
        self.rows(
            "SELECT seq, kind, version, at, by_user, by_side, body FROM facts
             WHERE topic = $1 AND seq > $2 ORDER BY seq LIMIT $3",
            args![topic, seq, PAGE],
        )
        .await?
        .iter()
        .map(|row| fact(name.clone(), row))
        .collect()
    }

    /// The newest number per topic among facts whose transaction id is at or above `mark`, and the next mark.
    ///
    /// One statement, so both belong to one snapshot: whatever it does not see has an id at or above its xmin.
    /// SQLite has one process, so it has nothing to find.
    pub async fn heads_since(&self, mark: i64) -> Result<(Vec<(String, i64)>, i64), Fault> {
        if self.dialect() == Dialect::Sqlite {
            return Ok((Vec::new(), 0));
        }
        let rows = self
            .rows(
                "SELECT s.xmin AS xmin, f.topic AS topic, f.head AS head FROM
                   (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS xmin) s
                   LEFT JOIN (SELECT topic, MAX(seq) AS head FROM facts WHERE xid >= $1 GROUP BY topic) f
                   ON TRUE",
                args![mark],
            )
            .await?;
        let mut next = mark;
        let mut heads = Vec::new();
        for row in &rows {
            next = row.int("xmin")?;
            if let Some(topic) = row.opt_text("topic")? {
                heads.push((topic, row.int("head")?));
            }
        }
        Ok((heads, next))
    }

    /// The mark from which a node that knows nothing yet begins to poll.
    pub async fn current_mark(&self) -> Result<i64, Fault> {
        if self.dialect() == Dialect::Sqlite {
            return Ok(0);
        }
        let rows = self
            .rows(
                "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS xmin",
                Vec::new(),
            )
            .await?;
        rows.first().map_or(Ok(0), |it| it.int("xmin"))
    }
}

fn fact(topic: Arc<str>, row: &Row) -> Result<Fact, Fault> {
    Ok(Fact {
        topic,
        seq: row.int("seq")?,
        kind: row.text("kind")?,
        version: row.int("version")?,
        at: row.fair("at")?,
        by: match row.opt_text("by_user")? {
            Some(user) => Some((user, row.opt_text("by_side")?)),
            None => None,
        },
        with: RawValue::from_string(row.text("body")?).map_err(Fault::other)?,
    })
}
