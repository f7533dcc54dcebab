//! What SQLite answered to one statement, in one block of memory: few answers are worth an allocation per cell.

use std::{ops::Range, sync::Arc};

use rusqlite::types::{Type, ValueRef};

use super::sql::Row;

/// One value, as it lies in the block.
#[derive(Clone, Debug)]
enum Cell {
    Null,
    Int(i64),
    Real,
    Text(Range<usize>),
    Blob(Range<usize>),
}

/// One value, as it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen<'t> {
    Null,
    Int(i64),
    /// No column of ours holds one.
    Real,
    Text(&'t str),
    Blob(&'t [u8]),
}

/// All rows of an answer.
#[derive(Debug)]
pub(super) struct Table {
    columns: Arc<[String]>,
    cells: Vec<Cell>,
    texts: String,
    blobs: Vec<u8>,
    height: usize,
}

impl Table {
    pub(super) fn of(columns: Arc<[String]>) -> Self {
        Self {
            columns,
            cells: Vec::new(),
            texts: String::new(),
            blobs: Vec::new(),
            height: 0,
        }
    }

    pub(super) fn width(&self) -> usize {
        self.columns.len()
    }

    /// Takes the next value of the row that is being read.
    pub(super) fn push(&mut self, value: ValueRef<'_>) -> rusqlite::Result<()> {
        self.cells.push(match value {
            ValueRef::Null => Cell::Null,
            ValueRef::Integer(it) => Cell::Int(it),
            ValueRef::Real(_) => Cell::Real,
            ValueRef::Text(it) => {
                let it = str::from_utf8(it).map_err(|error| {
                    rusqlite::Error::FromSqlConversionFailure(0, Type::Text, error.into())
                })?;
                let from = self.texts.len();
                self.texts.push_str(it);
                Cell::Text(from..self.texts.len())
            }
            ValueRef::Blob(it) => {
                let from = self.blobs.len();
                self.blobs.extend_from_slice(it);
                Cell::Blob(from..self.blobs.len())
            }
        });
        Ok(())
    }

    pub(super) fn end_row(&mut self) {
        self.height += 1;
    }

    pub(super) fn rows(self) -> Vec<Row> {
        let table = Arc::new(self);
        (0..table.height)
            .map(|row| Row::sqlite(table.clone(), row))
            .collect()
    }

    /// The value in `column` of row number `row`; none if there is no such column.
    pub(super) fn see(&self, row: usize, column: &str) -> Option<Seen<'_>> {
        let at = self.columns.iter().position(|it| it == column)?;
        Some(match self.cells.get(row * self.width() + at)? {
            Cell::Null => Seen::Null,
            Cell::Int(it) => Seen::Int(*it),
            Cell::Real => Seen::Real,
            Cell::Text(it) => Seen::Text(self.texts.get(it.clone())?),
            Cell::Blob(it) => Seen::Blob(self.blobs.get(it.clone())?),
        })
    }
}
