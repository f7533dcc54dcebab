//! Commands on sections, homepages, products and marks.

use super::Entry;
use crate::{
    command,
    domain::{
        Refusal,
        catalogue::{
            self, Draft, Group, Homepage,
            favorites::{self, Mark, Object},
            homepage::Business,
            ports::Placement,
            service::{self, Rank},
        },
        ledger::Answer,
    },
    kernel::topic::Topic,
    protocol::commands::catalogue::{
        EditionSetSections, ExhibitorPlace, FavoriteSet, HomepageSet, ProductAdd, ProductChange,
        ProductFeature, ProductRemove,
    },
};

/// `edition.set_sections`, `exhibitor.place`, `homepage.*`, `product.*`, `favorite.*`.
pub fn entries() -> Vec<Entry> {
    let mut entries = stands();
    entries.extend(products());
    entries
}

fn stands() -> Vec<Entry> {
    vec![
        command!(
            "edition.set_sections",
            EditionSetSections<Group>,
            |tx, who, input| {
                let change = (input.revision, input.groups.clone());
                let revision = service::set_sections(tx, who, input.edition, change).await?;
                Ok(Answer::empty()
                    .with("revision", revision)
                    .seq_in(Topic::Fair(input.edition)))
            }
        ),
        command!("exhibitor.place", ExhibitorPlace, |tx, who, input| {
            let to = Placement {
                name: input.name.clone(),
                name_zh: input.name_zh.clone(),
                booth: input.booth.clone(),
                section: input.section,
            };
            let stand = (input.exhibitor, input.revision);
            let revision = service::place(tx, who, stand, to).await?;
            Ok(Answer::empty().with("revision", revision))
        }),
        command!("homepage.set", HomepageSet<Homepage>, |tx, who, input| {
            let business = Business::of(&input.business, &input.business_zh)?;
            let page = (business, input.page.clone());
            let stand = (input.exhibitor, input.revision);
            let revision = service::set_homepage(tx, who, stand, page).await?;
            Ok(Answer::empty().with("revision", revision))
        }),
    ]
}

fn products() -> Vec<Entry> {
    vec![
        command!("product.add", ProductAdd<Draft>, |tx, who, input| {
            let draft = input.product.clone();
            let id = service::add_product(tx, who, input.exhibitor, draft).await?;
            Ok(Answer::empty().with("product", id.to_string()))
        }),
        command!("product.change", ProductChange<Draft>, |tx, who, input| {
            let which = (input.id, input.revision);
            let revision = service::change_product(tx, who, which, input.product.clone()).await?;
            Ok(Answer::empty().with("revision", revision))
        }),
        command!("product.feature", ProductFeature, |tx, who, input| {
            let rank = if input.first {
                Rank::First
            } else {
                Rank::Among
            };
            service::rank(tx, who, input.id, rank).await?;
            Ok(Answer::empty())
        }),
        command!("product.remove", ProductRemove, |tx, who, input| {
            service::remove_product(tx, who, input.id).await?;
            Ok(Answer::empty())
        }),
        command!("favorite.set", FavoriteSet, |tx, who, input| {
            let object = match (input.exhibitor, input.product) {
                (Some(id), None) => Object::Exhibitor(id),
                (None, Some(id)) => Object::Product(id),
                _ => {
                    let neither = catalogue::Refusal::invalid("product", "one_of_both");
                    return Err(Refusal::from(neither));
                }
            };
            let mark = if input.on { Mark::On } else { Mark::Off };
            favorites::set(tx, who, object, mark).await?;
            Ok(Answer::empty())
        }),
    ]
}
