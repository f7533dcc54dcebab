//! What organisers and companies do with the catalogue.

use super::{
    Draft, Group, Homepage, Refusal, event::SectionsChanged, homepage::Business, ports::Placement,
    text,
};
use crate::{
    domain::{Tx, fair::Exhibitor, journal::Tell},
    kernel::{
        actor::Actor,
        fact::By,
        ids::{EditionId, ExhibitorId, ProductId},
        topic::Topic,
    },
};

/// The most products of one stand.
pub const MOST_PRODUCTS: i64 = 500;
/// A stand's name stands over a page, its booth on a badge.
const NAME: usize = 80;
const BOOTH: usize = 20;

/// Writes all sections of an edition anew; a section in which somebody stands cannot go.
pub async fn set_sections(
    tx: &mut dyn Tx,
    who: &Actor,
    edition: EditionId,
    (revision, groups): (i64, Vec<Group>),
) -> Result<i64, Refusal> {
    if !who.organises(edition) {
        return Err(Refusal::NoRight);
    }
    tx.edition(edition).await?.ok_or(Refusal::Unknown)?;
    let before = tx.sections(edition).await?;
    if before.revision != revision {
        return Err(Refusal::Stale {
            revision: before.revision,
        });
    }
    let next = before.next(groups, tx.machine())?;
    if !tx.set_sections(edition, &next).await? {
        let now = tx.sections(edition).await?;
        return Err(Refusal::Stale {
            revision: now.revision,
        });
    }
    // Written first: from here on nobody is placed by the tree before.
    let gone = next.gone_since(&before);
    if !gone.is_empty() && tx.is_in_use(edition, &gone).await? {
        return Err(Refusal::invalid("groups", "in_use"));
    }
    let revision = next.revision;
    let changed = SectionsChanged { sections: next };
    tx.tell(
        Topic::Fair(edition),
        "sections.changed",
        Some(By::from(who)),
        &changed,
    )?;
    Ok(revision)
}

/// Places a stand: its name, its booth, its section. The organiser's to do.
pub async fn place(
    tx: &mut dyn Tx,
    who: &Actor,
    (exhibitor, revision): (ExhibitorId, i64),
    to: Placement,
) -> Result<i64, Refusal> {
    let stand = tx.exhibitor(exhibitor).await?.ok_or(Refusal::Unknown)?;
    if !who.organises(stand.edition) {
        return Err(Refusal::NoRight);
    }
    let (name, name_zh) = (
        text::line("name", &to.name, NAME)?,
        text::optional("name_zh", &to.name_zh, NAME)?,
    );
    let booth = text::line("booth", &to.booth, BOOTH)?;
    if let Some(section) = to.section {
        tx.lock_sections(stand.edition).await?;
        if !tx.sections(stand.edition).await?.has(section) {
            return Err(Refusal::invalid("section", "unknown_section"));
        }
    }
    let to = Placement {
        name,
        name_zh,
        booth,
        section: to.section,
    };
    match tx.place(exhibitor, revision, &to).await? {
        Some(revision) => Ok(revision),
        None => Err(Refusal::Stale {
            revision: stand.revision,
        }),
    }
}

/// Writes a stand's homepage; its company's admins do.
pub async fn set_homepage(
    tx: &mut dyn Tx,
    who: &Actor,
    (exhibitor, revision): (ExhibitorId, i64),
    (business, page): (Business, Homepage),
) -> Result<i64, Refusal> {
    let stand = tx.exhibitor(exhibitor).await?.ok_or(Refusal::Unknown)?;
    if !who.manages(stand.company) {
        return Err(Refusal::NoRight);
    }
    let page = page.checked()?;
    let Some(next) = tx.set_homepage(exhibitor, revision, &page).await? else {
        let (revision, _) = tx.homepage(exhibitor).await?;
        return Err(Refusal::Stale { revision });
    };
    tx.set_business(exhibitor, &business).await?;
    Ok(next)
}

/// Puts a product on a stand's shelf; any of its company's people may.
pub async fn add_product(
    tx: &mut dyn Tx,
    who: &Actor,
    exhibitor: ExhibitorId,
    draft: Draft,
) -> Result<ProductId, Refusal> {
    let stand = tx.exhibitor(exhibitor).await?.ok_or(Refusal::Unknown)?;
    sells(who, &stand)?;
    let draft = draft.checked()?;
    if tx.count_products(exhibitor, 1).await? > MOST_PRODUCTS {
        return Err(Refusal::LimitReached {
            limit: MOST_PRODUCTS,
        });
    }
    let id = ProductId::mint(tx.machine());
    tx.add_product(id, (exhibitor, stand.edition), &draft)
        .await?;
    Ok(id)
}

/// Writes a product anew.
pub async fn change_product(
    tx: &mut dyn Tx,
    who: &Actor,
    (id, revision): (ProductId, i64),
    draft: Draft,
) -> Result<i64, Refusal> {
    own(tx, who, id).await?;
    let draft = draft.checked()?;
    if let Some(revision) = tx.change_product(id, revision, &draft).await? {
        return Ok(revision);
    }
    let now = tx.product(id).await?.ok_or(Refusal::Unknown)?;
    Err(Refusal::Stale {
        revision: now.revision,
    })
}

/// Where a product stands on its homepage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank {
    /// Before the others (S2-02).
    First,
    /// Among them.
    Among,
}

/// Makes a product stand first, or not.
pub async fn rank(tx: &mut dyn Tx, who: &Actor, id: ProductId, to: Rank) -> Result<(), Refusal> {
    own(tx, who, id).await?;
    if tx.feature(id, to == Rank::First).await? {
        Ok(())
    } else {
        Err(Refusal::Unknown)
    }
}

/// Takes a product off its shelf. Appointments that name it keep its id and their topic.
pub async fn remove_product(tx: &mut dyn Tx, who: &Actor, id: ProductId) -> Result<(), Refusal> {
    let stand = own(tx, who, id).await?;
    tx.count_products(stand, -1).await?;
    if tx.remove_product(id).await? {
        Ok(())
    } else {
        Err(Refusal::Unknown)
    }
}

/// The stand of a product that is the caller's company's.
async fn own(tx: &mut dyn Tx, who: &Actor, id: ProductId) -> Result<ExhibitorId, Refusal> {
    let product = tx.product(id).await?.ok_or(Refusal::Unknown)?;
    let stand = tx.exhibitor(product.stand.id).await?;
    sells(who, &stand.ok_or(Refusal::Unknown)?)?;
    Ok(product.stand.id)
}

fn sells(who: &Actor, stand: &Exhibitor) -> Result<(), Refusal> {
    if who.belongs_to(stand.company) {
        Ok(())
    } else {
        Err(Refusal::NoRight)
    }
}
