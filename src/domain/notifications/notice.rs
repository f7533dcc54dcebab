//! One line of a person's message centre.

use serde::Serialize;

use crate::kernel::{
    ids::{AppointmentId, NoticeId},
    time::FairTime,
};

/// How many notices a person keeps; older ones go, because a message centre is news and not an archive.
pub const KEPT: i64 = 500;

/// How many notices a snapshot or a page holds.
pub const PAGE: usize = 50;

/// A notice as its reader sees it.
#[derive(Clone, Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Notice {
    /// Its id.
    pub id: NoticeId,
    /// When it was written.
    pub at: FairTime,
    /// What kind of news, such as `appointment.accepted`; the client words it.
    pub kind: String,
    /// The appointment it is about.
    pub appointment: Option<AppointmentId>,
    /// What the words need: names, times, alternatives.
    #[ts(type = "Record<string, unknown>")]
    #[schema(value_type = Object)]
    pub with: serde_json::Value,
}

/// A period in which the reader is taken, so that his client can lay it over public colours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Busy {
    /// By which appointment.
    pub appointment: AppointmentId,
    /// From when.
    pub start: FairTime,
    /// Until when.
    pub end: FairTime,
}

/// A page of the message centre.
#[derive(Clone, Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct NoticePage {
    /// Newest first.
    pub items: Vec<Notice>,
    /// How many of all notices are unread.
    #[ts(type = "number")]
    pub unread: i64,
}
