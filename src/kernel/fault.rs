//! Infrastructure failed: nobody's rule said no, but the work could not be done.

use std::{error::Error, fmt};

/// What a caller can do about a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// A deadlock or a serialization failure: the same transaction may succeed when run again.
    Retry,
    /// A dependency is away; nothing was done, or the command's id will tell.
    Unavailable,
    /// No space left; nothing was done.
    Full,
    /// A defect.
    Other,
}

/// A failure of storage, network or code, logged once at the edge.
pub struct Fault {
    kind: FaultKind,
    source: Box<dyn Error + Send + Sync>,
}

impl Fault {
    /// A fault of `kind` because of `source`.
    pub fn new(kind: FaultKind, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self {
            kind,
            source: source.into(),
        }
    }

    /// A defect because of `source`.
    pub fn other(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::new(FaultKind::Other, source)
    }

    /// A dependency that is away because of `source`.
    pub fn unavailable(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::new(FaultKind::Unavailable, source)
    }

    /// The same fault for one more who has to hear of it: its kind and its text, not its cause.
    #[must_use]
    pub fn again(&self) -> Self {
        Self::new(self.kind, self.to_string())
    }

    /// The cause, if it is a `T`.
    pub fn source_as<T: Error + 'static>(&self) -> Option<&T> {
        self.source.downcast_ref()
    }

    /// What can be done about it.
    pub fn kind(&self) -> FaultKind {
        self.kind
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:?}: {:?}", self.kind, self.source)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.fmt(out)
    }
}

impl Error for Fault {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.source)
    }
}
