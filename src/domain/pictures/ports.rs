//! What pictures need from the store, and from whoever can draw.

use std::{fmt, sync::Arc};

use async_trait::async_trait;

use super::{Drawn, Picture, Refusal, Variant};
use crate::kernel::{
    fault::Fault,
    ids::{CompanyId, UserId},
    picture_id::PictureId,
    time::MachineTime,
};

/// Whose quota a picture counts against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The company of whoever uploads.
    Company(CompanyId),
    /// An organiser who belongs to none.
    Organiser(UserId),
}

impl fmt::Display for Owner {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Company(id) => id.fmt(out),
            Self::Organiser(id) => id.fmt(out),
        }
    }
}

/// Draws pictures anew, a few at a time; never within a transaction.
#[async_trait]
pub trait Studio: Send + Sync {
    /// The picture `id` in `bytes`, in every size; refuses what is no picture, or beyond its bounds.
    async fn draw(&self, id: PictureId, bytes: Vec<u8>) -> Result<Arc<Drawn>, Refusal>;
}

/// Pictures and who has uploaded them.
#[async_trait]
pub trait Pictures: Send {
    /// One picture.
    async fn picture(&mut self, id: PictureId) -> Result<Option<Picture>, Fault>;
    /// One picture's bytes in one size.
    async fn picture_bytes(
        &mut self,
        id: PictureId,
        variant: Variant,
    ) -> Result<Option<Vec<u8>>, Fault>;
    /// Those of `wanted` that are not there, in their order: what names pictures may only name kept ones.
    async fn pictures_exist(&mut self, wanted: &[PictureId]) -> Result<Vec<PictureId>, Fault>;
    /// Whether `owner` has uploaded the picture before.
    async fn has_picture(&mut self, owner: Owner, id: PictureId) -> Result<bool, Fault>;
    /// How many pictures `owner` keeps.
    async fn pictures_of(&mut self, owner: Owner) -> Result<i64, Fault>;
    /// Locks the row of `owner`, under which his pictures are counted.
    async fn lock_owner(&mut self, owner: Owner) -> Result<(), Fault>;
    /// Writes a picture, unless it is there.
    async fn add_picture(&mut self, drawn: &Drawn, at: MachineTime) -> Result<(), Fault>;
    /// Notes that `owner` has uploaded the picture.
    async fn own_picture(
        &mut self,
        owner: Owner,
        id: PictureId,
        at: MachineTime,
    ) -> Result<(), Fault>;
}
