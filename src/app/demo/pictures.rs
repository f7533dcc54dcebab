//! Pictures of the demonstration's products, drawn when they are asked for: each subject is a drawing of ours, put on
//! a common stage and coloured by its tint.
//!
//! The same subject and tint give the same bytes on every machine, hence the same picture.

use resvg::{tiny_skia, usvg};

/// What is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A flat television.
    Television,
    /// A racing motorcycle.
    Motorcycle,
    /// A teapot and two cups on a tray.
    TeaSet,
    /// A painted vase.
    CeramicVase,
    /// A desk lamp.
    LedLamp,
    /// A cordless drill.
    PowerDrill,
    /// A city bicycle.
    Bicycle,
    /// Three rolls of cloth.
    TextileRoll,
    /// A wooden chair with a cushion.
    GardenChair,
    /// An espresso machine.
    CoffeeMachine,
    /// A photovoltaic module on its stand.
    SolarPanel,
    /// A tin robot.
    ToyRobot,
}

/// The colour of a product: as it is, in shadow, and in light.
struct Tint(&'static str, &'static str, &'static str);

/// What a fair's products are painted in.
const TINTS: [Tint; 6] = [
    Tint("#b8342f", "#6e1714", "#ee8478"),
    Tint("#2f6f8f", "#143c52", "#8cc3da"),
    Tint("#3d7f6b", "#1b4a3c", "#9acdb9"),
    Tint("#d08a2e", "#7d4c10", "#f3c886"),
    Tint("#5a5f9c", "#2c2f5c", "#a9adde"),
    Tint("#8a949b", "#4a535a", "#d5dbdf"),
];

/// Backdrop, light and the materials that all subjects are made of.
const STAGE: &str = include_str!("pictures/stage.svg");

const WIDTH: u32 = 1280;
const HEIGHT: u32 = 960;

impl Subject {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Television,
        Self::Motorcycle,
        Self::TeaSet,
        Self::CeramicVase,
        Self::LedLamp,
        Self::PowerDrill,
        Self::Bicycle,
        Self::TextileRoll,
        Self::GardenChair,
        Self::CoffeeMachine,
        Self::SolarPanel,
        Self::ToyRobot,
    ];

    const fn drawing(self) -> &'static str {
        match self {
            Self::Television => include_str!("pictures/television.svg"),
            Self::Motorcycle => include_str!("pictures/motorcycle.svg"),
            Self::TeaSet => include_str!("pictures/tea_set.svg"),
            Self::CeramicVase => include_str!("pictures/ceramic_vase.svg"),
            Self::LedLamp => include_str!("pictures/led_lamp.svg"),
            Self::PowerDrill => include_str!("pictures/power_drill.svg"),
            Self::Bicycle => include_str!("pictures/bicycle.svg"),
            Self::TextileRoll => include_str!("pictures/textile_roll.svg"),
            Self::GardenChair => include_str!("pictures/garden_chair.svg"),
            Self::CoffeeMachine => include_str!("pictures/coffee_machine.svg"),
            Self::SolarPanel => include_str!("pictures/solar_panel.svg"),
            Self::ToyRobot => include_str!("pictures/toy_robot.svg"),
        }
    }
}

/// A picture of `subject`, 1280 by 960; `tint` chooses one of six colours. A JPEG.
pub fn picture(subject: Subject, tint: u8) -> Vec<u8> {
    let Tint(main, dark, light) = &TINTS[usize::from(tint) % TINTS.len()];
    let drawing = STAGE
        .replace("SUBJECT", subject.drawing())
        .replace("MAIN", main)
        .replace("DARK", dark)
        .replace("LIGHT", light);
    let tree = usvg::Tree::from_str(&drawing, &usvg::Options::default());
    let tree = tree.expect("the drawings are ours, and a test draws each");
    let mut canvas = tiny_skia::Pixmap::new(WIDTH, HEIGHT).expect("it is not empty");
    resvg::render(
        &tree,
        tiny_skia::Transform::identity(),
        &mut canvas.as_mut(),
    );
    // The stage covers everything, so that premultiplied or not is the same.
    let pixels: Vec<u8> = canvas
        .data()
        .chunks_exact(4)
        .flat_map(|it| [it[0], it[1], it[2]])
        .collect();
    let mut bytes = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 92)
        .encode(&pixels, WIDTH, HEIGHT, image::ExtendedColorType::Rgb8)
        .expect("memory takes what is written");
    bytes
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::kernel::picture_id::PictureId;

    #[test]
    fn every_subject_is_a_picture_of_its_own() {
        let mut seen = HashSet::new();
        for (subject, tint) in Subject::ALL.into_iter().zip(0..) {
            let bytes = picture(subject, tint);
            let shown = image::load_from_memory(&bytes).expect("a JPEG").into_rgb8();
            assert_eq!(shown.dimensions(), (WIDTH, HEIGHT), "{subject:?}");
            // Light at the edge, a product in the middle.
            let colours: HashSet<_> = shown.pixels().map(|it| it.0.map(|it| it / 16)).collect();
            assert!(colours.len() > 60, "{subject:?}: {} colours", colours.len());
            assert!(
                shown.get_pixel(4, 4).0.iter().all(|it| *it > 190),
                "{subject:?}"
            );
            assert!(seen.insert(PictureId::of(&bytes)), "{subject:?}");
        }
    }

    #[test]
    fn the_same_is_drawn_twice_and_a_tint_changes_it() {
        let of = |tint| PictureId::of(&picture(Subject::TeaSet, tint));
        assert_eq!(of(1), of(1));
        assert_eq!(of(1), of(7));
        assert_ne!(of(1), of(2));
    }
}
