//! SQLite without a thread of its own in between: a statement runs where it is asked for, in microseconds.
//!
//! The one writer works on a thread that may block (its COMMIT waits for the disk). A reader reads where it stands:
//! warm pages from memory, cold ones from the disk while the worker waits for them.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use parking_lot::Mutex;
use rusqlite::{Connection, OpenFlags, ToSql, types::ToSqlOutput};

use super::{
    Dialect,
    conn::Answered,
    faults::{is_violation, of_sqlite},
    sql::Arg,
    table::Table,
};
use crate::kernel::fault::Fault;

/// Statements a connection keeps prepared: all there are, and the sizes of those that are put together.
const PREPARED: usize = 1024;

/// What is known of a statement that was prepared once.
#[derive(Clone)]
struct Known {
    /// The same text in SQLite's own words: `$2` would be a name, looked up among all names each time it is bound;
    /// `?2` is a number.
    text: Arc<str>,
    /// The names of its columns.
    columns: Arc<[String]>,
}

/// One connection to the file.
pub(super) struct Link {
    conn: Connection,
    /// What is known of each statement, by its text.
    known: HashMap<String, Known>,
    /// An error after which nothing is certain any more: it is not used again.
    failed: bool,
}

impl Link {
    /// Opens the file at `path`; `setup` is what it is told first.
    pub(super) fn open(path: &Path, setup: &[&'static str]) -> Result<Self, Fault> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(path, flags).map_err(of_sqlite)?;
        conn.set_prepared_statement_cache_capacity(PREPARED);
        let mut link = Self {
            conn,
            known: HashMap::new(),
            failed: false,
        };
        for statement in setup {
            link.query(statement, &[])?;
        }
        Ok(link)
    }

    /// Runs one statement.
    pub(super) fn query(&mut self, sql: &str, args: &[Arg]) -> Result<Answered, Fault> {
        let answered = self.try_query(sql, args);
        answered.map_err(|error| {
            if let rusqlite::Error::InvalidParameterCount(given, wanted) = error {
                // It was not run: the connection is as good as before.
                return Fault::other(format!("{given} arguments for {wanted}: {sql}"));
            }
            self.failed |= !is_violation(&error);
            of_sqlite(error)
        })
    }

    fn try_query(&mut self, sql: &str, args: &[Arg]) -> rusqlite::Result<Answered> {
        let known = self.known(sql)?;
        let mut statement = self.conn.prepare_cached(&known.text)?;
        // SQLite would take a forgotten one for NULL; PostgreSQL refuses the statement.
        let wanted = statement.parameter_count();
        if wanted != args.len() {
            return Err(rusqlite::Error::InvalidParameterCount(args.len(), wanted));
        }
        for (at, bound) in args.iter().enumerate() {
            statement.raw_bind_parameter(at + 1, bound)?;
        }
        let mut table = Table::of(known.columns);
        let mut found = statement.raw_query();
        while let Some(row) = found.next()? {
            for at in 0..table.width() {
                table.push(row.get_ref(at)?)?;
            }
            table.end_row();
        }
        drop(found);
        let touched = if statement.readonly() {
            0
        } else {
            self.conn.changes()
        };
        let rows = table.rows();
        Ok(Answered { rows, touched })
    }

    fn known(&mut self, sql: &str) -> rusqlite::Result<Known> {
        if let Some(known) = self.known.get(sql) {
            return Ok(known.clone());
        }
        let text: Arc<str> = sql.replace('$', "?").into();
        let statement = self.conn.prepare_cached(&text)?;
        let names = statement.column_names().into_iter().map(str::to_owned);
        let known = Known {
            text: text.clone(),
            columns: names.collect(),
        };
        if self.known.len() >= PREPARED {
            self.known.clear();
        }
        self.known.insert(sql.to_owned(), known.clone());
        Ok(known)
    }
}

impl ToSql for Arg {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self {
            Self::Text(it) => it.to_sql(),
            Self::Int(it) => it.to_sql(),
            Self::Bytes(it) => it.to_sql(),
        }
    }
}

/// Connections that only read, made as they are needed and kept.
pub(super) struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Link>>,
}

impl Readers {
    /// Readers of the file at `path`.
    pub(super) fn of(path: PathBuf) -> Arc<Self> {
        Arc::new(Self {
            path,
            idle: Mutex::default(),
        })
    }

    /// A connection nobody else reads with.
    pub(super) fn take(self: &Arc<Self>) -> Result<Borrowed, Fault> {
        let idle = self.idle.lock().pop();
        let link = match idle {
            Some(it) => it,
            None => Link::open(&self.path, Dialect::Sqlite.reader_setup())?,
        };
        Ok(Borrowed {
            link: Some(link),
            home: self.clone(),
        })
    }
}

/// Goes back to the other readers when it is dropped, its transaction rolled back.
pub(super) struct Borrowed {
    link: Option<Link>,
    home: Arc<Readers>,
}

impl Borrowed {
    /// The connection.
    pub(super) fn link(&mut self) -> &mut Link {
        self.link.as_mut().expect("taken in drop only")
    }
}

impl Drop for Borrowed {
    fn drop(&mut self) {
        let Some(mut link) = self.link.take().filter(|it| !it.failed) else {
            return;
        };
        if link.conn.is_autocommit() || link.query("ROLLBACK", &[]).is_ok() {
            self.home.idle.lock().push(link);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Link;
    use crate::{adapters::storage::sql::Arg, kernel::fault::FaultKind};

    #[test]
    fn a_statement_takes_as_many_arguments_as_it_names() {
        let mut link = Link::open(Path::new(":memory:"), &[]).expect("it opens");
        let one = || Arg::Int(Some(1));
        for (sql, args) in [
            ("SELECT 1", vec![one()]),
            ("SELECT $1", vec![]),
            ("SELECT $2, $1", vec![one()]),
            ("SELECT $2", vec![one()]),
            ("SELECT $1, $1", vec![one(), one()]),
        ] {
            let fault = link.query(sql, &args).err().expect(sql);
            assert_eq!(fault.kind(), FaultKind::Other, "{sql}");
        }
        assert!(!link.failed, "nothing was run");
        let found = link.query("SELECT $2 AS it, $1", &[Arg::Int(Some(7)), one()]);
        let rows = found.expect("as many as it names").rows;
        assert_eq!(rows[0].int("it").expect("a number"), 1);
    }
}
