//! Values in and rows out: the few column types both databases share.

use std::{collections::HashMap, hash::Hash, str::FromStr, sync::Arc};

use jiff::civil::Date;
use sqlx::{
    Any, Decode, Row as _, Type, ValueRef as _,
    any::{AnyArguments, AnyRow},
    query::Query,
};

use super::{
    faults::fault,
    table::{Seen, Table},
};
use crate::kernel::{
    fault::Fault,
    ids::{
        ApiKeyId, AppointmentId, CompanyId, EditionId, ExhibitorId, GridId, JobId, LinkId,
        NegotiationId, NodeId, NoticeId, ProductId, SectionId, SessionId, UserId,
    },
    picture_id::PictureId,
    time::{FairTime, MachineTime},
};

/// One bound value.
#[derive(Clone, Debug)]
pub enum Arg {
    /// TEXT.
    Text(Option<String>),
    /// BIGINT; flags are 0 and 1, times milliseconds.
    Int(Option<i64>),
    /// BLOB or BYTEA.
    Bytes(Option<Vec<u8>>),
}

/// `args![a, b]`: values in the order of `$1`, `$2`.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::adapters::storage::sql::Arg::from($value)),*] };
}

macro_rules! arg_from {
    ($($type:ty => $variant:ident $make:expr),+ $(,)?) => {$(
        impl From<$type> for Arg {
            fn from(value: $type) -> Self {
                let make: fn($type) -> _ = $make;
                Self::$variant(Some(make(value)))
            }
        }

        impl From<Option<$type>> for Arg {
            fn from(value: Option<$type>) -> Self {
                let make: fn($type) -> _ = $make;
                Self::$variant(value.map(make))
            }
        }
    )+};
}

arg_from! {
    &str => Text |it| it.to_owned(),
    String => Text |it| it,
    Date => Text |it| it.to_string(),
    i64 => Int |it| it,
    u16 => Int i64::from,
    bool => Int i64::from,
    FairTime => Int |it| it.ms(),
    MachineTime => Int |it| it.ms(),
    [u8; 32] => Bytes |it| it.to_vec(),
    Vec<u8> => Bytes |it| it,
    UserId => Text |it| it.to_string(),
    CompanyId => Text |it| it.to_string(),
    EditionId => Text |it| it.to_string(),
    ExhibitorId => Text |it| it.to_string(),
    GridId => Text |it| it.to_string(),
    SectionId => Text |it| it.to_string(),
    ProductId => Text |it| it.to_string(),
    NegotiationId => Text |it| it.to_string(),
    AppointmentId => Text |it| it.to_string(),
    NoticeId => Text |it| it.to_string(),
    JobId => Text |it| it.to_string(),
    SessionId => Text |it| it.to_string(),
    LinkId => Text |it| it.to_string(),
    ApiKeyId => Text |it| it.to_string(),
    NodeId => Text |it| it.to_string(),
    PictureId => Text |it| it.to_string(),
}

pub(super) fn bind(
    mut query: Query<'_, sqlx::Any, AnyArguments>,
    args: Vec<Arg>,
) -> Query<'_, sqlx::Any, AnyArguments> {
    for arg in args {
        query = match arg {
            Arg::Text(it) => query.bind(it),
            Arg::Int(it) => query.bind(it),
            Arg::Bytes(it) => query.bind(it),
        };
    }
    query
}

/// `($1,$2),($3,$4)` for a multi-row VALUES.
pub fn values(rows: usize, columns: usize) -> String {
    let mut text = String::with_capacity(rows * columns * 5);
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ",(" });
        for column in 0..columns {
            if column > 0 {
                text.push(',');
            }
            text.push('$');
            text.push_str(&(row * columns + column + 1).to_string());
        }
        text.push(')');
    }
    text
}

/// `$2,$3,$4` for an IN list of `count` values, the first of which is number `first`.
pub fn marks(first: usize, count: usize) -> String {
    let marks: Vec<_> = (first..first + count).map(|n| format!("${n}")).collect();
    marks.join(",")
}

/// What was found, in the order of the `keys` it was asked by; an IN list has none.
pub fn in_order<K: Eq + Hash, V>(keys: &[K], found: Vec<V>, key: impl Fn(&V) -> K) -> Vec<V> {
    let mut found: HashMap<K, V> = found.into_iter().map(|it| (key(&it), it)).collect();
    keys.iter().filter_map(|it| found.remove(it)).collect()
}

/// One row of an answer.
pub struct Row(Cells);

enum Cells {
    Sqlite { table: Arc<Table>, row: usize },
    Any(AnyRow),
}

impl Row {
    pub(super) fn sqlite(table: Arc<Table>, row: usize) -> Self {
        Self(Cells::Sqlite { table, row })
    }

    pub(super) fn any(row: AnyRow) -> Self {
        Self(Cells::Any(row))
    }

    /// The value in `column`; none if it is NULL.
    fn cell<'r, T>(&'r self, column: &str) -> Result<Option<T>, Fault>
    where
        T: Decode<'r, Any> + Type<Any> + Cell,
    {
        match &self.0 {
            Cells::Sqlite { table, row } => {
                match table.see(*row, column).ok_or_else(|| absent(column))? {
                    Seen::Null => Ok(None),
                    it => T::of(it).map(Some).ok_or_else(|| unlike(column)),
                }
            }
            Cells::Any(row) => {
                if row.try_get_raw(column).map_err(fault)?.is_null() {
                    Ok(None)
                } else {
                    row.try_get(column).map(Some).map_err(fault)
                }
            }
        }
    }

    fn there<'r, T>(&'r self, column: &str) -> Result<T, Fault>
    where
        T: Decode<'r, Any> + Type<Any> + Cell,
    {
        self.cell(column)?.ok_or_else(|| unlike(column))
    }

    /// A TEXT that is never NULL.
    pub fn text(&self, column: &str) -> Result<String, Fault> {
        self.there(column)
    }

    /// A TEXT that may be NULL.
    pub fn opt_text(&self, column: &str) -> Result<Option<String>, Fault> {
        self.cell(column)
    }

    /// A BIGINT that is never NULL.
    pub fn int(&self, column: &str) -> Result<i64, Fault> {
        self.there(column)
    }

    /// A BIGINT that may be NULL.
    pub fn opt_int(&self, column: &str) -> Result<Option<i64>, Fault> {
        self.cell(column)
    }

    /// A flag kept as 0 or 1.
    pub fn flag(&self, column: &str) -> Result<bool, Fault> {
        Ok(self.int(column)? != 0)
    }

    /// A BLOB or BYTEA that is never NULL.
    pub fn bytes(&self, column: &str) -> Result<Vec<u8>, Fault> {
        self.there(column)
    }

    /// An id kept as text.
    pub fn id<T: FromStr>(&self, column: &str) -> Result<T, Fault> {
        self.opt_id(column)?.ok_or_else(|| unlike(column))
    }

    /// An id kept as text, or NULL.
    pub fn opt_id<T: FromStr>(&self, column: &str) -> Result<Option<T>, Fault> {
        if let Cells::Sqlite { table, row } = &self.0
            && let Some(Seen::Text(text)) = table.see(*row, column)
        {
            // Most of what is read are ids: parsed where they are.
            return parse(column, text).map(Some);
        }
        self.opt_text(column)?
            .map(|text| parse(column, &text))
            .transpose()
    }

    /// Fair time in milliseconds.
    pub fn fair(&self, column: &str) -> Result<FairTime, Fault> {
        self.int(column).map(FairTime::from_ms)
    }

    /// Machine time in milliseconds.
    pub fn machine(&self, column: &str) -> Result<MachineTime, Fault> {
        self.int(column).map(MachineTime::from_ms)
    }

    /// A civil date kept as `YYYY-MM-DD`.
    pub fn date(&self, column: &str) -> Result<Date, Fault> {
        parse(column, &self.text(column)?)
    }
}

/// A value of SQLite as one of ours.
trait Cell: Sized {
    fn of(value: Seen<'_>) -> Option<Self>;
}

impl Cell for String {
    fn of(value: Seen<'_>) -> Option<Self> {
        match value {
            Seen::Text(it) => Some(it.to_owned()),
            _ => None,
        }
    }
}

impl Cell for i64 {
    fn of(value: Seen<'_>) -> Option<Self> {
        match value {
            Seen::Int(it) => Some(it),
            _ => None,
        }
    }
}

impl Cell for Vec<u8> {
    fn of(value: Seen<'_>) -> Option<Self> {
        match value {
            Seen::Blob(it) => Some(it.to_vec()),
            _ => None,
        }
    }
}

fn absent(column: &str) -> Fault {
    Fault::other(format!("there is no column {column}"))
}

fn unlike(column: &str) -> Fault {
    Fault::other(format!("column {column} holds what it cannot hold"))
}

fn parse<T: FromStr>(column: &str, text: &str) -> Result<T, Fault> {
    text.parse().map_err(|_| unlike(column))
}

#[cfg(test)]
mod tests {
    use super::values;

    #[test]
    fn values_number_their_placeholders_row_by_row() {
        assert_eq!(values(1, 3), "($1,$2,$3)");
        assert_eq!(values(2, 2), "($1,$2),($3,$4)");
    }
}
