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
    /// What it sells.
    pub business: &'static str,
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

/// The firms in the order in which they are printed: who buys, then who exhibits.
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
            business: "Racing motorcycles, scooters and spare parts 摩托车及配件",
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
            business: "LED lamps and street lighting 灯具、路灯",
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
            business: "Longjing green tea, gift boxes 龙井茶、礼盒",
        }),
        people: &[
            staff("Shen Yun 沈云", "shen", En),
            admin("Tang Wei 唐伟", "tang", Zh),
        ],
    },
];

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
        for firm in FIRMS {
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
        let hosts = FIRMS.iter().map(|firm| firm.host);
        for host in hosts.chain([ORGANISERS_HOST]) {
            assert!(host.ends_with(".example"), "{host}");
        }
    }
}
