//! Tickets, keys and one's own profile.

use super::{Office, PASSWORD, everywhere};
use crate::domain::accounts::ports::KeyOwner;
use crate::domain::accounts::secret::{INVITATION, Token};
use crate::domain::accounts::{Refusal, keys, sessions, user};
use crate::kernel::actor::{Actor, Language, Side};
use crate::kernel::time::Clock as _;

#[tokio::test]
async fn a_ticket_opens_once_within_its_half_minute() {
    everywhere(async |it: &Office| {
        let mei = it.organiser().await;
        let ticket = || {
            let token = Token::generate();
            let input = (mei.session, token.hash());
            async move {
                it.step(input, |tx, (session, secret)| {
                    Box::pin(async move {
                        sessions::issue_ticket(tx, *session, *secret).await?;
                        Ok(String::new())
                    })
                })
                .await
                .unwrap();
                token
            }
        };
        let take = |token: Token| {
            it.step(token.hash(), |tx, secret| {
                Box::pin(async move {
                    let now = tx.machine();
                    let taken = tx.take_ticket(*secret, now).await?;
                    Ok(taken.map_or_else(String::new, |it| it.user.to_string()))
                })
            })
        };
        let one = ticket().await;
        let (first, second) = tokio::join!(take(one.clone()), take(one));
        assert_eq!(
            [first.unwrap(), second.unwrap()].concat(),
            mei.user.to_string(),
            "one of the two"
        );
        let late = ticket().await;
        it.pass(30_000);
        assert_eq!(take(late).await.unwrap(), "");
    })
    .await;
}

#[tokio::test]
async fn keys_are_the_companys_and_their_use_is_noted_by_the_hour() {
    everywhere(async |it: &Office| {
        let mei = it.organiser().await;
        let firm = it.firm(&mei, "importadora.example", Side::Buyer).await;
        let make = |who: Actor| {
            it.step(who, |tx, who| {
                Box::pin(async move { Ok(keys::create(tx, who, "robot").await?.0.to_string()) })
            })
        };
        let id = make(it.actor(firm.admin.user).await)
            .await
            .unwrap()
            .parse()
            .unwrap();
        let now = it.hands.machine();
        assert!(it.books().await.api_key_idle(id, now).await.unwrap());
        it.step(id, |tx, id| {
            Box::pin(async move {
                let now = tx.machine();
                tx.use_api_key(*id, now).await?;
                Ok(String::new())
            })
        })
        .await
        .unwrap();
        assert!(!it.books().await.api_key_idle(id, now).await.unwrap());
        let owner = KeyOwner::Company(firm.id);
        let listed = it.books().await.api_keys(owner).await.unwrap();
        assert_eq!(listed[0].last_used_at, Some(now));

        let carla = it.colleague(firm.admin.user, "carla@x.example", true).await;
        let mut script = it.actor(carla.user).await;
        script.key = Some(id);
        assert!(matches!(make(script).await, Err(Refusal::NoRight)));
        let revoke = |who: Actor| {
            it.step((who, id), |tx, (who, id)| {
                Box::pin(async move { keys::revoke(tx, who, *id).await.map(|()| String::new()) })
            })
        };
        assert!(matches!(
            revoke(it.actor(mei.user).await).await,
            Err(Refusal::Unknown)
        ));
        revoke(it.actor(carla.user).await).await.unwrap();
        assert!(it.books().await.api_keys(owner).await.unwrap().is_empty());
        for _ in 0..keys::MOST_KEYS {
            make(it.actor(mei.user).await).await.unwrap();
        }
        assert!(matches!(
            make(it.actor(mei.user).await).await,
            Err(Refusal::LimitReached { .. })
        ));
    })
    .await;
}

#[tokio::test]
async fn a_profile_is_its_owners_and_his_name_is_news() {
    everywhere(async |it: &Office| {
        let mei = it.organiser().await;
        let firm = it.firm(&mei, "importadora.example", Side::Buyer).await;
        let change = user::Profile {
            language: Some(Language::Zh),
            zone: Some("america/sao_paulo".into()),
            name: Some("Bruno Alves".into()),
        };
        it.step(
            (it.actor(firm.admin.user).await, change),
            |tx, (who, it)| {
                Box::pin(async move {
                    user::update_profile(tx, who, it)
                        .await
                        .map(|()| String::new())
                })
            },
        )
        .await
        .unwrap();
        let bruno = it
            .books()
            .await
            .person(firm.admin.user)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(bruno.zone, "America/Sao_Paulo");
        assert_eq!(it.actor(firm.admin.user).await.language, Language::Zh);
        assert!(it.told(&format!("company/{}", firm.id), "Bruno Alves"));
    })
    .await;
}

#[tokio::test]
async fn what_is_dead_is_forgotten_and_nothing_else() {
    everywhere(async |it: &Office| {
        let mei = it.organiser().await;
        let firm = it.firm(&mei, "importadora.example", Side::Buyer).await;
        let ticket = Token::generate();
        it.step((mei.session, ticket.hash()), |tx, (session, secret)| {
            Box::pin(async move {
                sessions::issue_ticket(tx, *session, *secret).await?;
                Ok(String::new())
            })
        })
        .await
        .unwrap();
        let forget = || {
            it.step((), |tx, ()| {
                Box::pin(async move { Ok(tx.forget_secrets().await?.to_string()) })
            })
        };
        let open = it
            .invite(firm.admin.user, "ana@x.example", false)
            .await
            .unwrap();
        assert_eq!(
            forget().await.unwrap(),
            "2",
            "the links of Mei and Bruno were used"
        );
        assert_eq!(
            forget().await.unwrap(),
            "0",
            "an open invitation and a fresh ticket stay"
        );
        it.pass(30_000);
        assert_eq!(forget().await.unwrap(), "1", "the ticket is stale");
        let used = it.redeem(&open, PASSWORD).await.unwrap();
        assert!(it.is_signed_in(&used).await);
        let stale = it
            .invite(firm.admin.user, "eva@x.example", false)
            .await
            .unwrap();
        it.pass(INVITATION);
        assert_eq!(
            forget().await.unwrap(),
            "2",
            "the used one and the stale one"
        );
        let dead = it.redeem(&stale, PASSWORD).await;
        assert!(matches!(dead, Err(Refusal::LinkDead)));
    })
    .await;
}
