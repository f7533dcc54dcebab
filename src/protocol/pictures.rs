//! What is said of pictures.

use serde::Serialize;

use crate::kernel::picture_id::PictureId;

/// The answer to an upload.
#[derive(Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct PictureKept {
    /// Its name from now on.
    pub picture: PictureId,
    /// How wide its large variant is.
    pub width: u32,
    /// How high its large variant is.
    pub height: u32,
}
