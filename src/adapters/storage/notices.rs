//! The message centre's rows.

use std::ops::Range;

use async_trait::async_trait;

use super::{session::Session, sql::Row};
use crate::{
    args,
    domain::notifications::{
        notice::{KEPT, Notice},
        ports::Notices,
    },
    kernel::{
        fault::Fault,
        ids::{NoticeId, UserId},
        time::FairTime,
        topic::Topic,
    },
};

/// Old notices go in handfuls: a delete per notice would double the writes of every booking.
const TRIM_EVERY: i64 = 50;

fn notice(row: &Row) -> Result<Notice, Fault> {
    Ok(Notice {
        id: row.id("id")?,
        at: row.fair("at")?,
        kind: row.text("kind")?,
        appointment: row.opt_id("appointment")?,
        with: serde_json::from_str(&row.text("body")?).map_err(Fault::other)?,
    })
}

#[async_trait]
impl Notices for Session<'_> {
    async fn add_notice(&mut self, reader: UserId, new: &Notice) -> Result<i64, Fault> {
        let inbox = self
            .one(
                "INSERT INTO inboxes (reader, read_until, unread, added) VALUES ($1, 0, 1, 1)
                 ON CONFLICT (reader) DO UPDATE SET added = inboxes.added + 1,
                   unread = CASE WHEN inboxes.unread < $2 THEN inboxes.unread + 1
                     ELSE inboxes.unread END
                 RETURNING unread, added",
                args![reader, KEPT],
            )
            .await?
            .ok_or_else(|| Fault::other("an upsert gave no row"))?;
        self.run(
            "INSERT INTO notices (reader, at, id, kind, appointment, body)
             VALUES ($1, $2, $3, $4, $5, $6)",
            args![
                reader,
                new.at,
                new.id,
                new.kind.as_str(),
                new.appointment,
                new.with.to_string()
            ],
        )
        .await?;
        if inbox.int("added")? % TRIM_EVERY == 0 {
            self.run(
                "DELETE FROM notices WHERE reader = $1 AND id IN
                   (SELECT id FROM notices WHERE reader = $1
                    ORDER BY at DESC, id DESC LIMIT 200 OFFSET $2)",
                args![reader, KEPT],
            )
            .await?;
        }
        inbox.int("unread")
    }

    async fn read_notices(
        &mut self,
        reader: UserId,
        until: FairTime,
    ) -> Result<Option<i64>, Fault> {
        let moved = self
            .run(
                "UPDATE inboxes SET read_until = $1 WHERE reader = $2 AND read_until < $1",
                args![until, reader],
            )
            .await?;
        if moved == 0 {
            return Ok(None);
        }
        // Counted after the row is locked: what a neighbour wrote meanwhile is committed and seen.
        let row = self
            .one(
                "UPDATE inboxes SET unread =
                   (SELECT CAST(COUNT(*) AS BIGINT) FROM notices WHERE reader = $1 AND at > $2)
                 WHERE reader = $1 RETURNING unread",
                args![reader, until],
            )
            .await?;
        row.map(|it| it.int("unread")).transpose()
    }

    async fn forget_notices(&mut self, reader: UserId) -> Result<(), Fault> {
        // The reader's row first, as whoever writes him a notice does.
        self.run(
            "UPDATE inboxes SET unread = 0 WHERE reader = $1",
            args![reader],
        )
        .await?;
        self.run("DELETE FROM notices WHERE reader = $1", args![reader])
            .await
            .map(drop)
    }

    async fn redact_news(&mut self, reader: UserId, numbers: Range<i64>) -> Result<(), Fault> {
        self.run(
            "UPDATE facts SET body = '{}', by_user = NULL, by_side = NULL
             WHERE topic = $1 AND seq >= $2 AND seq < $3
               AND kind IN ('notice.added', 'appointment.changed')",
            args![Topic::Inbox(reader).to_string(), numbers.start, numbers.end],
        )
        .await
        .map(drop)
    }

    async fn notices(
        &mut self,
        reader: UserId,
        before: Option<NoticeId>,
        limit: usize,
    ) -> Result<Vec<Notice>, Fault> {
        let (at, id) = match before {
            None => (i64::MAX, String::new()),
            Some(id) => {
                let row = self
                    .one(
                        "SELECT at FROM notices WHERE reader = $1 AND id = $2",
                        args![reader, id],
                    )
                    .await?;
                let Some(row) = row else {
                    return Ok(Vec::new());
                };
                (row.int("at")?, id.to_string())
            }
        };
        let rows = self
            .all(
                "SELECT id, at, kind, appointment, body FROM notices
                 WHERE reader = $1 AND (at, id) < ($2, $3) ORDER BY at DESC, id DESC LIMIT $4",
                args![reader, at, id, i64::try_from(limit).unwrap_or(i64::MAX)],
            )
            .await?;
        rows.iter().map(notice).collect()
    }

    async fn unread(&mut self, reader: UserId) -> Result<i64, Fault> {
        let row = self
            .one(
                "SELECT unread FROM inboxes WHERE reader = $1",
                args![reader],
            )
            .await?;
        row.map_or(Ok(0), |it| it.int("unread"))
    }
}
