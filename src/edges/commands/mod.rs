//! The table of commands: one list for both doors, which is the protocol's table of contents.

mod accounts;
mod appointments;
mod catalogue;
mod clock;
mod entry;
mod fair;
mod notices;

use std::collections::HashMap;

pub use entry::{Act, Caller, Entry, find, work};

/// All commands by name.
pub struct Table(HashMap<&'static str, Entry>);

impl Table {
    /// Every command of this server. Registering a name twice is a defect found at start.
    pub fn complete() -> Self {
        let mut table = HashMap::new();
        let all = [
            accounts::entries(),
            appointments::entries(),
            catalogue::entries(),
            clock::entries(),
            fair::entries(),
            notices::entries(),
        ];
        for entry in all.into_iter().flatten() {
            let name = entry.name;
            assert!(
                table.insert(name, entry).is_none(),
                "the command {name} is registered twice"
            );
        }
        Self(table)
    }

    /// The command `name`.
    pub fn get(&self, name: &str) -> Option<&Entry> {
        self.0.get(name)
    }

    /// All names, sorted.
    pub fn names(&self) -> Vec<&'static str> {
        let mut names: Vec<_> = self.0.keys().copied().collect();
        names.sort_unstable();
        names
    }
}
