//! What `may` offers a reader is what the command answers him, for every status, role and action.

use serde_json::Value;

use super::hall::{DAY, Hall, person};
use crate::{
    adapters::storage::contract::everywhere,
    domain::{
        CommandRefusal, Refusal,
        appointments::{
            self, Appointment,
            appointment::{Preset, Reason},
            event::AppointmentView,
            service,
        },
        fair::Policy,
    },
    kernel::{
        actor::{Actor, Side},
        time::FairTime,
    },
};

const ACTIONS: [&str; 5] = ["accept", "reject", "reject_conflicting", "cancel", "take"];

/// The roles a reader has by what the object names: nothing but what a client knows.
fn roles(who: &Actor, it: &Value) -> Vec<&'static str> {
    let at = who.membership.expect("somebody of a company");
    let (user, company) = (who.user.to_string(), at.company.to_string());
    let mut roles = Vec::new();
    if it["buyer"]["company"] == company.as_str() {
        roles.extend((it["buyer"]["user"] == user.as_str()).then_some("buyer"));
        roles.extend(at.admin.then_some("buyer_admin"));
    }
    if it["exhibitor"]["company"] == company.as_str() {
        roles.push("sales");
        roles.extend((it["seated"]["user"] == user.as_str()).then_some("seated"));
        roles.extend(at.admin.then_some("exhibitor_admin"));
    }
    roles
}

fn offered(who: &Actor, it: &Appointment, action: &str, now: FairTime) -> bool {
    let view = serde_json::to_value(AppointmentView::from(it)).expect("JSON");
    roles(who, &view).into_iter().any(|role| {
        let window = &view["may"][role][action];
        let open = window["until"]
            .as_i64()
            .is_none_or(|until| now.ms() < until);
        window.is_object() && open
    })
}

/// Tries the command and takes it back: whether right and state allow it, whatever a value then meets.
async fn answered(hall: &Hall<'_>, who: &Actor, it: &Appointment, action: &'static str) -> bool {
    let (who, id) = (who.clone(), it.id);
    let start = hall.at(DAY, 16, 0);
    let tried = hall.run(move |tx| {
        let who = who.clone();
        Box::pin(async move {
            let reason = Reason {
                preset: Preset::Quantity,
                text: String::new(),
            };
            match action {
                "accept" => drop(service::accept(tx, &who, id).await?),
                "reject" => drop(service::reject(tx, &who, id, (Some(reason), vec![])).await?),
                "reject_conflicting" => drop(service::reject_conflicting(tx, &who, id).await?),
                "cancel" => drop(service::cancel(tx, &who, id, Some("plans")).await?),
                _ => drop(service::take(tx, &who, id, start).await?),
            }
            Err::<(), _>(Refusal::Command(CommandRefusal::Reused))
        })
    });
    match tried.await.expect_err("always taken back") {
        Refusal::Appointments(
            appointments::Refusal::NoRight
            | appointments::Refusal::Unknown
            | appointments::Refusal::NotNow { .. }
            // Nothing was suggested that could be taken.
            | appointments::Refusal::Invalid { field: "start", .. },
        ) => false,
        Refusal::Command(CommandRefusal::Reused)
        | Refusal::Appointments(appointments::Refusal::SlotTaken { .. }) => true,
        other => panic!("{other:?}"),
    }
}

/// One appointment of every kind there is.
async fn every_kind(hall: &Hall<'_>) -> Vec<(&'static str, Appointment)> {
    let (nine, ten, eleven) = (hall.at(DAY, 9, 0), hall.at(DAY, 10, 0), hall.at(DAY, 11, 0));
    let (two, three, four) = (
        hall.at(DAY, 14, 0),
        hall.at(DAY, 15, 0),
        hall.at(DAY, 16, 0),
    );
    let ask = async |who, grid, at| hall.ask(who, grid, at).await.expect("asked").id;
    let pending = ask(&hall.ana, hall.grid_li, nine).await;
    let queued = ask(&hall.ana, hall.queue, nine).await;
    let conflict = ask(&hall.ana, hall.grid_li, ten).await;
    let winner = ask(&hall.carla, hall.grid_li, ten).await;
    hall.accept(&hall.li, winner).await.expect("accepted");
    let accepted = ask(&hall.ana, hall.grid_li, eleven).await;
    hall.accept(&hall.wang, accepted).await.expect("accepted");
    let cancelled = ask(&hall.ana, hall.grid_li, two).await;
    hall.accept(&hall.li, cancelled).await.expect("accepted");
    hall.cancel(&hall.ana, cancelled, None)
        .await
        .expect("cancelled");
    let plain = ask(&hall.ana, hall.grid_wang, two).await;
    hall.reject(&hall.wang, plain, vec![])
        .await
        .expect("rejected");
    let offer = ask(&hall.ana, hall.grid_wang, three).await;
    hall.reject(&hall.wang, offer, vec![four])
        .await
        .expect("rejected");
    let withdrawn = ask(&hall.ana, hall.grid_wang, ten).await;
    hall.cancel(&hall.ana, withdrawn, None)
        .await
        .expect("withdrawn");
    let mut kinds = Vec::new();
    for (kind, id) in [
        ("pending", pending),
        ("queued", queued),
        ("conflict", conflict),
        ("accepted", accepted),
        ("won", winner),
        ("cancelled", cancelled),
        ("rejected", plain),
        ("suggested", offer),
        ("withdrawn", withdrawn),
    ] {
        kinds.push((kind, hall.read(id).await));
    }
    kinds
}

#[tokio::test]
async fn what_is_offered_is_what_is_answered() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Soft).await;
        let firm = hall.ana.membership.expect("Importadora").company;
        let dora = person(bench, "Dora", firm, (Side::Buyer, false)).await;
        let everybody = [
            ("buyer", &hall.ana),
            ("colleague", &dora),
            ("buyer's admin", &hall.bruno),
            ("stranger", &hall.carla),
            ("in charge", &hall.li),
            ("seller's colleague", &hall.wang),
            ("seller's admin", &hall.chen),
        ];
        let kinds = every_kind(&hall).await;
        let late = hall.at(DAY, 17, 0);
        let mut wrong = Vec::new();
        let mut offers = 0;
        for now in [hall.now(), late] {
            hall.be(now);
            for (kind, it) in &kinds {
                for (role, who) in everybody {
                    for action in ACTIONS {
                        let offer = offered(who, it, action, now);
                        offers += u32::from(offer);
                        // A suggested time that is over is refused as past, not as a state.
                        if action == "take" && now == late {
                            continue;
                        }
                        if answered(&hall, who, it, action).await != offer {
                            wrong.push(format!("{kind} {action} by {role}, offered: {offer}"));
                        }
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
        assert!(offers > 30, "the walk met buttons: {offers}");
    })
    .await;
}
