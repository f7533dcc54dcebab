//! Pictures: kept once, owned by many, counted under the owner's lock.

use std::sync::Arc;

use super::{Bench, everywhere, member, organiser};
use crate::{
    domain::{
        self,
        pictures::{
            Drawn, Picture, Refusal, Variant,
            picture::KEPT,
            service::{self, Upload},
        },
    },
    kernel::{
        actor::{Actor, Membership, Side},
        ids::UserId,
        picture_id::PictureId,
    },
};

fn drawn(seed: &str) -> Upload {
    Upload::Fresh(Arc::new(Drawn {
        picture: Picture {
            id: PictureId::of(seed.as_bytes()),
            width: 1280,
            height: 960,
        },
        variants: Variant::ALL.map(|it| format!("{} {seed}", it.as_str()).into_bytes()),
    }))
}

async fn keep(bench: &Bench, who: &Actor, upload: Upload) -> Result<Picture, domain::Refusal> {
    let who = who.clone();
    bench
        .write(move |tx| {
            let (who, upload) = (who.clone(), upload.clone());
            Box::pin(async move { Ok(service::keep(tx, &who, &upload).await?) })
        })
        .await
}

async fn staff(bench: &Bench, firm: &'static str) -> Actor {
    let at = Membership {
        company: bench.company(firm, Side::Exhibitor).await,
        side: Side::Exhibitor,
        admin: false,
    };
    member(bench.person("Li", Some(at)).await, at)
}

#[tokio::test]
async fn the_same_picture_is_kept_once() {
    everywhere(async |bench| {
        let (li, he) = (staff(bench, "Tayo").await, staff(bench, "Lumina").await);
        let mei = Actor {
            user: bench.person("Mei", None).await,
            ..organiser()
        };
        let vase = keep(bench, &li, drawn("vase")).await.expect("kept");
        for again in [&li, &he, &mei, &mei] {
            let kept = keep(bench, again, drawn("vase")).await.expect("kept");
            assert_eq!(kept, vase);
            let known = keep(bench, again, Upload::Known(vase)).await;
            assert_eq!(known.expect("kept"), vase);
        }
        let mut books = bench.books().await;
        for who in [&li, &he, &mei] {
            let owner = service::owner_of(who).expect("an owner");
            assert_eq!(books.pictures_of(owner).await.expect("a count"), 1);
        }
        assert_eq!(books.picture(vase.id).await.expect("a row"), Some(vase));
        for variant in Variant::ALL {
            let bytes = service::show(&mut *books, vase.id, variant).await;
            let wanted = format!("{} vase", variant.as_str());
            assert_eq!(bytes.expect("its bytes"), wanted.into_bytes());
        }
        let lamp = PictureId::of(b"lamp");
        assert_eq!(books.picture(lamp).await.expect("no row"), None);
        let none = service::show(&mut *books, lamp, Variant::Small).await;
        assert!(matches!(none, Err(Refusal::Unknown)));
        let wanted = [lamp, vase.id, PictureId::of(b"drill")];
        let missing = books.pictures_exist(&wanted).await.expect("asked");
        assert_eq!(missing, [wanted[0], wanted[2]]);
        assert!(books.pictures_exist(&[]).await.expect("asked").is_empty());
    })
    .await;
}

#[tokio::test]
async fn only_who_shows_something_keeps_pictures() {
    everywhere(async |bench| {
        let nobody = Actor {
            user: UserId::NIL,
            grants: Vec::new(),
            ..organiser()
        };
        let refused = keep(bench, &nobody, drawn("vase")).await;
        assert!(matches!(
            refused,
            Err(domain::Refusal::Pictures(Refusal::NoRight))
        ));
    })
    .await;
}

#[tokio::test]
async fn of_two_that_come_at_once_only_one_is_the_last() {
    everywhere(async |bench| {
        let li = staff(bench, "Tayo").await;
        let owner = service::owner_of(&li).expect("an owner");
        bench
            .write(move |tx| {
                Box::pin(async move {
                    let at = tx.machine();
                    let Upload::Fresh(vase) = drawn("vase") else {
                        unreachable!("it was drawn")
                    };
                    for number in 1..KEPT {
                        let mut one = (*vase).clone();
                        one.picture.id = PictureId::of(&number.to_be_bytes());
                        one.variants = Variant::ALL.map(|_| vec![0]);
                        tx.add_picture(&one, at).await?;
                        tx.own_picture(owner, one.picture.id, at).await?;
                    }
                    Ok(())
                })
            })
            .await
            .expect("all but one");
        let (one, other) = tokio::join!(
            keep(bench, &li, drawn("vase")),
            keep(bench, &li, drawn("lamp"))
        );
        let (last, refused) = match (one, other) {
            (Ok(last), refused) | (refused, Ok(last)) => (last, refused),
            neither => panic!("one of them has room: {neither:?}"),
        };
        assert!(matches!(
            refused,
            Err(domain::Refusal::Pictures(Refusal::LimitReached {
                limit: KEPT
            }))
        ));
        // What is kept already takes no room.
        let again = keep(bench, &li, Upload::Known(last)).await;
        assert_eq!(again.expect("kept"), last);
    })
    .await;
}
