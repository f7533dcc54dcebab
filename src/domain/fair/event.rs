//! The facts of `fair/{edition}`, and the state they fold to.

use serde::Serialize;

use super::{Edition, Rules};
use crate::{domain::catalogue::Sections, kernel::time::FairTime};

/// `rules.changed`: the rules in force from now on; what follows from them for appointments is told by a job.
#[derive(Clone, Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct RulesChanged {
    /// Counts changes of the rules.
    #[ts(type = "number")]
    pub revision: i64,
    /// The rules.
    pub rules: Rules,
}

/// `announced`: the organiser's word to everybody; the fact's `at` is its time.
#[derive(Clone, Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Announced<'a> {
    /// One line.
    pub text: &'a str,
}

/// `edition.changed`: something besides the rules changed, such as which edition lists show first.
#[derive(Clone, Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct EditionChanged {
    /// The edition.
    pub edition: Edition,
}

/// The organiser's newest word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Announcement {
    /// One line.
    pub text: String,
    /// When it was said.
    pub at: FairTime,
}

/// The snapshot of `fair/{edition}`.
#[derive(Clone, Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct FairState {
    /// The edition with its rules.
    pub edition: Edition,
    /// The newest announcement, if there is one.
    pub announcement: Option<Announcement>,
    /// Its sections.
    pub sections: Sections,
}
