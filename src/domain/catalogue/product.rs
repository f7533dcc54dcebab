//! A product or service on an exhibitor's shelf.

use serde::{Deserialize, Serialize};

use super::{Refusal, text};
use crate::{
    domain::fair::text::folded,
    kernel::{
        ids::{EditionId, ExhibitorId, ProductId},
        picture_id::PictureId,
    },
};

const NAME: usize = 120;
const MODEL: usize = 60;
const STEP: usize = 60;
const STEPS: usize = 5;
const KEYWORD: usize = 40;
const KEYWORDS: usize = 10;
const DESCRIPTION: usize = 4000;
const ATTRIBUTE: usize = 60;
const VALUE: usize = 200;
const ATTRIBUTES: usize = 40;
const UNIT: usize = 20;
/// A billion pieces is no order but a typing error.
const QUANTITY: i64 = 1_000_000_000;
/// As many as one looks through.
const PICTURES: usize = 12;

/// Goods, or work: services have no HS code, packaging or ports (S3-01).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "ProductKind")]
#[schema(as = ProductKind)]
pub enum Kind {
    /// Goods.
    #[default]
    Goods,
    /// A service.
    Service,
}

/// Where a product is meant to be sold: the markets of the fair's own form (S0-08).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Market {
    /// Mainland China.
    MainlandChina,
    /// Africa.
    Africa,
    /// The Middle East.
    MiddleEast,
    /// South Asia.
    SouthAsia,
    /// Southeast Asia.
    SoutheastAsia,
    /// Central Asia.
    CentralAsia,
    /// USA and Canada.
    UsaCanada,
    /// Latin America.
    LatinAmerica,
    /// Russia.
    Russia,
    /// The European Union.
    Eu,
    /// Europe outside it.
    OtherEurope,
    /// Australia and New Zealand.
    Australia,
    /// Japan and South Korea.
    JapanKorea,
    /// Hong Kong SAR China.
    HongKong,
    /// Macao SAR China.
    Macao,
    /// Taiwan China.
    Taiwan,
    /// Elsewhere.
    Other,
}

/// One line of a specification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Attribute {
    /// Such as "Screen size".
    pub name: String,
    /// Such as "55 inch".
    pub value: String,
}

/// So many of something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Quantity {
    /// At least 1.
    #[ts(type = "number")]
    pub count: i64,
    /// Such as "pcs".
    pub unit: String,
}

/// A product as its company writes it.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
#[serde(default, deny_unknown_fields)]
#[ts(rename = "ProductDraft")]
#[schema(as = ProductDraft)]
pub struct Draft {
    /// Its name.
    pub name: String,
    /// The same in Chinese; one of both is there.
    pub name_zh: String,
    /// Goods or a service.
    pub kind: Kind,
    /// The maker's own name for it.
    pub model: String,
    /// From the widest to the narrowest, such as "Household appliances", "Television".
    pub category: Vec<String>,
    /// What buyers may search for besides.
    pub keywords: Vec<String>,
    /// In a few paragraphs.
    pub description: String,
    /// Line by line.
    pub specification: Vec<Attribute>,
    /// Minimum order quantity.
    pub moq: Option<Quantity>,
    /// Main target markets.
    pub markets: Vec<Market>,
    /// Pictures by their ids, the first one stands in lists.
    pub pictures: Vec<String>,
    /// Where a film of it can be seen; `https` only.
    pub video: String,
}

/// Whose shelf a product stands on, as lists name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ts_rs::TS, utoipa::ToSchema)]
#[ts(rename = "ProductStand")]
#[schema(as = ProductStand)]
pub struct Shelf {
    /// Which.
    pub id: ExhibitorId,
    /// The name on the stand.
    pub name: String,
    /// The same in Chinese.
    pub name_zh: String,
    /// Where it is.
    pub booth: String,
    /// Main business.
    pub business: String,
    /// The same in Chinese.
    pub business_zh: String,
}

/// A product on its shelf.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Product {
    /// Its id.
    pub id: ProductId,
    /// In which fair.
    pub edition: EditionId,
    /// Whose.
    pub stand: Shelf,
    /// Whether it stands first on the homepage (S2-02).
    pub featured: bool,
    /// Counts changes.
    #[ts(type = "number")]
    pub revision: i64,
    /// What its company says of it.
    #[serde(flatten)]
    #[ts(flatten)]
    pub draft: Draft,
}

impl Draft {
    /// Trimmed and bounded.
    pub fn checked(self) -> Result<Self, Refusal> {
        let (name, name_zh) = text::pair("name", (&self.name, &self.name_zh), NAME)?;
        if let Some(Quantity { count, .. }) = self.moq
            && !(1..=QUANTITY).contains(&count)
        {
            return Err(Refusal::invalid("moq", "between_1_and_a_billion"));
        }
        let moq = self.moq.map(|moq| {
            Ok::<_, Refusal>(Quantity {
                unit: text::line("moq", &moq.unit, UNIT)?,
                ..moq
            })
        });
        let mut markets = self.markets;
        let mut seen = Vec::new();
        markets.retain(|it| !seen.contains(it) && (seen.push(*it), true).1);
        Ok(Self {
            name,
            name_zh,
            kind: self.kind,
            model: text::optional("model", &self.model, MODEL)?,
            category: each("category", &self.category, (STEPS, STEP))?,
            keywords: each("keywords", &self.keywords, (KEYWORDS, KEYWORD))?,
            description: text::lines("description", &self.description, DESCRIPTION)?,
            specification: specification(&self.specification)?,
            moq: moq.transpose()?,
            markets,
            pictures: pictures(self.pictures)?,
            video: text::address("video", &self.video)?,
        })
    }

    /// The widest step of its category, folded: what lists are filtered by.
    pub fn category_key(&self) -> String {
        self.category
            .first()
            .map_or_else(String::new, |it| folded(it))
    }

    /// What is searched first: its names and its model.
    pub fn title(&self) -> String {
        [&self.name, &self.name_zh, &self.model]
            .map(String::as_str)
            .join(" ")
    }

    /// What is searched besides.
    pub fn words(&self) -> String {
        let mut words = self.category.clone();
        words.extend_from_slice(&self.keywords);
        for line in &self.specification {
            words.push(line.name.clone());
            words.push(line.value.clone());
        }
        words.push(self.description.clone());
        words.join(" ")
    }
}

/// Each a line of its own, none empty.
fn each(
    field: &'static str,
    texts: &[String],
    (count, most): (usize, usize),
) -> Result<Vec<String>, Refusal> {
    if texts.len() > count {
        return Err(Refusal::invalid(field, "too_many"));
    }
    texts.iter().map(|it| text::line(field, it, most)).collect()
}

fn specification(lines: &[Attribute]) -> Result<Vec<Attribute>, Refusal> {
    if lines.len() > ATTRIBUTES {
        return Err(Refusal::invalid("specification", "too_many"));
    }
    let checked = lines.iter().map(|it| {
        Ok(Attribute {
            name: text::line("specification", &it.name, ATTRIBUTE)?,
            value: text::line("specification", &it.value, VALUE)?,
        })
    });
    checked.collect()
}

fn pictures(ids: Vec<String>) -> Result<Vec<String>, Refusal> {
    if ids.len() > PICTURES {
        return Err(Refusal::invalid("pictures", "too_many"));
    }
    if ids.iter().all(|it| it.parse::<PictureId>().is_ok()) {
        Ok(ids)
    } else {
        Err(Refusal::invalid("pictures", "unknown_picture"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn television() -> Draft {
        Draft {
            name: " Transparent OLED TV ".to_owned(),
            name_zh: "透明电视".to_owned(),
            model: "SK-55".to_owned(),
            category: vec!["Household appliances".to_owned(), "Television".to_owned()],
            moq: Some(Quantity {
                count: 50,
                unit: "pcs".to_owned(),
            }),
            markets: vec![Market::Africa, Market::Eu, Market::Africa],
            ..Draft::default()
        }
    }

    fn refused(change: impl FnOnce(&mut Draft)) -> (&'static str, &'static str) {
        let mut draft = television();
        change(&mut draft);
        match draft.checked() {
            Err(Refusal::Invalid { field, rule }) => (field, rule),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_product_is_kept_as_it_was_meant() {
        let it = television().checked().expect("a product");
        assert_eq!(it.name, "Transparent OLED TV");
        assert_eq!(it.markets, [Market::Africa, Market::Eu]);
        assert_eq!(it.category_key(), "household appliances");
        assert_eq!(it.title(), "Transparent OLED TV 透明电视 SK-55");
    }

    #[test]
    fn every_part_of_it_is_bounded() {
        assert_eq!(
            refused(|it| {
                it.name.clear();
                it.name_zh.clear();
            }),
            ("name", "empty")
        );
        for count in [0, -1, QUANTITY + 1] {
            let moq = Quantity {
                count,
                unit: "pcs".to_owned(),
            };
            assert_eq!(
                refused(|it| it.moq = Some(moq)),
                ("moq", "between_1_and_a_billion")
            );
        }
        let blank = || vec![" ".to_owned()];
        assert_eq!(refused(|it| it.category = blank()), ("category", "empty"));
        assert_eq!(
            refused(|it| it.keywords = vec!["a".to_owned(); 11]),
            ("keywords", "too_many")
        );
        assert_eq!(
            refused(|it| it.pictures = vec!["../x".to_owned()]),
            ("pictures", "unknown_picture")
        );
        assert_eq!(
            refused(|it| "http://x.y/".clone_into(&mut it.video)),
            ("video", "https")
        );
        let line = Attribute {
            name: "a".to_owned(),
            value: "b\u{202E}".to_owned(),
        };
        assert_eq!(
            refused(|it| it.specification = vec![line]),
            ("specification", "control_characters")
        );
    }
}
