//! Pictures to upload.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

/// A PNG of this size: a slope of colours that is another one for another size.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    let byte = |it: u32| u8::try_from(it % 256).expect("a byte");
    let slope = RgbImage::from_fn(width, height, |x, y| Rgb([byte(x), byte(y), byte(width)]));
    let mut bytes = Cursor::new(Vec::new());
    slope
        .write_to(&mut bytes, ImageFormat::Png)
        .expect("it can be written");
    bytes.into_inner()
}
