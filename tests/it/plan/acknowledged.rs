//! What was acknowledged is there once, and nothing else is.

use std::collections::BTreeMap;

use serde_json::Value;
use sqlx::Row;

use super::world::Done;
use crate::support::ledger::Ledger;

/// The kind of the fact that tells of a command, and how many of that kind it tells.
const TELLS: [(&str, &str); 5] = [
    ("appointment.request", "appointment.requested"),
    ("fair.announce", "announced"),
    ("edition.set_rules", "rules.changed"),
    ("clock.advance", "clock.moved"),
    ("notice.read", "notices.read"),
];

/// What took effect of the commands whose senders were signed out before they were answered.
pub async fn settled(ledger: &mut Ledger, in_doubt: &[Done]) -> Vec<Done> {
    let mut done = Vec::new();
    for it in in_doubt {
        if let Some(ok) = answer(ledger, it).await {
            done.push(Done { ok, ..it.clone() });
        }
    }
    done
}

/// The answer that is kept under a command's id.
async fn answer(ledger: &mut Ledger, done: &Done) -> Option<Value> {
    let row = sqlx::query("SELECT answer FROM commands WHERE actor = $1 AND id = $2")
        .bind(done.user.as_str())
        .bind(&done.id)
        .fetch_optional(&mut ledger.0)
        .await
        .expect("a row");
    let answer: String = row?.get(0);
    Some(serde_json::from_str(&answer).expect("JSON"))
}

/// An acknowledged command is there, with the answer that was given; its number is that of its fact.
pub async fn keeps(ledger: &mut Ledger, done: &Done) {
    assert_eq!(
        answer(ledger, done).await.as_ref(),
        Some(&done.ok),
        "{done:?}"
    );
    let kind = match done.name {
        "appointment.request" => "appointment.requested",
        "appointment.accept" | "appointment.take" => "appointment.accepted",
        "appointment.reject" => "appointment.rejected",
        "appointment.cancel" => "appointment.cancelled",
        _ => return,
    };
    // A take's answer names the new one.
    let id = done
        .ok
        .get("appointment")
        .unwrap_or(&done.input["appointment"]);
    let id = id.as_str().expect("an id");
    let told = sqlx::query(
        "SELECT f.seq FROM facts f JOIN appointments a ON f.topic = 'negotiation/' || a.negotiation
         WHERE a.id = $1 AND f.kind = $2 AND f.body LIKE '%\"id\":\"' || $1 || '\"%'
         ORDER BY f.seq",
    )
    .bind(id)
    .bind(kind)
    .fetch_all(&mut ledger.0)
    .await
    .expect("facts");
    let told: Vec<i64> = told.iter().map(|it| it.get("seq")).collect();
    // The answer's number is that of the last fact the command told there: others may have come into conflict.
    let answered = done.ok["seq"].as_i64().expect("a number");
    assert!(
        told.first().is_some_and(|it| *it <= answered),
        "{done:?}: {told:?}"
    );
    // A rejection is told once more when a time that it suggested is taken.
    assert!(
        told.len() == 1 || kind == "appointment.rejected" && told.len() == 2,
        "{done:?}: {told:?}"
    );
}

/// Everything was answered in the end, so nothing may be there that nobody was told of.
pub async fn holds_no_more_than(ledger: &mut Ledger, done: &[Done]) {
    let rows = ledger
        .all("SELECT kind, CAST(COUNT(*) AS BIGINT) AS n FROM facts GROUP BY kind")
        .await;
    let told: BTreeMap<String, i64> = rows
        .iter()
        .map(|it| (it.get("kind"), it.get("n")))
        .collect();
    for (name, kind) in TELLS {
        let count = |name| {
            let all = done.iter().filter(|it| it.name == name).count();
            i64::try_from(all).expect("a small number")
        };
        let took_effect = count(name);
        let told = told.get(kind).copied().unwrap_or_default();
        let told = if kind == "clock.moved" {
            told - 1
        } else {
            told
        };
        if name == "notice.read" {
            // Reading what is read already tells nothing; a removal empties a message centre.
            let most = took_effect + count("staff.remove");
            assert!(told <= most, "{kind}: {told} of {most}");
        } else {
            assert_eq!(told, took_effect, "{kind}");
        }
    }
    let kept = ledger
        .count("SELECT CAST(COUNT(*) AS BIGINT) FROM commands")
        .await;
    assert_eq!(kept, i64::try_from(done.len()).expect("a small number"));
}
