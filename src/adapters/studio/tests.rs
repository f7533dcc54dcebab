//! Pictures as people send them, and as attackers do.

use std::io::Cursor;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use image::{
    DynamicImage, ExtendedColorType, GrayImage, ImageBuffer, ImageEncoder, Rgb, RgbImage, Rgba,
    RgbaImage, codecs::png::PngEncoder, codecs::webp::WebPEncoder,
};

use super::*;

fn as_png(image: &DynamicImage) -> Vec<u8> {
    written(image, ImageFormat::Png)
}

fn as_jpeg(image: &DynamicImage) -> Vec<u8> {
    written(image, ImageFormat::Jpeg)
}

fn written(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image
        .write_to(&mut bytes, format)
        .expect("it can be written");
    bytes.into_inner()
}

fn red(width: u32, height: u32) -> DynamicImage {
    RgbImage::from_pixel(width, height, Rgb([200, 20, 20])).into()
}

fn drawn(bytes: &[u8]) -> Result<Drawn, Refusal> {
    draw(PictureId::of(bytes), bytes)
}

fn rule(bytes: &[u8]) -> &'static str {
    match drawn(bytes) {
        Err(Refusal::Invalid { rule }) => rule,
        other => panic!("not refused by a rule: {other:?}"),
    }
}

/// The variants of what is drawn from `bytes`, decoded.
fn shown(bytes: &[u8]) -> [RgbImage; 3] {
    let drawn = drawn(bytes).expect("a picture");
    let shown = drawn.variants.map(|it| {
        assert_eq!(Kind::sniff(&it), Some(Kind::Jpeg));
        image::load_from_memory(&it).expect("a JPEG").into_rgb8()
    });
    let large = (shown[2].width(), shown[2].height());
    assert_eq!((drawn.picture.width, drawn.picture.height), large);
    shown
}

fn is_near(pixel: Rgb<u8>, wanted: [u8; 3]) -> bool {
    (pixel.0.iter().zip(wanted)).all(|(it, wanted)| it.abs_diff(wanted) < 12)
}

/// A chunk of a PNG; its checksum is right.
fn png_chunk(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let crc = kind.iter().chain(data).fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 * (crc & 1))
        })
    });
    let length = u32::try_from(data.len()).expect("short").to_be_bytes();
    [&length, &kind[..], data, &(!crc).to_be_bytes()].concat()
}

#[test]
fn each_size_fits_its_square_and_nothing_is_enlarged() {
    let sizes = |bytes: &[u8]| shown(bytes).map(|it| (it.width(), it.height()));
    let wide = red(4_000, 1_000);
    assert_eq!(sizes(&as_png(&wide)), [(160, 40), (480, 120), (1280, 320)]);
    let little = red(100, 50);
    assert_eq!(sizes(&as_jpeg(&little)), [(100, 50); 3]);
    assert_eq!(
        sizes(&as_png(&red(20, 2_000))).map(|it| it.1),
        [160, 480, 1280]
    );
    assert!(is_near(
        *shown(&as_png(&wide))[0].get_pixel(80, 20),
        [200, 20, 20]
    ));
}

#[test]
fn what_is_no_picture_is_refused_whatever_it_is_called() {
    let svg = br#"<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"#;
    let gif =
        b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
    for bytes in [&svg[..], gif, b"%PDF-1.7", b"MZ\x90\0", b"{}", b""] {
        assert_eq!(rule(bytes), "not_a_picture");
    }
}

#[test]
fn a_bomb_is_refused_by_its_head() {
    let mut head = [30_000_u32.to_be_bytes(), 30_000_u32.to_be_bytes()].concat();
    head.extend([8, 6, 0, 0, 0]);
    let bomb = [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        png_chunk(*b"IHDR", &head),
        png_chunk(*b"IDAT", b"x\x9c"),
    ];
    assert_eq!(rule(&bomb.concat()), "too_many_pixels");
    assert_eq!(rule(&as_png(&red(12_001, 16))), "too_many_pixels");
    assert_eq!(rule(&as_png(&red(15, 400))), "too_small");
}

#[test]
fn what_is_cut_short_is_broken() {
    // Noise, so that a half is a half.
    let noise = RgbImage::from_fn(64, 64, |x, y| {
        let it = u8::try_from((x * 7919 + y * 104_729) % 251).expect("a byte");
        Rgb([it, it.wrapping_mul(31), it.wrapping_add(99)])
    });
    let image = DynamicImage::from(noise);
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let whole = written(&image, format);
        assert!(drawn(&whole).is_ok(), "{format:?}");
        for part in [20, whole.len() / 3, whole.len() / 2] {
            assert_eq!(rule(&whole[..part]), "broken", "{format:?} cut at {part}");
        }
    }
}

#[test]
fn what_hangs_behind_a_picture_or_beside_it_is_not_kept() {
    let marker = b"<script>alert(1)</script>";
    for bytes in [as_png(&red(40, 40)), as_jpeg(&red(40, 40))] {
        let polyglot = [bytes, marker.to_vec()].concat();
        for variant in drawn(&polyglot).expect("a picture").variants {
            assert!(!variant.windows(marker.len()).any(|it| it == marker));
        }
    }
    let comment = [&b"\xff\xfe\0\x1b"[..], marker].concat();
    let jpeg = as_jpeg(&red(40, 40));
    let spoken = [&jpeg[..2], &comment, &jpeg[2..]].concat();
    for variant in drawn(&spoken).expect("a picture").variants {
        assert!(!variant.windows(marker.len()).any(|it| it == marker));
    }
}

#[test]
fn a_photograph_is_turned_the_right_way_up() {
    // Left half red, right half white; orientation 6: to be turned by 90 degrees clockwise.
    let half = RgbImage::from_fn(60, 30, |x, _| {
        if x < 30 {
            Rgb([200, 20, 20])
        } else {
            Rgb([255; 3])
        }
    });
    let exif =
        b"\xff\xe1\0\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let jpeg = as_jpeg(&half.into());
    let turned = [&jpeg[..2], &exif[..], &jpeg[2..]].concat();
    let [_, _, large] = shown(&turned);
    assert_eq!((large.width(), large.height()), (30, 60));
    assert!(is_near(*large.get_pixel(15, 5), [200, 20, 20]));
    assert!(is_near(*large.get_pixel(15, 55), [255; 3]));
    let bytes = drawn(&turned).expect("a picture").variants;
    assert!(!bytes[2].windows(4).any(|it| it == b"Exif"));
}

#[test]
fn what_is_transparent_lies_on_white() {
    let glass = RgbaImage::from_fn(40, 40, |x, _| Rgba([0, 0, 0, if x < 20 { 0 } else { 255 }]));
    let [_, _, large] = shown(&as_png(&glass.into()));
    assert!(is_near(*large.get_pixel(2, 20), [255; 3]));
    assert!(is_near(*large.get_pixel(37, 20), [0; 3]));
}

/// A red square of sixteen pixels in four inks, as Photoshop writes them: inverted.
const INKS: &str = "/9j/7gAOQWRvYmUAZAAAAAAC/9sAQwAKBwcIBwYKCAgICwoKCw4YEA4NDQ4dFRYRGCMfJSQiHyIhJis3LyYpNCkhIjBBMTQ5Oz4+\
    PiUuRElDPEg3PT47/9sAQwEKCwsODQ4cEBAcOygiKDs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7\
    Ozs7Ozs7/8AAFAgAEAAQBAERAAIRAQMRAQQRAP/EABYAAQEBAAAAAAAAAAAAAAAAAAAFBv/EABQQAQAAAAAAAAAAAAAAAAAAAAD/\
    xAAWAQEBAQAAAAAAAAAAAAAAAAAABQf/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oADgQBAAIRAxEEAAA/ALS+yNugAAAH/9k=";

#[test]
fn printers_and_scanners_write_pictures_too() {
    let gray = DynamicImage::from(GrayImage::from_pixel(40, 40, image::Luma([90])));
    for bytes in [as_jpeg(&gray), as_png(&gray)] {
        assert!(is_near(*shown(&bytes)[2].get_pixel(20, 20), [90; 3]));
    }
    let deep: ImageBuffer<Rgb<u16>, _> = ImageBuffer::from_pixel(40, 40, Rgb([51_400, 5_140, 0]));
    let deep = as_png(&deep.into());
    assert!(is_near(*shown(&deep)[2].get_pixel(20, 20), [200, 20, 0]));

    let inks = STANDARD.decode(INKS).expect("base64");
    let [_, _, large] = shown(&inks);
    let Rgb([red, green, blue]) = *large.get_pixel(8, 8);
    assert!(red > 170 && green < 60 && blue < 60, "{red} {green} {blue}");
}

#[test]
fn an_animation_is_shown_as_its_first_frame() {
    let frame = |colour: [u8; 3]| {
        let mut bytes = Vec::new();
        let pixels = colour.repeat(20 * 20);
        WebPEncoder::new_lossless(&mut bytes)
            .write_image(&pixels, 20, 20, ExtendedColorType::Rgb8)
            .expect("it can be written");
        // Behind `RIFF`, a length and `WEBP` stands the one chunk of it.
        let place = b"\0\0\0\0\0\0\x13\0\0\x13\0\0\x64\0\0\0";
        riff(*b"ANMF", &[&place[..], &bytes[12..]].concat())
    };
    let canvas = riff(*b"VP8X", b"\x02\0\0\0\x13\0\0\x13\0\0");
    let looped = riff(*b"ANIM", b"\xff\xff\xff\xff\0\0");
    let (first, second) = (frame([200, 20, 20]), frame([20, 20, 200]));
    let all = [&b"WEBP"[..], &canvas, &looped, &first, &second].concat();
    let length = u32::try_from(all.len()).expect("short").to_le_bytes();
    let animation = [b"RIFF", &length[..], &all].concat();
    let [_, _, large] = shown(&animation);
    assert!(is_near(*large.get_pixel(10, 10), [200, 20, 20]));
}

fn riff(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).expect("short").to_le_bytes();
    let padding = vec![0; data.len() % 2];
    [&kind[..], &length, data, &padding].concat()
}

#[test]
fn a_picture_that_would_take_too_much_memory_is_refused() {
    // Forty million pixels of eight bytes each: within the pixels, beyond the memory. Only its head is read.
    let mut head = [8_000_u32.to_be_bytes(), 5_000_u32.to_be_bytes()].concat();
    head.extend([16, 6, 0, 0, 0]);
    let deep = [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        png_chunk(*b"IHDR", &head),
        png_chunk(*b"IDAT", b"x\x9c"),
    ];
    assert_eq!(rule(&deep.concat()), "too_many_pixels");
}

#[tokio::test]
async fn the_studio_draws_what_it_is_given() {
    let studio = Darkroom::new(Pool::new(2));
    let mut png = Vec::new();
    PngEncoder::new(&mut png)
        .write_image(&[9; 3 * 400], 20, 20, ExtendedColorType::Rgb8)
        .expect("it can be written");
    let id = PictureId::of(&png);
    let drawn = studio.draw(id, png).await.expect("a picture");
    let wanted = Picture {
        id,
        width: 20,
        height: 20,
    };
    assert_eq!(drawn.picture, wanted);
    assert!(matches!(
        studio.draw(id, b"GIF89a".to_vec()).await,
        Err(Refusal::Invalid {
            rule: "not_a_picture"
        })
    ));
}
