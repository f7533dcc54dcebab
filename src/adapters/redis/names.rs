//! What Parley calls its things in Redis. Nodes of one database share a prefix, and nobody else does.

use crate::{domain::limits::LimitKey, kernel::ids::NodeId};

/// The names under one prefix, seen from one node.
pub(super) struct Names {
    /// Whose names these are.
    pub me: NodeId,
    prefix: String,
}

impl Names {
    pub fn new(prefix: &str, me: NodeId) -> Self {
        Self {
            me,
            prefix: prefix.to_owned(),
        }
    }

    /// The channel on which every node hears every hint.
    pub fn hints(&self) -> String {
        format!("{}:hints", self.prefix)
    }

    /// The set of nodes that may be alive; the truth is in their keys.
    pub fn nodes(&self) -> String {
        format!("{}:nodes", self.prefix)
    }

    /// The hash of who is present on a node, topic by topic; it ends with the node's lease.
    pub fn here(&self, node: &str) -> String {
        format!("{}:here:{node}", self.prefix)
    }

    /// The hash of who is present on this node.
    pub fn here_on_me(&self) -> String {
        self.here(&self.me.to_string())
    }

    /// One token bucket.
    pub fn bucket(&self, key: &LimitKey) -> String {
        use std::fmt::Write;
        let mut name = format!("{}:limit:", self.prefix);
        for byte in key.digest {
            write!(name, "{byte:02x}").expect("a String takes everything");
        }
        name
    }
}
