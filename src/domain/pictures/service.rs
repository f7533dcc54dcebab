//! How a picture comes in, and how it is shown.

use std::sync::Arc;

use super::{
    Drawn, Picture, Refusal, Variant,
    picture::KEPT,
    ports::{Owner, Studio},
};
use crate::{
    domain::{Books, Tx, ledger::Ledger},
    kernel::{actor::Actor, picture_id::PictureId},
};

/// What is known of an upload before its transaction.
#[derive(Clone, Debug)]
pub enum Upload {
    /// Kept already, whoever brought it.
    Known(Picture),
    /// Drawn just now.
    Fresh(Arc<Drawn>),
}

/// Against whose quota the uploads of `who` count; refuses those who show nothing to anybody.
pub fn owner_of(who: &Actor) -> Result<Owner, Refusal> {
    match who.membership {
        Some(at) => Ok(Owner::Company(at.company)),
        None if who.organises_any() => Ok(Owner::Organiser(who.user)),
        None => Err(Refusal::NoRight),
    }
}

/// Looks at what `who` has uploaded and draws it anew, unless it is kept already. Before the transaction: drawing takes
/// a second, and nobody's booking waits for it.
pub async fn receive(
    (ledger, studio): (&dyn Ledger, &dyn Studio),
    who: &Actor,
    bytes: Vec<u8>,
) -> Result<Upload, Refusal> {
    let owner = owner_of(who)?;
    let id = PictureId::of(&bytes);
    let mut books = ledger.read().await?;
    if let Some(known) = books.picture(id).await? {
        return Ok(Upload::Known(known));
    }
    // Asked again under the lock; here it saves the drawing.
    has_room(books.pictures_of(owner).await?)?;
    drop(books);
    Ok(Upload::Fresh(studio.draw(id, bytes).await?))
}

/// Keeps an upload of `who`. The same one again changes nothing and counts once.
pub async fn keep(tx: &mut dyn Tx, who: &Actor, upload: &Upload) -> Result<Picture, Refusal> {
    let owner = owner_of(who)?;
    let picture = match upload {
        Upload::Known(it) => *it,
        Upload::Fresh(it) => it.picture,
    };
    tx.lock_owner(owner).await?;
    if tx.has_picture(owner, picture.id).await? {
        return Ok(picture);
    }
    has_room(tx.pictures_of(owner).await?)?;
    let at = tx.machine();
    if let Upload::Fresh(drawn) = upload {
        tx.add_picture(drawn, at).await?;
    }
    tx.own_picture(owner, picture.id, at).await?;
    Ok(picture)
}

/// The bytes of one size of a picture.
pub async fn show(
    books: &mut dyn Books,
    id: PictureId,
    variant: Variant,
) -> Result<Vec<u8>, Refusal> {
    let bytes = books.picture_bytes(id, variant).await?;
    bytes.ok_or(Refusal::Unknown)
}

fn has_room(kept: i64) -> Result<(), Refusal> {
    if kept < KEPT {
        Ok(())
    } else {
        Err(Refusal::LimitReached { limit: KEPT })
    }
}
