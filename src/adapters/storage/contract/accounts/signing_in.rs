//! Signing in: passwords, sessions, links.

use super::{Office, PASSWORD, everywhere};
use crate::domain::accounts::secret::SESSION_IDLE;
use crate::domain::accounts::{Refusal, sessions};
use crate::kernel::actor::Side;
use crate::kernel::secret::Secret;
use crate::kernel::time::{Clock as _, DAY, HOUR};

#[tokio::test]
async fn wrong_logins_read_alike_and_are_limited_right_ones_are_not() {
    everywhere(async |it: &Office| {
        it.organiser().await;
        for _ in 0..20 {
            it.login(" MEI@fair.example", PASSWORD).await.unwrap();
        }
        for _ in 0..5 {
            for email in ["mei@fair.example", "nobody@fair.example", "no address"] {
                let refused = it.login(email, "wrong-password").await.unwrap_err();
                assert!(matches!(refused, Refusal::WrongPassword), "{email}");
            }
        }
        for email in ["mei@fair.example", "nobody@fair.example"] {
            let refused = it.login(email, PASSWORD).await.unwrap_err();
            assert!(matches!(refused, Refusal::RateLimited { .. }), "{email}");
        }
        it.pass(HOUR);
        it.login("mei@fair.example", PASSWORD).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_session_slides_and_ends() {
    everywhere(async |it: &Office| {
        let mei = it.organiser().await;
        for _ in 0..2 {
            it.pass(9 * DAY);
            let now = it.hands.machine();
            let session = it
                .books()
                .await
                .session(mei.token.hash(), now)
                .await
                .unwrap()
                .unwrap();
            assert!(sessions::is_due_for_renewal(&session, now));
            it.step(session.id, |tx, id| {
                Box::pin(async move {
                    let now = tx.machine();
                    tx.renew_session(*id, now).await?;
                    Ok(String::new())
                })
            })
            .await
            .unwrap();
        }
        it.pass(12 * DAY - 1);
        assert!(it.is_signed_in(&mei).await);
        it.pass(1);
        assert!(!it.is_signed_in(&mei).await, "30 days are the most");

        let again = it.login("mei@fair.example", PASSWORD).await.unwrap();
        it.pass(SESSION_IDLE - 1);
        it.step((), |tx, ()| {
            Box::pin(async move { sessions::sweep(tx).await.map(|()| String::new()) })
        })
        .await
        .unwrap();
        assert!(it.is_signed_in(&again).await);
        assert!(
            it.told("rights", &mei.session.to_string()),
            "its sockets close too"
        );
        it.pass(1);
        assert!(!it.is_signed_in(&again).await, "14 days unused");
    })
    .await;
}

#[tokio::test]
async fn a_new_password_ends_every_other_session_and_every_reset_link() {
    everywhere(async |it: &Office| {
        let mei = it.organiser().await;
        let firm = it.firm(&mei, "importadora.example", Side::Buyer).await;
        let ana = it.colleague(firm.admin.user, "ana@x.example", false).await;
        let elsewhere = it.login("ana@x.example", PASSWORD).await.unwrap();
        let reset = it.reset_link(firm.admin.user, ana.user).await.unwrap();
        let who = it.actor(ana.user).await;
        let change = |current: &'static str| {
            let (door, who) = (it.door.clone(), who.clone());
            async move {
                door.new_password(
                    &who,
                    &Secret::from(current),
                    &Secret::from("another-orchard"),
                )
                .await
                .unwrap()
            }
        };
        let wrong = change("not-her-password").await;
        let right = change(PASSWORD).await;
        for (change, is_right) in [(wrong, false), (right, true)] {
            let done = it
                .step(
                    (who.clone(), ana.session, change),
                    |tx, (who, keep, change)| {
                        Box::pin(async move {
                            sessions::change_password(tx, who, Some(*keep), change).await?;
                            Ok(String::new())
                        })
                    },
                )
                .await;
            assert_eq!(done.is_ok(), is_right);
        }
        assert!(it.is_signed_in(&ana).await);
        assert!(!it.is_signed_in(&elsewhere).await);
        assert!(it.told("rights", &elsewhere.session.to_string()));
        assert!(matches!(
            it.redeem(&reset, PASSWORD).await,
            Err(Refusal::LinkDead)
        ));
        assert!(it.login("ana@x.example", PASSWORD).await.is_err());
        it.login("ana@x.example", "another-orchard").await.unwrap();
    })
    .await;
}
