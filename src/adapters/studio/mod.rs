//! Where pictures are drawn anew: decoded within bounds, turned the right way up, and written as JPEG in three sizes.

use std::{io::Cursor, sync::Arc};

use async_trait::async_trait;
use image::{
    DynamicImage, ImageDecoder as _, ImageError, ImageFormat, ImageReader, Limits, RgbImage, Rgba,
    codecs::jpeg::JpegEncoder, imageops::FilterType, metadata::Orientation,
};
use tokio::sync::Semaphore;

use super::pool::Pool;
use crate::{
    domain::pictures::{
        Drawn, Kind, Picture, Refusal, Variant,
        picture::{LONGEST_SIDE, check_size, has_end},
        ports::Studio,
    },
    kernel::{fault::Fault, picture_id::PictureId},
};

/// How much memory a decoder may take for one picture: fifty million pixels of four bytes, and some.
const DECODER_BYTES: u64 = 256 * 1024 * 1024;
/// How good the JPEGs are: above it files grow faster than anybody sees.
const QUALITY: u8 = 82;

/// The implementation of [`Studio`].
pub struct Darkroom {
    pool: Pool,
    /// One picture at a time: each may take some hundred megabytes, and the pool's other threads stay for passwords.
    lamp: Arc<Semaphore>,
}

impl Darkroom {
    /// Draws on `pool`.
    pub fn new(pool: Pool) -> Self {
        Self {
            pool,
            lamp: Arc::new(Semaphore::new(1)),
        }
    }
}

#[async_trait]
impl Studio for Darkroom {
    async fn draw(&self, id: PictureId, bytes: Vec<u8>) -> Result<Arc<Drawn>, Refusal> {
        let turn = self.lamp.clone().acquire_owned().await;
        let turn = turn.map_err(Fault::other)?;
        // The permit goes with the work, as the pool's does.
        let work = move || {
            let drawn = draw(id, &bytes);
            drop(turn);
            drawn.map(Arc::new)
        };
        self.pool.work(work).await
    }
}

fn draw(id: PictureId, bytes: &[u8]) -> Result<Drawn, Refusal> {
    let (image, orientation) = decode(bytes)?;
    let mut flat = DynamicImage::ImageRgb8(flatten(image));
    flat.apply_orientation(orientation);
    let large = fitted(&flat, Variant::Large);
    let medium = fitted(&large, Variant::Medium);
    let small = fitted(&medium, Variant::Small);
    Ok(Drawn {
        picture: Picture {
            id,
            width: large.width(),
            height: large.height(),
        },
        variants: [encode(&small)?, encode(&medium)?, encode(&large)?],
    })
}

/// The pixels as they are stored, and how they are to be turned. The head is judged before anything is decoded.
fn decode(bytes: &[u8]) -> Result<(DynamicImage, Orientation), Refusal> {
    let kind = Kind::sniff(bytes).ok_or(Refusal::NOT_A_PICTURE)?;
    let format = match kind {
        Kind::Jpeg => ImageFormat::Jpeg,
        Kind::Png => ImageFormat::Png,
        Kind::WebP => ImageFormat::WebP,
    };
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(DECODER_BYTES);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder().map_err(|it| refusal(&it))?;
    check_size(decoder.dimensions())?;
    if kind == Kind::Jpeg && !has_end(bytes) {
        return Err(Refusal::BROKEN);
    }
    limits
        .reserve(decoder.total_bytes())
        .map_err(|it| refusal(&it))?;
    decoder.set_limits(limits).map_err(|it| refusal(&it))?;
    // What says nothing readable of it stands as it is stored.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let image = DynamicImage::from_decoder(decoder).map_err(|it| refusal(&it))?;
    Ok((image, orientation))
}

fn refusal(error: &ImageError) -> Refusal {
    match error {
        ImageError::Limits(_) => Refusal::TOO_MANY_PIXELS,
        _ => Refusal::BROKEN,
    }
}

/// Without transparency, on white; and not much larger than it will be shown.
fn flatten(image: DynamicImage) -> RgbImage {
    if !image.color().has_alpha() {
        return roughly(image.into_rgb8().into()).into_rgb8();
    }
    let mut pixels = image.into_rgba8();
    // Before it is made smaller: what is transparent has a colour too, which must not bleed into its neighbours.
    pixels.pixels_mut().for_each(on_white);
    roughly(pixels.into()).into_rgb8()
}

fn on_white(Rgba([red, green, blue, alpha]): &mut Rgba<u8>) {
    let opaque = u16::from(*alpha);
    for it in [red, green, blue] {
        let mixed = (u16::from(*it) * opaque + 255 * (255 - opaque) + 127) / 255;
        *it = u8::try_from(mixed).unwrap_or(u8::MAX);
    }
    *alpha = u8::MAX;
}

/// A fast first step for what is far too large: the fine filter that follows is dear per pixel.
fn roughly(image: DynamicImage) -> DynamicImage {
    let side = 2 * Variant::Large.side();
    if image.width().max(image.height()) > side {
        image.thumbnail(side, side)
    } else {
        image
    }
}

/// As large as `variant` allows, never enlarged.
fn fitted(image: &DynamicImage, variant: Variant) -> DynamicImage {
    let side = variant.side();
    if image.width().max(image.height()) > side {
        image.resize(side, side, FilterType::Lanczos3)
    } else {
        image.clone()
    }
}

fn encode(image: &DynamicImage) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    image.write_with_encoder(encoder).map_err(Fault::other)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests;
