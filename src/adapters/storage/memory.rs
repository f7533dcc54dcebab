//! What a transaction has read of people, stands and claims, until it writes to what they were read from.
//!
//! The commands of a batch ask for the same few people and stands again and again. On PostgreSQL others write too, so
//! nothing is remembered past the end of the transaction, nor past a lock that was waited for. On SQLite the one
//! writer forgets only what it changes itself.

use std::{collections::HashMap, hash::Hash, mem, ops::Range, sync::Arc};

use crate::{
    domain::{
        accounts::ports::Person,
        appointments::claim::Claim,
        fair::{Calendar, Edition, Exhibitor, Grid, exhibitor::Staff},
    },
    kernel::{
        actor::Actor,
        ids::{EditionId, ExhibitorId, GridId, UserId},
    },
};

/// How many answers of one kind are remembered: more than a batch asks for, little memory.
const MOST: usize = 4096;

/// Spans of one person's claims that are remembered.
const PAGES: usize = 8;

/// Answers of one kind by what was asked.
#[derive(Debug)]
pub(super) struct Known<K, V>(HashMap<K, V>);

impl<K, V> Default for Known<K, V> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<K: Eq + Hash, V: Clone> Known<K, V> {
    /// What was answered to `asked`.
    pub(super) fn get(&self, asked: &K) -> Option<V> {
        self.0.get(asked).cloned()
    }

    /// Remembers what was answered, and gives it back.
    pub(super) fn keep(&mut self, asked: K, answer: V) -> V {
        if self.0.len() >= MOST {
            self.0.clear();
        }
        self.0.insert(asked, answer.clone());
        answer
    }
}

/// Claims of one person as they were read: the quanta asked for, and what stood there.
type Pages = Vec<(Range<i64>, Arc<[Claim]>)>;

/// Everything that is remembered.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// People as actors.
    pub actors: Known<UserId, Option<Actor>>,
    /// The same by the session or key they are signed in by.
    pub callers: Known<(UserId, String), Option<Actor>>,
    pub persons: Known<UserId, Option<Person>>,
    pub grids: Known<GridId, Option<Grid>>,
    pub grids_of: Known<UserId, Vec<Grid>>,
    pub stands: Known<ExhibitorId, Option<Exhibitor>>,
    pub staff: Known<ExhibitorId, Vec<Staff>>,
    pub editions: Known<EditionId, Option<Edition>>,
    pub calendars: Known<(EditionId, i64), Arc<Calendar>>,
    claims: HashMap<UserId, Pages>,
}

impl Memory {
    /// What of `people`'s claims on `quanta` is known, and whose are not.
    pub(super) fn claims(
        &self,
        people: &[UserId],
        quanta: &Range<i64>,
    ) -> (Vec<Claim>, Vec<UserId>) {
        let (mut found, mut unknown) = (Vec::new(), Vec::new());
        for person in people {
            let pages = self.claims.get(person).into_iter().flatten();
            match pages.into_iter().find(|(asked, _)| asked == quanta) {
                Some((_, claims)) => found.extend(claims.iter().copied()),
                None => unknown.push(*person),
            }
        }
        (found, unknown)
    }

    /// Remembers all claims of `people` on `quanta`.
    pub(super) fn keep_claims(&mut self, people: &[UserId], quanta: &Range<i64>, all: &[Claim]) {
        if self.claims.len() >= MOST {
            self.claims.clear();
        }
        for person in people {
            let own = all.iter().filter(|it| it.person == *person).copied();
            let pages = self.claims.entry(*person).or_default();
            if pages.len() >= PAGES {
                pages.clear();
            }
            pages.push((quanta.clone(), own.collect()));
        }
    }

    /// The claims of these people have changed.
    pub(super) fn forget_claims(&mut self, people: impl IntoIterator<Item = UserId>) {
        for person in people {
            self.claims.remove(&person);
        }
    }

    /// Forgets what was read from the table that `sql` writes to. The claims are not among them: who changes those says
    /// whose they are ([`Self::forget_claims`]).
    pub(super) fn written(&mut self, sql: &str) {
        let Some(table) = table_written(sql) else {
            // Whatever it does, it is no statement that says what it changes.
            *self = Self::default();
            return;
        };
        match table {
            "sessions" | "api_keys" => self.callers = Known::default(),
            "grants" => {
                self.callers = Known::default();
                self.actors = Known::default();
            }
            "users" | "companies" => {
                self.callers = Known::default();
                self.actors = Known::default();
                self.persons = Known::default();
                self.stands = Known::default();
                self.staff = Known::default();
            }
            "exhibitors" | "grids" => {
                self.grids = Known::default();
                self.grids_of = Known::default();
                self.stands = Known::default();
                self.staff = Known::default();
            }
            "editions" => self.editions = Known::default(),
            _ => {}
        }
    }

    /// A lock is about to be waited for: another node may change meanwhile what is asked again behind it. What stays is
    /// who has called, as the batch has read it, and the names of stands and calendars, which decide nothing.
    pub(super) fn forget_shared(&mut self) {
        *self = Self {
            callers: mem::take(&mut self.callers),
            grids: mem::take(&mut self.grids),
            stands: mem::take(&mut self.stands),
            calendars: mem::take(&mut self.calendars),
            ..Self::default()
        };
    }
}

/// The table that a statement writes to: all of ours begin with what they do.
fn table_written(sql: &str) -> Option<&str> {
    let rest = ["INSERT INTO ", "UPDATE ", "DELETE FROM "]
        .iter()
        .find_map(|it| sql.strip_prefix(it))?;
    rest.split(|it: char| !it.is_ascii_alphanumeric() && it != '_')
        .next()
}

#[cfg(test)]
mod tests {
    use super::{Memory, table_written};
    use crate::{
        domain::appointments::claim::{Claim, Owner},
        kernel::{ids::UserId, time::MachineTime},
    };

    #[test]
    fn a_statement_names_the_table_it_writes_to() {
        for (sql, table) in [
            ("INSERT INTO users (id) VALUES ($1)", Some("users")),
            ("UPDATE api_keys SET revoked_at = $1", Some("api_keys")),
            ("DELETE FROM grants\n WHERE user_id = $1", Some("grants")),
            ("SELECT 1 FROM users", None),
            ("SAVEPOINT command", None),
        ] {
            assert_eq!(table_written(sql), table, "{sql}");
        }
    }

    #[test]
    fn claims_are_known_for_the_span_that_was_asked_until_they_change() {
        let person = |ms| UserId::mint(MachineTime::from_ms(ms));
        let (ana, li) = (person(1), person(2));
        let claim = Claim {
            person: li,
            quantum: 3,
            owner: Owner::Hold(ana),
            until: None,
        };
        let mut memory = Memory::default();
        memory.keep_claims(&[ana, li], &(0..6), &[claim]);
        assert_eq!(memory.claims(&[ana, li], &(0..6)), (vec![claim], vec![]));
        assert_eq!(memory.claims(&[li], &(0..7)), (vec![], vec![li]));
        memory.forget_claims([li]);
        assert_eq!(memory.claims(&[ana, li], &(0..6)), (vec![], vec![li]));
    }
}
