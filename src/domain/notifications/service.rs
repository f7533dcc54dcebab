//! Telling a person something, in the transaction in which it happened, and what he does with it.

use super::{
    event::{NoticeAdded, NoticesRead},
    notice::{Notice, NoticePage, PAGE},
};
use crate::{
    domain::{Books, Tx, journal::Tell},
    kernel::{
        actor::Actor,
        fact::By,
        fault::Fault,
        ids::{AppointmentId, NoticeId, UserId},
        time::FairTime,
        topic::Topic,
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
pub async fn notify(tx: &mut dyn Tx, new: NewNotice) -> Result<(), Fault> {
    let notice = Notice {
        id: NoticeId::mint(tx.machine()),
        at: tx.now(),
        kind: new.kind.to_owned(),
        appointment: new.appointment,
        with: new.with,
    };
    let unread = tx.add_notice(new.user, &notice).await?;
    // Nobody signs it: whose deed it was stands in the words, as far as the reader may know.
    let told = NoticeAdded { notice, unread };
    tx.tell(Topic::Inbox(new.user), "notice.added", None, &told)
}

/// Marks everything up to `until` as read; a mark never moves back, nor beyond now.
pub async fn read(tx: &mut dyn Tx, who: &Actor, until: FairTime) -> Result<(), Fault> {
    let until = until.min(tx.now());
    let Some(unread) = tx.read_notices(who.user, until).await? else {
        return Ok(());
    };
    let told = NoticesRead { until, unread };
    tx.tell(
        Topic::Inbox(who.user),
        "notices.read",
        Some(By::from(who)),
        &told,
    )
}

/// Somebody leaves his company: its news are not his any more. Takes them out of his message centre, and closes what has
/// told him of them; gives the number of the last fact that did.
pub async fn leave_behind(tx: &mut dyn Tx, reader: UserId) -> Result<i64, Fault> {
    let inbox = Topic::Inbox(reader);
    let until = tx.head(&inbox).await?;
    tx.forget_notices(reader).await?;
    let told = NoticesRead {
        until: tx.now(),
        unread: 0,
    };
    tx.tell(inbox.clone(), "notices.read", None, &told)?;
    tx.close_history(inbox);
    Ok(until)
}

/// A page of the caller's own message centre.
pub async fn page(
    books: &mut dyn Books,
    who: &Actor,
    before: Option<NoticeId>,
) -> Result<NoticePage, Fault> {
    Ok(NoticePage {
        items: books.notices(who.user, before, PAGE).await?,
        unread: books.unread(who.user).await?,
    })
}
