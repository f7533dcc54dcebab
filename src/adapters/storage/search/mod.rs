//! The search index's rows. Here the dialects truly differ: SQLite asks FTS5, `PostgreSQL` a GIN index over lexemes.

mod blocks;
mod words;

use async_trait::async_trait;

use self::words::{Language, Words, scope};
use super::{Dialect, session::Session, sql::Arg};
use crate::{
    args,
    domain::search::ports::{Doc, Find, Finder, Hit, Index, Kind, Phase, Place},
    kernel::fault::Fault,
};

/// The page of one phase in SQLite: the index gives its rows in the order of their numbers, backwards too, and stops
/// when the page is full.
pub(super) const PAGE_OF_SQLITE: &str = "\
    SELECT search_docs.number, search_docs.id FROM search_words
    CROSS JOIN search_docs ON search_docs.number = search_words.rowid
    WHERE search_words MATCH $1 AND search_words.rowid < $2
    ORDER BY search_words.rowid DESC LIMIT $3";

/// The same in `PostgreSQL`: block after block ([`blocks`]) until the page is full. A function's rows and those found for
/// each come in order, and no other join than one within the other can be made of them. The order within a block is
/// not one that an index has, so that none is walked along instead of asking for the words.
pub(super) const PAGE_OF_POSTGRES: &str = "\
    SELECT found.number,
      (SELECT search_docs.id FROM search_docs WHERE search_docs.number = found.number) AS id
    FROM unnest(string_to_array($1, ' ')) AS block
    CROSS JOIN LATERAL (
      SELECT number FROM search_words
      WHERE words @@ CAST('''' || block || ''' & ' || $2 AS tsquery) AND number < $3
      ORDER BY number + 0 DESC LIMIT $4) AS found
    LIMIT $4";

impl Session<'_> {
    /// What the page of one phase is asked with.
    pub(super) async fn search_args(
        &mut self,
        what: &Find,
        from: Place,
        limit: i64,
    ) -> Result<Vec<Arg>, Fault> {
        let scope = scope(what.kind, what.edition, what.exhibitor);
        let Place { phase, number } = from;
        if self.dialect() == Dialect::Sqlite {
            let words = Language::Fts5.of(&what.query, phase);
            return Ok(args![format!("\"{scope}\" AND {words}"), number, limit]);
        }
        let above = match number {
            i64::MAX => self.above_all().await?,
            it => it,
        };
        let blocks = blocks::below(&scope, above).join(" ");
        let words = Language::Tsquery.of(&what.query, phase);
        Ok(args![blocks, words, above, limit])
    }

    /// A number above all.
    async fn above_all(&mut self) -> Result<i64, Fault> {
        let row = self
            .one("SELECT MAX(number) AS number FROM search_docs", args![])
            .await?;
        let highest = row.map_or(Ok(None), |it| it.opt_int("number"))?;
        Ok(highest.unwrap_or(0).saturating_add(1))
    }

    async fn page(&mut self, what: &Find, from: Place, limit: usize) -> Result<Vec<Hit>, Fault> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let args = self.search_args(what, from, limit).await?;
        let sql = match self.dialect() {
            Dialect::Sqlite => PAGE_OF_SQLITE,
            Dialect::Postgres => PAGE_OF_POSTGRES,
        };
        let rows = self.all(sql, args).await?;
        let hit = |row: &super::sql::Row| {
            let place = Place {
                phase: from.phase,
                number: row.int("number")?,
            };
            Ok(Hit {
                id: row.text("id")?,
                place,
            })
        };
        rows.iter().map(hit).collect()
    }

    /// The number of a document, a new one if it has none.
    async fn doc_number(&mut self, doc: &Doc) -> Result<i64, Fault> {
        // Locks it, too: of two who put it at once the second replaces what the first wrote.
        let known = self
            .one(
                "UPDATE search_docs SET id = id WHERE kind = $1 AND id = $2 RETURNING number",
                args![doc.kind.as_str(), doc.id.as_str()],
            )
            .await?;
        let row = match known {
            Some(it) => it,
            None => self
                .one(
                    "INSERT INTO search_docs (kind, id) VALUES ($1, $2)
                     ON CONFLICT (kind, id) DO UPDATE SET id = excluded.id RETURNING number",
                    args![doc.kind.as_str(), doc.id.as_str()],
                )
                .await?
                .ok_or_else(|| Fault::other("an upsert gave no row"))?,
        };
        row.int("number")
    }

    async fn forget_words(&mut self, number: i64) -> Result<(), Fault> {
        let sql = match self.dialect() {
            Dialect::Sqlite => "DELETE FROM search_words WHERE rowid = $1",
            Dialect::Postgres => "DELETE FROM search_words WHERE number = $1",
        };
        self.run(sql, args![number]).await.map(drop)
    }
}

#[async_trait]
impl Finder for Session<'_> {
    async fn find(&mut self, what: &Find) -> Result<Vec<Hit>, Fault> {
        let top = |phase| Place {
            phase,
            number: i64::MAX,
        };
        let from = what.after.unwrap_or(top(Phase::Title));
        let mut hits = self.page(what, from, what.limit).await?;
        if from.phase == Phase::Title && hits.len() < what.limit {
            let wanted = what.limit - hits.len();
            hits.extend(self.page(what, top(Phase::Rest), wanted).await?);
        }
        Ok(hits)
    }
}

#[async_trait]
impl Index for Session<'_> {
    async fn put(&mut self, doc: &Doc) -> Result<(), Fault> {
        let number = self.doc_number(doc).await?;
        let words = Words::of(doc);
        if self.dialect() == Dialect::Postgres {
            return self
                .run(
                    "INSERT INTO search_words (number, words) VALUES ($1, CAST($2 AS tsvector))
                     ON CONFLICT (number) DO UPDATE SET words = excluded.words",
                    args![number, words.vector(number)],
                )
                .await
                .map(drop);
        }
        self.forget_words(number).await?;
        let [scope, head, title, body] = words.columns();
        self.run(
            "INSERT INTO search_words (rowid, scope, head, title, body) VALUES ($1, $2, $3, $4, $5)",
            args![number, scope, head, title, body],
        )
        .await
        .map(drop)
    }

    async fn forget(&mut self, kind: Kind, id: &str) -> Result<(), Fault> {
        let row = self
            .one(
                "DELETE FROM search_docs WHERE kind = $1 AND id = $2 RETURNING number",
                args![kind.as_str(), id],
            )
            .await?;
        match row {
            Some(it) => self.forget_words(it.int("number")?).await,
            None => Ok(()),
        }
    }
}
