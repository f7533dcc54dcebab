//! The sections of the demonstration fair.

use crate::{
    domain::catalogue::{Group, Section},
    kernel::ids::SectionId,
};

/// English and Chinese names.
type Names = (&'static str, &'static str);

/// Groups with their sections.
const HALLS: &[(Names, &[Names])] = &[
    (
        ("Electronics and Appliances", "电子及家电"),
        &[
            ("Household Electrical Appliances", "家用电器"),
            ("Electronics and Information", "电子信息产品"),
        ],
    ),
    (
        ("Vehicles and Spare Parts", "车辆及配件"),
        &[("Motorcycles", "摩托车"), ("Bicycles", "自行车")],
    ),
    (
        ("Lighting and New Energy", "照明及新能源"),
        &[
            ("Lighting Equipment", "照明产品"),
            ("New Energy Resources", "新能源"),
        ],
    ),
    (
        ("Hardware and Tools", "五金工具"),
        &[("Tools", "工具"), ("Hardware", "五金")],
    ),
    (
        ("Home and Garden", "家居园林"),
        &[
            ("Ceramics", "日用陶瓷"),
            ("Furniture", "家具"),
            ("Gardening", "园林用品"),
            ("Toys", "玩具"),
        ],
    ),
    (
        ("Textiles and Food", "纺织及食品"),
        &[
            ("Home Textiles", "家用纺织品"),
            ("Food and Tea", "食品及茶叶"),
        ],
    ),
];

/// The sections as the organiser would draw them.
pub fn groups() -> Vec<Group> {
    let section = |(name, name_zh): &Names| Section {
        id: SectionId::NIL,
        name: (*name).to_owned(),
        name_zh: (*name_zh).to_owned(),
    };
    let group = |((name, name_zh), sections): &(Names, &[Names])| Group {
        id: SectionId::NIL,
        name: (*name).to_owned(),
        name_zh: (*name_zh).to_owned(),
        sections: sections.iter().map(section).collect(),
    };
    HALLS.iter().map(group).collect()
}
