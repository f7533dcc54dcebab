//! What the demonstration's exhibitors show.

use crate::domain::catalogue::{
    Draft,
    product::{Attribute, Market, Quantity},
};

use Market::{
    Africa, Australia, CentralAsia, Eu, JapanKorea, LatinAmerica, MainlandChina, MiddleEast,
    Russia, SouthAsia, SoutheastAsia, UsaCanada,
};

/// One product.
pub struct Item {
    /// Its name in English and in Chinese.
    pub name: (&'static str, &'static str),
    /// The maker's own name for it.
    pub model: &'static str,
    /// From the widest to the narrowest.
    pub category: &'static [&'static str],
    /// Minimum order quantity.
    pub moq: (i64, &'static str),
    /// Line by line.
    pub specification: &'static [(&'static str, &'static str)],
    /// Main target markets.
    pub markets: &'static [Market],
    /// What it is besides.
    pub description: &'static str,
}

impl Item {
    /// As its company would write it.
    pub fn draft(&self) -> Draft {
        let line = |(name, value): &(&str, &str)| Attribute {
            name: (*name).to_owned(),
            value: (*value).to_owned(),
        };
        Draft {
            name: self.name.0.to_owned(),
            name_zh: self.name.1.to_owned(),
            model: self.model.to_owned(),
            category: self.category.iter().map(|&it| it.to_owned()).collect(),
            moq: Some(Quantity {
                count: self.moq.0,
                unit: self.moq.1.to_owned(),
            }),
            specification: self.specification.iter().map(line).collect(),
            markets: self.markets.to_vec(),
            description: self.description.to_owned(),
            ..Draft::default()
        }
    }
}

/// The products of the firm with this host; the first one stands first.
pub fn of(host: &str) -> &'static [Item] {
    match host {
        "tayo.example" => TAYO,
        "lumina.example" => LUMINA,
        "westlake.example" => WEST_LAKE,
        "skylight.example" => SKYLIGHT,
        "jingde.example" => JINGDE,
        "hongtu.example" => HONGTU,
        "feiyun.example" => FEIYUN,
        "suxiu.example" => SUXIU,
        "greenport.example" => GREENPORT,
        "sunrise.example" => SUNRISE,
        "tongle.example" => TONGLE,
        "barista.example" => BARISTA,
        _ => &[],
    }
}

const TAYO: &[Item] = &[
    Item {
        name: ("TY250-R racing motorcycle", "TY250-R 竞速摩托车"),
        model: "TY250-R",
        category: &["Motorcycles", "Racing"],
        moq: (26, "units"),
        specification: &[
            ("Engine", "249 cc, single cylinder, liquid cooled"),
            ("Maximum power", "20.5 kW at 9,000 r/min"),
            ("Brakes", "Disc, ABS, front 300 mm"),
            ("Kerb weight", "151 kg"),
            ("Certificates", "EPA, ECE R40"),
        ],
        markets: &[LatinAmerica, Africa, SoutheastAsia],
        description: "Track-bred frame and a close-ratio six-speed gearbox. One 40-foot container holds 78 units, or 26 of \
                      each of three colours. Spare parts for five years are kept in Foshan.",
    },
    Item {
        name: ("Electric scooter E3", "E3 电动踏板车"),
        model: "E3-72V",
        category: &["Motorcycles", "Scooters"],
        moq: (40, "units"),
        specification: &[
            ("Motor", "3 kW hub motor"),
            ("Battery", "72 V 32 Ah, removable"),
            ("Range", "95 km at 45 km/h"),
            ("Charging time", "5 h"),
        ],
        markets: &[Eu, SoutheastAsia, LatinAmerica],
        description: "L3e approval, with a battery that its rider carries upstairs.",
    },
    Item {
        name: ("Forged brake disc 300 mm", "300毫米锻造刹车盘"),
        model: "BD-300F",
        category: &["Motorcycles", "Spare parts"],
        moq: (200, "pcs"),
        specification: &[
            ("Material", "SUS420 stainless steel"),
            ("Thickness", "4.5 mm"),
            ("Packing", "20 pcs a carton"),
        ],
        markets: &[Eu, UsaCanada, JapanKorea],
        description: "Fits the TY250-R and most 250 cc models with a 300 mm front disc.",
    },
];

const LUMINA: &[Item] = &[
    Item {
        name: ("LED street light 120 W", "120瓦LED路灯"),
        model: "LM-SL120",
        category: &["Lighting", "Outdoor"],
        moq: (100, "pcs"),
        specification: &[
            ("Luminous flux", "18,000 lm"),
            ("Colour temperature", "3000 / 4000 / 5700 K"),
            ("Protection", "IP66, IK09"),
            ("Surge protection", "10 kV"),
            ("Warranty", "5 years"),
        ],
        markets: &[MiddleEast, Africa, LatinAmerica, Eu],
        description: "Tool-free opening, NEMA socket for a controller, and DALI-2 dimming.",
    },
    Item {
        name: ("Table lamp Moon", "“月”台灯"),
        model: "LM-T07",
        category: &["Lighting", "Indoor"],
        moq: (300, "pcs"),
        specification: &[
            ("Power", "9 W, dimmable"),
            ("Colour rendering", "Ra 95"),
            ("Plug", "EU, UK, US, AU"),
        ],
        markets: &[Eu, UsaCanada, Australia],
        description: "Opal glass on a brass foot; every cable length from 1.2 to 2.5 m.",
    },
];

const WEST_LAKE: &[Item] = &[
    Item {
        name: ("Longjing green tea, first grade", "特级西湖龙井茶"),
        model: "LJ-1-250",
        category: &["Food and drinks", "Tea"],
        moq: (500, "tins"),
        specification: &[
            ("Harvest", "Before Qingming 2026"),
            ("Net weight", "250 g"),
            ("Residues", "Meets EU 2023/915"),
            ("Shelf life", "18 months"),
        ],
        markets: &[JapanKorea, Eu, UsaCanada],
        description: "Pan-fired by hand in Meijiawu. Private label from 2,000 tins.",
    },
    Item {
        name: ("Tea gift box with two cups", "双杯茶礼盒"),
        model: "GB-22",
        category: &["Food and drinks", "Gift boxes"],
        moq: (200, "boxes"),
        specification: &[
            ("Contents", "2 tins of 100 g, 2 porcelain cups"),
            ("Box", "Recycled board, magnetic lid"),
        ],
        markets: &[MainlandChina, SoutheastAsia, Eu],
        description: "Printed with the customer's own greeting in any language.",
    },
];

const SKYLIGHT: &[Item] = &[
    Item {
        name: ("55-inch transparent OLED television", "55英寸透明OLED电视"),
        model: "SK-55 OLED",
        category: &["Household appliances", "Television"],
        moq: (50, "pcs"),
        specification: &[
            ("Screen", "55 inch, 3840 × 2160"),
            ("Transparency", "40 %"),
            ("Brightness", "600 cd/m²"),
            ("Ports", "3 × HDMI 2.1, 2 × USB"),
            ("Energy class", "F (EU 2019/2013)"),
        ],
        markets: &[MainlandChina, MiddleEast, Eu, UsaCanada],
        description: "For shop windows, museums and living rooms that look out on something.",
    },
    Item {
        name: ("4K television 65 inch", "65英寸4K智能电视"),
        model: "SK-65U",
        category: &["Household appliances", "Television"],
        moq: (120, "pcs"),
        specification: &[
            ("Screen", "65 inch, 3840 × 2160, 120 Hz"),
            ("System", "Android TV 14"),
            ("Packing", "One a carton, 1,520 × 900 × 165 mm"),
        ],
        markets: &[Africa, LatinAmerica, SoutheastAsia, Russia],
        description: "SKD and CKD kits for local assembly.",
    },
    Item {
        name: ("Air fryer 6 litres", "6升空气炸锅"),
        model: "SK-AF60",
        category: &["Household appliances", "Kitchen"],
        moq: (500, "pcs"),
        specification: &[
            ("Power", "1,700 W"),
            ("Basket", "6 l, ceramic coated"),
            ("Certificates", "CE, CB, RoHS, LFGB"),
        ],
        markets: &[Eu, LatinAmerica, Australia],
        description: "Window in the drawer, so that nobody opens it too early.",
    },
];

const JINGDE: &[Item] = &[
    Item {
        name: ("Celadon vase, 32 cm", "32厘米青瓷花瓶"),
        model: "JD-V32",
        category: &["Ceramics", "Decoration"],
        moq: (100, "pcs"),
        specification: &[
            ("Body", "Porcelain clay"),
            ("Glaze", "Longquan celadon, 1,310 °C"),
            ("Packing", "Moulded pulp, drop test 80 cm"),
        ],
        markets: &[Eu, UsaCanada, JapanKorea],
        description: "Thrown and glazed in Jingdezhen; no two alike.",
    },
    Item {
        name: ("Tea set, blue and white, 9 pieces", "青花茶具九件套"),
        model: "JD-T9",
        category: &["Ceramics", "Tableware"],
        moq: (150, "sets"),
        specification: &[
            ("Pieces", "Pot, tray, pitcher, 6 cups"),
            ("Dishwasher", "Yes"),
            ("Lead and cadmium", "Below FDA limits"),
        ],
        markets: &[MiddleEast, CentralAsia, SoutheastAsia],
        description: "Under-glaze cobalt, painted by hand.",
    },
];

const HONGTU: &[Item] = &[
    Item {
        name: ("Cordless drill 20 V, brushless", "20V无刷充电电钻"),
        model: "HT-D20B",
        category: &["Tools", "Power tools"],
        moq: (300, "sets"),
        specification: &[
            ("Torque", "65 N·m"),
            ("Chuck", "13 mm, metal"),
            ("Battery", "2 × 4.0 Ah"),
            ("Certificates", "CE, GS, UKCA"),
        ],
        markets: &[Eu, Russia, Africa],
        description: "One battery for forty tools of the same line.",
    },
    Item {
        name: ("Angle grinder 125 mm", "125毫米角磨机"),
        model: "HT-G125",
        category: &["Tools", "Power tools"],
        moq: (400, "pcs"),
        specification: &[
            ("Power", "1,100 W"),
            ("Speed", "11,000 r/min"),
            ("Guard", "Tool-free"),
        ],
        markets: &[LatinAmerica, MiddleEast, SouthAsia],
        description: "Soft start, restart protection, and a cable of 4 m on request.",
    },
];

const FEIYUN: &[Item] = &[
    Item {
        name: ("Carbon road bicycle", "碳纤维公路自行车"),
        model: "FY-R9",
        category: &["Bicycles", "Road"],
        moq: (30, "pcs"),
        specification: &[
            ("Frame", "T800 carbon, 880 g"),
            ("Sizes", "48 / 51 / 54 / 57"),
            ("Gears", "2 × 12"),
            ("Test", "ISO 4210"),
        ],
        markets: &[Eu, UsaCanada, Australia],
        description: "Own painting line: any RAL colour from 30 frames on.",
    },
    Item {
        name: ("City e-bike", "城市电助力自行车"),
        model: "FY-E26",
        category: &["Bicycles", "Electric"],
        moq: (60, "pcs"),
        specification: &[
            ("Motor", "250 W mid-drive"),
            ("Battery", "36 V 14 Ah"),
            ("Standard", "EN 15194"),
        ],
        markets: &[Eu, JapanKorea],
        description: "Belt drive and hub gear: nothing to oil.",
    },
];

const SUXIU: &[Item] = &[
    Item {
        name: ("Linen curtain fabric, 280 cm", "280厘米亚麻窗帘布"),
        model: "SX-L280",
        category: &["Home textiles", "Fabric"],
        moq: (1000, "m"),
        specification: &[
            ("Material", "55 % linen, 45 % viscose"),
            ("Weight", "210 g/m²"),
            ("Standard", "OEKO-TEX 100 class II"),
        ],
        markets: &[Eu, Russia, MiddleEast],
        description: "Sixty-two colours in stock in Suzhou, dyed to order from 1,000 m.",
    },
    Item {
        name: ("Bed linen set, sateen", "贡缎床品四件套"),
        model: "SX-B4",
        category: &["Home textiles", "Bed linen"],
        moq: (300, "sets"),
        specification: &[
            ("Thread count", "300"),
            ("Material", "100 % long-staple cotton"),
            ("Sizes", "EU, UK, US"),
        ],
        markets: &[UsaCanada, Eu, Australia],
        description: "Packed in the same fabric, without a plastic bag.",
    },
];

const GREENPORT: &[Item] = &[
    Item {
        name: ("Garden chair, stackable", "可叠放花园椅"),
        model: "GP-C12",
        category: &["Furniture", "Garden"],
        moq: (240, "pcs"),
        specification: &[
            ("Frame", "Aluminium, powder coated"),
            ("Load", "130 kg, EN 581"),
            ("A 40-foot container", "1,080 pcs"),
        ],
        markets: &[Eu, Australia, UsaCanada],
        description: "Rope seat that dries in an hour.",
    },
    Item {
        name: ("Parasol with LED ribs", "LED遮阳伞"),
        model: "GP-P30",
        category: &["Furniture", "Garden"],
        moq: (100, "pcs"),
        specification: &[
            ("Diameter", "3.0 m"),
            ("Fabric", "Olefin, UPF 50+"),
            ("Light", "32 LED, solar"),
        ],
        markets: &[MiddleEast, Eu, LatinAmerica],
        description: "Folds over a table that stays laid.",
    },
];

const SUNRISE: &[Item] = &[
    Item {
        name: ("Solar panel 580 W, bifacial", "580瓦双面太阳能组件"),
        model: "SR-580N",
        category: &["New energy", "Solar"],
        moq: (31, "pallets"),
        specification: &[
            ("Cell", "N-type TOPCon"),
            ("Efficiency", "22.5 %"),
            ("Warranty", "30 years, 87.4 %"),
            ("Certificates", "IEC 61215, IEC 61730"),
        ],
        markets: &[Eu, Africa, SouthAsia, LatinAmerica],
        description: "Thirty-one panels a pallet, twenty pallets a container.",
    },
    Item {
        name: ("Home storage battery 10 kWh", "10千瓦时家用储能电池"),
        model: "SR-B10",
        category: &["New energy", "Storage"],
        moq: (20, "pcs"),
        specification: &[
            ("Chemistry", "LFP"),
            ("Cycles", "6,000 at 80 %"),
            ("Transport", "UN 38.3, class 9"),
        ],
        markets: &[Eu, Australia, Africa],
        description: "Works with the inverters of eleven makers.",
    },
];

const TONGLE: &[Item] = &[
    Item {
        name: ("Programmable toy robot", "可编程玩具机器人"),
        model: "TL-R1",
        category: &["Toys", "Learning"],
        moq: (500, "pcs"),
        specification: &[
            ("Age", "8 and above"),
            ("Standard", "EN 71, ASTM F963"),
            ("Language", "Block editor in 14 languages"),
        ],
        markets: &[Eu, UsaCanada, SoutheastAsia, MainlandChina],
        description: "Walks, draws and finds its way home.",
    },
    Item {
        name: ("Wooden railway, 60 pieces", "60件木制轨道火车"),
        model: "TL-W60",
        category: &["Toys", "Wooden"],
        moq: (400, "sets"),
        specification: &[
            ("Wood", "FSC beech"),
            ("Paint", "Water based"),
            ("Age", "3 and above"),
        ],
        markets: &[Eu, JapanKorea, Australia],
        description: "Fits the tracks of the brands that children have already.",
    },
];

const BARISTA: &[Item] = &[
    Item {
        name: ("Espresso machine, two groups", "双头意式咖啡机"),
        model: "BRW-E2",
        category: &["Household appliances", "Coffee"],
        moq: (10, "pcs"),
        specification: &[
            ("Boiler", "2 × 1.8 l, stainless steel"),
            ("Pump", "Rotary, 9 bar"),
            ("Voltage", "220–240 V, 3.8 kW"),
            ("Certificates", "CE, NSF"),
        ],
        markets: &[SoutheastAsia, MiddleEast, Russia, Eu],
        description: "Spare parts and a video call with a technician within a day.",
    },
    Item {
        name: ("Coffee grinder 64 mm", "64毫米咖啡磨豆机"),
        model: "BRW-G64",
        category: &["Household appliances", "Coffee"],
        moq: (50, "pcs"),
        specification: &[
            ("Burrs", "64 mm, steel"),
            ("Speed", "1,400 r/min"),
            ("Noise", "69 dB"),
        ],
        markets: &[Eu, UsaCanada, Australia, JapanKorea],
        description: "Single dose; half a gram stays inside.",
    },
];

#[cfg(test)]
mod tests {
    use super::of;
    use crate::app::demo::cast::firms;

    #[test]
    fn every_exhibitor_shows_something_that_the_fair_would_take() {
        for firm in firms().filter(|it| it.stand.is_some()) {
            let items = of(firm.host);
            assert!(items.len() >= 2, "{}", firm.name);
            for item in items {
                item.draft().checked().expect(item.model);
            }
        }
    }
}
