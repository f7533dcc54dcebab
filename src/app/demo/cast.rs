//! Who plays in the demonstration fair.

use crate::kernel::actor::{
    Language::{self, En, Zh},
    Side,
};

/// Everybody's password. It is printed at every start, so a production profile refuses this fair.
pub const PASSWORD: &str = "lychee-orchard-128";

/// A firm and its people.
pub struct Firm {
    /// Its name.
    pub name: &'static str,
    /// Its side.
    pub side: Side,
    /// ISO 3166 alpha-2.
    pub country: &'static str,
    /// Its people's home zone.
    pub zone: &'static str,
    /// The host of their addresses.
    pub host: &'static str,
    /// Where it stands, if it exhibits.
    pub stand: Option<Stand>,
    /// Who works there.
    pub people: &'static [Player],
}

/// A stand.
pub struct Stand {
    /// The name over it.
    pub name: &'static str,
    /// Where it is.
    pub booth: &'static str,
    /// What it sells, in English and in Chinese.
    pub business: (&'static str, &'static str),
    /// The English name of its section.
    pub section: &'static str,
}

/// A person.
pub struct Player {
    /// His name.
    pub name: &'static str,
    /// His address before the `@`.
    pub mailbox: &'static str,
    /// The language he reads.
    pub language: Language,
    /// What he is in his company.
    pub part: Part,
}

/// What somebody is in his company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Manages it.
    Admin,
    /// Works there; an exhibitor's staff is on duty at the stand.
    Staff,
}

/// The organiser, who is the moderator too.
pub const ORGANISER: Player = Player {
    name: "Mei Lin 林梅",
    mailbox: "mei",
    language: En,
    part: Part::Admin,
};
/// The host of the organiser's address.
pub const ORGANISERS_HOST: &str = "fair.example";

/// The firms that play, in the order in which they are printed: who buys, then who exhibits.
pub const FIRMS: &[Firm] = &[
    Firm {
        name: "Importadora Ltda",
        side: Side::Buyer,
        country: "BR",
        zone: "America/Sao_Paulo",
        host: "importadora.example",
        stand: None,
        people: &[
            staff("Ana Ribeiro", "ana", En),
            admin("Bruno Costa", "bruno", En),
        ],
    },
    Firm {
        name: "Nordhandel GmbH",
        side: Side::Buyer,
        country: "DE",
        zone: "Europe/Berlin",
        host: "nordhandel.example",
        stand: None,
        people: &[
            staff("Carla Brandt", "carla", En),
            admin("Dieter Voss", "dieter", En),
        ],
    },
    Firm {
        name: "Yuexiu Trading 越秀贸易",
        side: Side::Buyer,
        country: "CN",
        zone: "Asia/Shanghai",
        host: "yuexiu.example",
        stand: None,
        people: &[admin("Zhou Min 周敏", "zhou", Zh)],
    },
    Firm {
        name: "Tayo Motor 泰友摩托",
        side: Side::Exhibitor,
        country: "CN",
        zone: "Asia/Shanghai",
        host: "tayo.example",
        stand: Some(Stand {
            name: "Tayo Motor 泰友摩托",
            booth: "12.3C01",
            business: (
                "Racing motorcycles, scooters and spare parts",
                "竞速摩托车、踏板车及配件",
            ),
            section: "Motorcycles",
        }),
        people: &[
            staff("Li Na 李娜", "li", En),
            staff("Wang Lei 王磊", "wang", Zh),
            admin("Chen Jing 陈静", "chen", Zh),
        ],
    },
    Firm {
        name: "Lumina Lighting 佛山明晖照明",
        side: Side::Exhibitor,
        country: "CN",
        zone: "Asia/Shanghai",
        host: "lumina.example",
        stand: Some(Stand {
            name: "Lumina Lighting 佛山明晖照明",
            booth: "5.1A17",
            business: ("LED lamps and street lighting", "灯具、路灯"),
            section: "Lighting Equipment",
        }),
        people: &[
            staff("He Fang 何芳", "he", Zh),
            admin("Guo Qiang 郭强", "guo", Zh),
        ],
    },
    Firm {
        name: "West Lake Tea 杭州西湖茶业",
        side: Side::Exhibitor,
        country: "CN",
        zone: "Asia/Shanghai",
        host: "westlake.example",
        stand: Some(Stand {
            name: "West Lake Tea 杭州西湖茶业",
            booth: "3.2F08",
            business: ("Longjing green tea, gift boxes", "龙井茶、礼盒"),
            section: "Food and Tea",
        }),
        people: &[
            staff("Shen Yun 沈云", "shen", En),
            admin("Tang Wei 唐伟", "tang", Zh),
        ],
    },
];

/// Exhibitors that fill the hall; their people have the same password, and are not printed.
const HALL: &[Firm] = &[
    exhibitor(
        ("Skylight Display 天光显示", "skylight.example", "1.1B12"),
        (
            "Transparent displays, televisions and kitchen appliances",
            "透明显示屏、电视及厨房电器",
        ),
        "Household Electrical Appliances",
        &[
            staff("Lin Hao 林浩", "lin", En),
            admin("Fang Rui 方瑞", "fang", Zh),
        ],
    ),
    exhibitor(
        ("Jingde Ceramics 景德陶瓷", "jingde.example", "9.3K22"),
        ("Celadon, tableware and tea sets", "青瓷、餐具及茶具"),
        "Ceramics",
        &[
            staff("Yu Xin 余欣", "yu", Zh),
            admin("Cao Ming 曹明", "cao", Zh),
        ],
    ),
    exhibitor(
        ("Hongtu Tools 宏图工具", "hongtu.example", "7.1D09"),
        ("Cordless tools and grinders", "充电工具、角磨机"),
        "Tools",
        &[
            staff("Peng Bo 彭博", "peng", En),
            admin("Jiang Li 蒋丽", "jiang", Zh),
        ],
    ),
    exhibitor(
        ("Feiyun Cycles 飞云自行车", "feiyun.example", "12.2A31"),
        (
            "Carbon road bicycles and e-bikes",
            "碳纤维公路车、电助力自行车",
        ),
        "Bicycles",
        &[
            staff("Luo Yan 罗燕", "luo", En),
            admin("Du Heng 杜恒", "du", En),
        ],
    ),
    exhibitor(
        ("Suxiu Textiles 苏绣纺织", "suxiu.example", "14.4G18"),
        ("Curtain fabrics and bed linen", "窗帘布、床上用品"),
        "Home Textiles",
        &[
            staff("Gu Lan 顾兰", "gu", Zh),
            admin("Xia Tong 夏彤", "xia", Zh),
        ],
    ),
    exhibitor(
        ("Greenport Living 绿港家居", "greenport.example", "10.1H05"),
        ("Garden furniture and parasols", "花园家具、遮阳伞"),
        "Furniture",
        &[
            staff("Qiu Shan 邱珊", "qiu", En),
            admin("Meng Fei 孟飞", "meng", En),
        ],
    ),
    exhibitor(
        ("Sunrise Solar 旭升光伏", "sunrise.example", "5.2C44"),
        ("Solar panels and home storage", "太阳能组件、家用储能"),
        "New Energy Resources",
        &[
            staff("Bai Yu 白宇", "bai", En),
            admin("Hou Jun 侯军", "hou", Zh),
        ],
    ),
    exhibitor(
        ("Tongle Toys 童乐玩具", "tongle.example", "17.2E27"),
        (
            "Learning robots and wooden railways",
            "编程机器人、木制轨道",
        ),
        "Toys",
        &[
            staff("Song Jia 宋佳", "song", En),
            admin("Pan Qi 潘琪", "pan", Zh),
        ],
    ),
    exhibitor(
        ("Barista Works 百瑞咖啡机", "barista.example", "1.2A08"),
        ("Espresso machines and grinders", "意式咖啡机、磨豆机"),
        "Household Electrical Appliances",
        &[
            staff("Wei Lan 魏岚", "weilan", En),
            admin("Ding Yi 丁一", "ding", Zh),
        ],
    ),
];

/// A Chinese firm with a stand.
const fn exhibitor(
    (name, host, booth): (&'static str, &'static str, &'static str),
    business: (&'static str, &'static str),
    section: &'static str,
    people: &'static [Player],
) -> Firm {
    Firm {
        name,
        side: Side::Exhibitor,
        country: "CN",
        zone: "Asia/Shanghai",
        host,
        stand: Some(Stand {
            name,
            booth,
            business,
            section,
        }),
        people,
    }
}

/// Every firm of the fair.
pub fn firms() -> impl Iterator<Item = &'static Firm> {
    FIRMS.iter().chain(HALL)
}

const fn staff(name: &'static str, mailbox: &'static str, language: Language) -> Player {
    Player {
        name,
        mailbox,
        language,
        part: Part::Staff,
    }
}

const fn admin(name: &'static str, mailbox: &'static str, language: Language) -> Player {
    Player {
        name,
        mailbox,
        language,
        part: Part::Admin,
    }
}

impl Player {
    /// His address at `host`.
    pub fn email(&self, host: &str) -> String {
        format!("{}@{host}", self.mailbox)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_firm_has_an_admin_and_every_exhibitor_somebody_on_duty() {
        for firm in firms() {
            let has = |part| firm.people.iter().any(|it| it.part == part);
            assert!(has(Part::Admin), "{}", firm.name);
            assert_eq!(
                firm.stand.is_some(),
                firm.side == Side::Exhibitor,
                "{}",
                firm.name
            );
            assert!(firm.stand.is_none() || has(Part::Staff), "{}", firm.name);
        }
    }

    #[test]
    fn addresses_are_nobodys() {
        let hosts = firms().map(|firm| firm.host);
        for host in hosts.chain([ORGANISERS_HOST]) {
            assert!(host.ends_with(".example"), "{host}");
        }
    }
}
