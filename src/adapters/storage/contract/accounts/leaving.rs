//! Leaving, and what admins may do.

use super::{Office, PASSWORD, everywhere};
use crate::domain::accounts::{Refusal, keys, secret};
use crate::kernel::actor::Side;

#[tokio::test]
async fn whoever_leaves_loses_everything_at_once() {
    everywhere(async |it: &Office| {
        let mei = it.organiser().await;
        let firm = it.firm(&mei, "importadora.example", Side::Buyer).await;
        let carla = it.colleague(firm.admin.user, "carla@x.example", true).await;
        let invited = it.invite(carla.user, "dora@x.example", true).await.unwrap();
        let reset = it.reset_link(firm.admin.user, carla.user).await.unwrap();
        let key = it
            .step(it.actor(carla.user).await, |tx, who| {
                Box::pin(
                    async move { Ok(keys::create(tx, who, "robot").await?.1.reveal().to_owned()) },
                )
            })
            .await
            .unwrap();
        let secret = secret::hash(&key);
        let (script, _) = it.books().await.api_key(secret).await.unwrap().unwrap();
        let passes = [carla.session.to_string(), script.to_string()];
        for pass in &passes {
            let mut books = it.books().await;
            let who = books.caller(carla.user, pass).await.unwrap();
            assert_eq!(who.map(|it| it.user), Some(carla.user));
            // Nobody comes in by what is another's.
            let other = books.caller(firm.admin.user, pass).await.unwrap();
            assert_eq!(other.map(|it| it.user), None);
        }

        it.remove(firm.admin.user, carla.user).await.unwrap();
        assert!(!it.is_signed_in(&carla).await);
        assert!(it.books().await.actor(carla.user).await.unwrap().is_none());
        assert!(it.books().await.api_key(secret).await.unwrap().is_none());
        for link in [&invited, &reset] {
            assert!(matches!(
                it.redeem(link, PASSWORD).await,
                Err(Refusal::LinkDead)
            ));
        }
        let refused = it.login("carla@x.example", PASSWORD).await.unwrap_err();
        assert!(
            matches!(refused, Refusal::NoCompany),
            "an ex-member who knows his password hears why"
        );
        assert!(matches!(
            it.login("carla@x.example", "not-her-password").await,
            Err(Refusal::WrongPassword)
        ));
        for is in ["user.changed", "session.ended", "key.revoked"] {
            assert!(it.told("rights", is), "{is}");
        }
        assert!(it.told(&format!("company/{}", firm.id), r#""present":false"#));

        // Another company may take her in, but only she can open her account.
        let other = it.firm(&mei, "nordhandel.example", Side::Buyer).await;
        let link = it
            .invite(other.admin.user, "carla@x.example", false)
            .await
            .unwrap();
        assert!(matches!(
            it.redeem(&link, "chosen-by-a-thief").await,
            Err(Refusal::WrongPassword)
        ));
        let back = it.redeem(&link, PASSWORD).await.unwrap();
        assert_eq!(back.user, carla.user);
        // She is somebody again, but what she was signed in by before stays dead.
        for pass in &passes {
            let who = it.books().await.caller(carla.user, pass).await.unwrap();
            assert_eq!(who.map(|it| it.user), None);
        }
        assert!(it.actor(carla.user).await.belongs_to(other.id));
    })
    .await;
}

#[tokio::test]
async fn a_company_keeps_an_admin_whatever_two_admins_do_at_once() {
    everywhere(async |it: &Office| {
        let mei = it.organiser().await;
        let firm = it.firm(&mei, "importadora.example", Side::Buyer).await;
        let bruno = firm.admin.user;
        assert!(matches!(
            it.remove(bruno, bruno).await,
            Err(Refusal::LastAdmin)
        ));
        assert!(matches!(
            it.demote(bruno, bruno).await,
            Err(Refusal::LastAdmin)
        ));
        let carla = it.colleague(bruno, "carla@x.example", true).await.user;
        // Both read before either is gone.
        let (first, second) = (it.actor(bruno).await, it.actor(carla).await);
        let (one, other) = tokio::join!(it.remove_as(first, carla), it.remove_as(second, bruno));
        assert!(one.is_ok() != other.is_ok());
        let members = it.books().await.members(firm.id).await.unwrap();
        assert_eq!(members.iter().filter(|it| it.admin).count(), 1);
    })
    .await;
}

#[tokio::test]
async fn admins_reach_their_own_people_only() {
    everywhere(async |it: &Office| {
        let mei = it.organiser().await;
        let firm = it.firm(&mei, "importadora.example", Side::Buyer).await;
        let other = it.firm(&mei, "tayo.example", Side::Exhibitor).await;
        let ana = it.colleague(firm.admin.user, "ana@x.example", false).await;
        for on in [other.admin.user, mei.user] {
            assert!(matches!(
                it.remove(firm.admin.user, on).await,
                Err(Refusal::Unknown)
            ));
            assert!(matches!(
                it.reset_link(firm.admin.user, on).await,
                Err(Refusal::Unknown)
            ));
        }
        assert!(matches!(
            it.remove(ana.user, firm.admin.user).await,
            Err(Refusal::NoRight)
        ));
        assert!(matches!(
            it.invite(ana.user, "x@y.example", true).await,
            Err(Refusal::NoRight)
        ));
        assert!(matches!(
            it.reset_link(firm.admin.user, firm.admin.user).await,
            Err(Refusal::NoRight)
        ));
        let reset = it.reset_link(firm.admin.user, ana.user).await.unwrap();
        let again = it.redeem(&reset, "another-orchard").await.unwrap();
        assert_eq!(again.user, ana.user);
        assert!(
            !it.is_signed_in(&ana).await,
            "a reset ends her old sessions"
        );
    })
    .await;
}
