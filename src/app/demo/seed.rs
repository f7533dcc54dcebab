//! Seeding: one transaction, so that a fair is there whole or not at all.

use std::sync::Arc;

use super::{
    calendar::{Sessions, ZONE, sessions},
    cast::{Firm, ORGANISER, ORGANISERS_HOST, PASSWORD, Part, Player, firms},
    halls, shelves,
};
use crate::{
    domain::{
        Books, Refusal, Tx, accounts,
        accounts::{
            company::is_domestic,
            password::{Hasher, Password},
            ports::{Company, NewPerson},
            user::Email,
        },
        catalogue::{
            Homepage,
            homepage::{Business, Contact},
            ports::Placement,
            service::{self as catalogue, Rank},
        },
        fair::{
            self, Edition, Rules,
            service::{NewEdition, open_edition},
            stands::{self, NewStand},
        },
        ledger::{Answer, Ledger, Unit, Work},
    },
    kernel::{
        actor::{Actor, EVERY_EDITION, Grant, Membership},
        ids::{CompanyId, ExhibitorId, UserId},
        secret::Secret,
    },
};

/// Seeds the demonstration fair if the database holds no edition; says whether it did.
pub async fn seed(ledger: &dyn Ledger, hasher: &dyn Hasher) -> Result<bool, Refusal> {
    if !ledger.read().await?.editions().await?.is_empty() {
        return Ok(false);
    }
    // One hash for everybody: the password is printed, so that they share it is no secret.
    let owner = Email::parse("email", &ORGANISER.email(ORGANISERS_HOST))?;
    let password = Password::chosen(&Secret::from(PASSWORD), &owner)?;
    let hash = hasher.hash(&password).await?;
    let work: Work = Arc::new(move |tx| {
        let hash = hash.clone();
        Box::pin(async move {
            play(tx, &hash).await?;
            Ok(Answer::empty())
        })
    });
    let unit = Unit::of(work);
    match ledger.run(0, unit).await {
        Ok(_) => Ok(true),
        // Another node that started at the same moment was first: the names of its editions are taken.
        Err(Refusal::Fair(fair::Refusal::Invalid { rule: "taken", .. })) => Ok(false),
        Err(refusal) => Err(refusal),
    }
}

/// Whether somebody of the demonstration fair could sign in here with the printed password.
pub async fn is_seeded(books: &mut dyn Books, hasher: &dyn Hasher) -> Result<bool, Refusal> {
    let owner = Email::parse("email", &ORGANISER.email(ORGANISERS_HOST))?;
    let password = Password::chosen(&Secret::from(PASSWORD), &owner)?;
    for email in emails() {
        // Somebody real may have such an address, and a password of his own.
        if let Some(found) = books.credentials(&email).await?
            && hasher.verify(&password, found.password).await?
        {
            return Ok(true);
        }
    }
    Ok(false)
}

fn emails() -> impl Iterator<Item = String> {
    let of = |firm: &'static Firm| firm.people.iter().map(|it| it.email(firm.host));
    let everybody = firms().flat_map(of);
    everybody.chain([ORGANISER.email(ORGANISERS_HOST)])
}

async fn play(tx: &mut dyn Tx, hash: &str) -> Result<(), Refusal> {
    let Sessions { autumn, spring } = sessions(tx.machine())?;
    let autumn = open_edition(tx, session("The 128th", autumn, true)).await?;
    let spring = open_edition(tx, session("The 129th", spring, false)).await?;
    let organiser = organiser(tx, hash).await?;
    for edition in [&autumn, &spring] {
        let drawn = (0, halls::groups());
        catalogue::set_sections(tx, &organiser, edition.id, drawn).await?;
    }
    for firm in firms() {
        let company = add_firm(tx, firm).await?;
        let people = add_people(tx, (company, firm), hash).await?;
        for edition in [&autumn, &spring] {
            enter(tx, &organiser, (edition, company, firm), &people).await?;
        }
    }
    Ok(())
}

fn session(name: &str, days: (jiff::civil::Date, jiff::civil::Date), current: bool) -> NewEdition {
    NewEdition {
        name: name.to_owned(),
        zone: ZONE.to_owned(),
        first_day: days.0,
        last_day: days.1,
        rules: Rules::usual(),
        current,
    }
}

async fn organiser(tx: &mut dyn Tx, hash: &str) -> Result<Actor, Refusal> {
    let user = add(tx, (&ORGANISER, ORGANISERS_HOST, ZONE), (None, true), hash).await?;
    for grant in [Grant::Organiser, Grant::Moderator] {
        tx.grant(user, EVERY_EDITION, grant).await?;
    }
    actor(tx, user).await
}

async fn add_firm(tx: &mut dyn Tx, firm: &Firm) -> Result<CompanyId, Refusal> {
    let company = Company {
        id: CompanyId::mint(tx.machine()),
        name: firm.name.to_owned(),
        side: firm.side,
        country: firm.country.to_owned(),
    };
    tx.add_company(&company, tx.machine()).await?;
    Ok(company.id)
}

/// The people of a firm, in the order of the cast.
async fn add_people(
    tx: &mut dyn Tx,
    (company, firm): (CompanyId, &Firm),
    hash: &str,
) -> Result<Vec<(Part, Actor)>, Refusal> {
    let mut people = Vec::with_capacity(firm.people.len());
    for player in firm.people {
        let membership = Membership {
            company,
            side: firm.side,
            admin: player.part == Part::Admin,
        };
        let who = (player, firm.host, firm.zone);
        let user = add(tx, who, (Some(membership), is_domestic(firm.country)), hash).await?;
        people.push((player.part, actor(tx, user).await?));
    }
    Ok(people)
}

async fn add(
    tx: &mut dyn Tx,
    (player, host, zone): (&Player, &str, &str),
    (membership, domestic): (Option<Membership>, bool),
    hash: &str,
) -> Result<UserId, Refusal> {
    let person = NewPerson {
        id: UserId::mint(tx.machine()),
        name: player.name.to_owned(),
        email: Email::parse("email", &player.email(host))?,
        password: Some(hash.to_owned()),
        language: player.language,
        zone: zone.to_owned(),
        domestic,
        membership,
    };
    if !tx.add_person(&person, tx.machine()).await? {
        return Err(accounts::Refusal::EmailTaken.into());
    }
    Ok(person.id)
}

/// Gives an exhibitor its stand, and puts its staff on duty there; a buyer's firm has none.
async fn enter(
    tx: &mut dyn Tx,
    organiser: &Actor,
    (edition, company, firm): (&Edition, CompanyId, &Firm),
    people: &[(Part, Actor)],
) -> Result<(), Refusal> {
    let Some(stand) = &firm.stand else {
        return Ok(());
    };
    let new = NewStand {
        company,
        edition: edition.id,
        name: stand.name.to_owned(),
        booth: stand.booth.to_owned(),
        business: stand.business.0.to_owned(),
    };
    let exhibitor = stands::enter(tx, organiser, new).await?;
    let sections = tx.sections(edition.id).await?;
    let placement = Placement {
        name: stand.name.to_owned(),
        name_zh: String::new(),
        booth: stand.booth.to_owned(),
        section: sections.named(stand.section),
    };
    catalogue::place(tx, organiser, (exhibitor, 1), placement).await?;
    let admin = people.iter().find(|(part, _)| *part == Part::Admin);
    if let Some((_, admin)) = admin {
        furnish(tx, admin, exhibitor, firm).await?;
    }
    for (_, person) in people.iter().filter(|(part, _)| *part == Part::Staff) {
        if let Some((_, admin)) = admin {
            stands::set_duty(tx, admin, (exhibitor, person.user), true).await?;
        }
    }
    Ok(())
}

/// Writes a stand's homepage and fills its shelf; the first product stands first.
async fn furnish(
    tx: &mut dyn Tx,
    admin: &Actor,
    exhibitor: ExhibitorId,
    firm: &Firm,
) -> Result<(), Refusal> {
    let Some(stand) = &firm.stand else {
        return Ok(());
    };
    let business = Business::of(stand.business.0, stand.business.1)?;
    let page = Homepage {
        contact: Contact {
            email: format!("sales@{}", firm.host),
            website: format!("https://www.{}/", firm.host),
            ..Contact::default()
        },
        ..Homepage::default()
    };
    catalogue::set_homepage(tx, admin, (exhibitor, 0), (business, page)).await?;
    // The newest is shown first.
    for (at, item) in shelves::of(firm.host).iter().enumerate().rev() {
        let product = catalogue::add_product(tx, admin, exhibitor, item.draft()).await?;
        if at == 0 {
            catalogue::rank(tx, admin, product, Rank::First).await?;
        }
    }
    Ok(())
}

async fn actor(tx: &mut dyn Tx, user: UserId) -> Result<Actor, Refusal> {
    let actor = tx.actor(user).await?;
    Ok(actor.ok_or(accounts::Refusal::Unknown)?)
}

#[cfg(test)]
mod tests {
    use async_trait::async_trait;

    use super::*;
    use crate::{
        adapters::storage::contract::everywhere,
        domain::fair::stands::Wanted,
        kernel::{fault::Fault, time::Clock as _},
    };

    /// Hashes nothing: the demonstration is not about argon2.
    struct Plain;

    #[async_trait]
    impl Hasher for Plain {
        async fn hash(&self, password: &Password) -> Result<String, Fault> {
            Ok(password.bytes_of().to_owned())
        }

        async fn verify(&self, _: &Password, hash: Option<String>) -> Result<bool, Fault> {
            Ok(hash.is_some())
        }
    }

    #[tokio::test]
    async fn the_fair_is_seeded_once_and_everybody_is_there() {
        everywhere(async |bench| {
            assert!(
                !is_seeded(&mut *bench.books().await, &Plain)
                    .await
                    .expect("asked")
            );
            // Two nodes that start at once: one of them seeds, the other finds it done.
            let (one, other) = tokio::join!(seed(&bench.store, &Plain), seed(&bench.store, &Plain));
            assert!(one.expect("seeded or left") != other.expect("seeded or left"));
            assert!(!seed(&bench.store, &Plain).await.expect("left alone"));
            assert!(
                is_seeded(&mut *bench.books().await, &Plain)
                    .await
                    .expect("asked")
            );

            let mut books = bench.books().await;
            let editions = books.editions().await.expect("a list");
            let names: Vec<_> = editions.iter().map(|it| it.name.as_str()).collect();
            assert_eq!(names, ["The 128th", "The 129th"]);
            assert!(editions[0].current);
            assert!(editions[0].eve() >= Some(bench.clock.fair()));

            for email in emails() {
                let known = books
                    .credentials(&email)
                    .await
                    .expect("a row")
                    .expect("somebody");
                assert_eq!(known.password.as_deref(), Some(PASSWORD), "{email}");
                let who = books
                    .actor(known.user)
                    .await
                    .expect("a row")
                    .expect("an actor");
                assert_eq!(
                    who.organises(editions[0].id),
                    email.starts_with("mei@"),
                    "{email}"
                );
            }
            for edition in &editions {
                let wanted = |query: &str| Wanted {
                    edition: edition.id,
                    query: query.to_owned(),
                    section: None,
                    cursor: None,
                };
                let page = stands::list(&mut *books, &wanted("摩托")).await;
                let tayo = page.expect("a page").items.remove(0);
                let staff = books.staff(tayo.id).await.expect("a list");
                let staff: Vec<_> = staff
                    .iter()
                    .map(|it| (it.name.as_str(), it.on_duty))
                    .collect();
                assert_eq!(staff, [("Li Na 李娜", true), ("Wang Lei 王磊", true)]);
                let all = stands::list(&mut *books, &wanted(""))
                    .await
                    .expect("a page");
                assert_eq!(all.items.len(), 12);
            }
        })
        .await;
    }
}
