//! What a picture is, what it may be, and in which sizes it is kept.

use super::Refusal;
use crate::kernel::picture_id::PictureId;

/// How many bytes an upload may have.
pub const MOST_BYTES: usize = 10 * 1024 * 1024;
/// How long a side may be.
pub const LONGEST_SIDE: u32 = 12_000;
/// How many pixels are decoded for anybody.
pub const MOST_PIXELS: u64 = 50_000_000;
/// How short a side may be: less is a dot.
pub const SHORTEST_SIDE: u32 = 16;
/// How many pictures one owner may keep.
pub const KEPT: i64 = 2_000;

/// A kind of file that is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    WebP,
}

impl Kind {
    /// What `bytes` are, by their first ones and nothing else.
    pub fn sniff(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            [
                b'R',
                b'I',
                b'F',
                b'F',
                _,
                _,
                _,
                _,
                b'W',
                b'E',
                b'B',
                b'P',
                ..,
            ] => Some(Self::WebP),
            _ => None,
        }
    }
}

/// Refuses a picture of `width` by `height` that is not worth decoding, or too dear.
pub fn check_size((width, height): (u32, u32)) -> Result<(), Refusal> {
    let pixels = u64::from(width) * u64::from(height);
    if width.max(height) > LONGEST_SIDE || pixels > MOST_PIXELS {
        Err(Refusal::TOO_MANY_PIXELS)
    } else if width.min(height) < SHORTEST_SIDE {
        Err(Refusal::TOO_SMALL)
    } else {
        Ok(())
    }
}

/// Whether a JPEG has its end. Decoders paint what is missing gray; a half picture is nobody's wish.
///
/// The marker of the end is looked for behind the head: a thumbnail in there has one of its own.
pub fn has_end(jpeg: &[u8]) -> bool {
    let mut rest = jpeg.get(2..).unwrap_or_default();
    loop {
        match rest {
            [0xff, 0xff, ..] => rest = &rest[1..],
            [0xff, 0xda, scans @ ..] => return scans.windows(2).any(|it| it == [0xff, 0xd9]),
            [0xff, _, high, low, ..] => {
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                rest = rest.get(2 + length..).unwrap_or_default();
            }
            _ => return false,
        }
    }
}

/// A size in which a picture is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Variant {
    /// In a list.
    Small,
    /// On a card.
    Medium,
    /// By itself.
    Large,
}

impl Variant {
    /// All of them, the smallest first.
    pub const ALL: [Self; 3] = [Self::Small, Self::Medium, Self::Large];

    /// The word in addresses and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Medium => "medium",
            Self::Large => "large",
        }
    }

    /// The square it fits into; smaller pictures stay as they are.
    pub const fn side(self) -> u32 {
        match self {
            Self::Small => 160,
            Self::Medium => 480,
            Self::Large => 1280,
        }
    }

    /// The variant of a file name such as `small.jpg`.
    pub fn of_file(name: &str) -> Option<Self> {
        let word = name.strip_suffix(".jpg")?;
        Self::ALL.into_iter().find(|it| it.as_str() == word)
    }
}

/// A picture that is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picture {
    /// What it holds.
    pub id: PictureId,
    /// How wide its large variant is.
    pub width: u32,
    /// How high its large variant is.
    pub height: u32,
}

/// A picture drawn anew, in each size; a JPEG each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// What is answered of it.
    pub picture: Picture,
    /// The sizes, in the order of [`Variant::ALL`].
    pub variants: [Vec<u8>; 3],
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_told_by_its_first_bytes() {
        for (bytes, kind) in [
            (&b"\xff\xd8\xff\xe0 JFIF"[..], Some(Kind::Jpeg)),
            (b"\x89PNG\r\n\x1a\n....", Some(Kind::Png)),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Some(Kind::WebP)),
            (b"RIFF\x10\0\0\0WAVEfmt ", None),
            (b"GIF89a", None),
            (b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script/>", None),
            (b" \x89PNG\r\n\x1a\n", None),
            (b"\x89PNG", None),
            (b"%PDF-1.7", None),
            (b"MZ", None),
            (b"", None),
        ] {
            assert_eq!(Kind::sniff(bytes), kind, "{bytes:?}");
        }
    }

    #[test]
    fn a_picture_is_neither_a_dot_nor_a_wall() {
        let rule = |size| match check_size(size) {
            Ok(()) => None,
            Err(Refusal::Invalid { rule }) => Some(rule),
            Err(other) => panic!("an unexpected refusal: {other}"),
        };
        assert_eq!(rule((16, 16)), None);
        assert_eq!(rule((12_000, 4_166)), None);
        assert_eq!(rule((15, 4_000)), Some("too_small"));
        assert_eq!(rule((0, 0)), Some("too_small"));
        assert_eq!(rule((12_001, 16)), Some("too_many_pixels"));
        assert_eq!(rule((12_000, 4_167)), Some("too_many_pixels"));
        assert_eq!(rule((30_000, 30_000)), Some("too_many_pixels"));
        assert_eq!(rule((u32::MAX, u32::MAX)), Some("too_many_pixels"));
    }

    #[test]
    fn the_end_of_a_thumbnail_is_not_the_end() {
        let head = b"\xff\xd8\xff\xe1\0\x06\xff\xd9..".to_vec();
        let scan = |rest: &[u8]| [&head, &b"\xff\xff\xda\0\x03."[..], rest].concat();
        assert!(has_end(&scan(b"..\xff\0..\xff\xd9")));
        assert!(has_end(&scan(b"..\xff\xd9 and something behind it")));
        assert!(!has_end(&scan(b"..\xff\0..\xff")));
        for cut in [
            &head[..],
            b"\xff\xd8\xff",
            b"\xff\xd8\xff\xe1\xff\xff..",
            b"",
        ] {
            assert!(!has_end(cut));
        }
    }

    #[test]
    fn a_variant_has_one_file_name() {
        for variant in Variant::ALL {
            let name = format!("{}.jpg", variant.as_str());
            assert_eq!(Variant::of_file(&name), Some(variant));
        }
        for name in ["small", "small.png", ".jpg", "huge.jpg", "Small.jpg"] {
            assert_eq!(Variant::of_file(name), None, "{name}");
        }
    }
}
