//! Coming in: invitations.

use super::{Office, PASSWORD, everywhere};
use crate::domain::accounts::ports::LinkKind;
use crate::domain::accounts::{Refusal, snapshots};
use crate::kernel::actor::Side;
use crate::kernel::secret::Secret;
use crate::kernel::time::{Clock as _, DAY};

#[tokio::test]
async fn an_invitation_makes_a_member_once() {
    everywhere(async |it: &Office| {
        let mei = it.organiser().await;
        let firm = it.firm(&mei, "importadora.example", Side::Buyer).await;
        let bruno = it.actor(firm.admin.user).await;
        assert!(bruno.manages(firm.id));
        assert_eq!(bruno.side(), Some(Side::Buyer));

        let link = it
            .invite(bruno.user, "Ana@Importadora.example", false)
            .await
            .unwrap();
        let view = it
            .door
            .look_at(&Secret::from(&*link), &Secret::from("192.0.2.1"))
            .await
            .unwrap();
        assert!(matches!(view.link.kind, LinkKind::Invitation { .. }));
        assert_eq!(view.company.as_deref(), Some("importadora.example"));
        assert!(matches!(
            it.redeem(&link, "short").await,
            Err(Refusal::Invalid {
                rule: "too_short",
                ..
            })
        ));
        let ana = it.redeem(&link, PASSWORD).await.unwrap();
        assert!(it.is_signed_in(&ana).await);
        assert!(matches!(
            it.redeem(&link, PASSWORD).await,
            Err(Refusal::LinkDead)
        ));
        let topic = format!("company/{}", firm.id);
        assert!(it.told(&topic, "member.changed"));
        assert!(matches!(
            it.invite(bruno.user, "ANA@importadora.example", false)
                .await,
            Err(Refusal::EmailTaken)
        ));
        let state = snapshots::company(&mut *it.books().await, firm.id)
            .await
            .unwrap();
        assert!(state[0].get().contains(&ana.user.to_string()));
    })
    .await;
}

#[tokio::test]
async fn a_second_invitation_and_time_kill_the_first() {
    everywhere(async |it: &Office| {
        let mei = it.organiser().await;
        let firm = it.firm(&mei, "importadora.example", Side::Buyer).await;
        let first = it
            .invite(firm.admin.user, "ana@x.example", false)
            .await
            .unwrap();
        let second = it
            .invite(firm.admin.user, "ana@x.example", true)
            .await
            .unwrap();
        assert!(matches!(
            it.redeem(&first, PASSWORD).await,
            Err(Refusal::LinkDead)
        ));
        let now = it.hands.machine();
        let open = it.books().await.invitations(firm.id, now).await.unwrap();
        assert_eq!(open.len(), 1);
        it.pass(7 * DAY);
        assert!(matches!(
            it.redeem(&second, PASSWORD).await,
            Err(Refusal::LinkDead)
        ));
    })
    .await;
}

#[tokio::test]
async fn an_invitation_is_withdrawn_by_its_company_until_it_is_used() {
    everywhere(async |it: &Office| {
        let mei = it.organiser().await;
        let firm = it.firm(&mei, "importadora.example", Side::Buyer).await;
        let other = it.firm(&mei, "tayo.example", Side::Exhibitor).await;
        let bruno = firm.admin.user;
        let link = it.invite(bruno, "ana@x.example", false).await.unwrap();
        let open = it.open_invitations(firm.id).await;
        let [ana] = open.as_slice() else {
            panic!("{open:?}");
        };
        let (ana, others) = (ana.id, other.admin.user);
        assert!(matches!(
            it.withdraw(others, ana).await,
            Err(Refusal::Unknown)
        ));
        it.withdraw(bruno, ana).await.unwrap();
        assert!(it.open_invitations(firm.id).await.is_empty());
        assert!(matches!(
            it.redeem(&link, PASSWORD).await,
            Err(Refusal::LinkDead)
        ));
        assert!(matches!(
            it.withdraw(bruno, ana).await,
            Err(Refusal::Unknown)
        ));

        let link = it.invite(bruno, "ana@x.example", false).await.unwrap();
        let used = it.open_invitations(firm.id).await.remove(0).id;
        let ana = it.redeem(&link, PASSWORD).await.unwrap();
        assert!(matches!(
            it.withdraw(bruno, used).await,
            Err(Refusal::Unknown)
        ));
        assert!(matches!(
            it.withdraw(ana.user, used).await,
            Err(Refusal::NoRight)
        ));
    })
    .await;
}
