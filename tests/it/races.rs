//! J-12: people who want the same period in the same instant, connected to different nodes. A hundred times each.

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::{
    hall::fair,
    support::{
        client::{Client, Person},
        ledger::Ledger,
        local::postgres,
        redis::Redis,
        server::{Server, Setup},
    },
};

const RACES: usize = 100;
/// How many other periods a loser is offered.
const OFFERED: usize = 3;

/// Two nodes, and where Li receives buyers.
struct Fair {
    nodes: [Server; 2],
    database: String,
    _redis: Redis,
    grid: Value,
    /// Every day's topic with its starts.
    periods: Vec<(String, i64)>,
}

impl Fair {
    async fn under(policy: &str) -> Option<Self> {
        let database = postgres::database().await?;
        let redis = Redis::own()?;
        let setup = || Setup::cluster(&database, &redis.url());
        let nodes = [Server::start(setup()).await, Server::start(setup()).await];
        let mei = Person::of_the_cast(&nodes[0], "mei").await;
        let (edition, _) = fair(&mei).await;
        let rules = rule(&mei, &edition, policy).await;
        let (_, page) = mei.get("/api/v1/exhibitors?q=Tayo").await;
        let stand = page["items"][0]["id"].as_str().expect("an id");
        let (_, stand) = mei.get(&format!("/api/v1/exhibitors/{stand}")).await;
        let staff = stand["staff"].as_array().expect("a list").iter();
        let is_li = |it: &&Value| it["name"].as_str().is_some_and(|it| it.starts_with("Li"));
        let grid = staff.clone().find(is_li).expect("on duty")["grid"].clone();
        let periods = periods(&mei, &grid, &rules["first_day"]).await;
        Some(Self {
            nodes,
            database,
            _redis: redis,
            grid,
            periods,
        })
    }

    async fn tab(&self, mailbox: &str, node: usize) -> Client {
        let person = Person::of_the_cast(&self.nodes[node], mailbox).await;
        person.connect().await
    }

    fn request(&self, start: i64) -> Value {
        json!({
            "grid": self.grid,
            "start": start,
            "topic": "Price inquiry",
            "card": false,
            "origin": {"kind": "exhibitor"},
        })
    }

    async fn ends_well(&self) {
        let mut ledger = Ledger::open(&self.database).await;
        ledger.has_no_holes().await;
        ledger.seats_nobody_twice().await;
        ledger.claims_only_what_is_accepted().await;
        ledger.parked_nothing().await;
    }
}

/// Sets the policy, and lets everybody ask as often as these races need; gives the edition.
async fn rule(mei: &Person, edition: &Value, policy: &str) -> Value {
    let (_, editions) = mei.get("/api/v1/editions").await;
    let mut all = editions.as_array().expect("a list").iter();
    let current = all.find(|it| it["id"] == *edition).expect("it is listed");
    let mut rules = current["rules"].clone();
    rules["policy"] = policy.into();
    rules["open_requests"] = 500.into();
    let input = json!({"edition": edition, "revision": current["revision"], "rules": rules});
    let mut socket = mei.connect().await;
    let told = socket.command("edition.set_rules", input).await;
    told.expect("other rules");
    current.clone()
}

/// Enough periods of a calendar, day after day.
async fn periods(person: &Person, grid: &Value, first: &Value) -> Vec<(String, i64)> {
    let grid = grid.as_str().expect("an id");
    let first: jiff::civil::Date = first.as_str().expect("a date").parse().expect("a date");
    let mut all = Vec::new();
    let mut day = first;
    while all.len() < RACES {
        let path = format!("/api/v1/grids/{grid}/{day}");
        let (status, slots) = person.get(&path).await;
        assert_eq!(status, 200, "{slots}");
        let starts = slots["periods"].as_array().expect("periods").iter();
        let starts = starts.filter_map(|it| it["start"].as_i64());
        all.extend(starts.map(|start| (format!("slots/{grid}/{day}"), start)));
        day = day.tomorrow().expect("a day");
    }
    all.truncate(RACES);
    all
}

/// One tab presses several buttons before any of them is answered; gives what each did.
async fn press(tab: &mut Client, commands: &[(&str, Value)]) -> Vec<Result<Value, Value>> {
    let sent: Vec<_> = commands
        .iter()
        .map(|(name, input)| (Client::command_id(), *name, input))
        .collect();
    for (id, name, input) in &sent {
        tab.send(&json!({"id": id, "do": name, "in": input})).await;
    }
    let mut outcomes = Vec::new();
    for (id, name, input) in sent {
        let mut outcome = tab.answer(&id).await;
        // Nothing was done: the same id once more, as the protocol has it.
        while outcome
            .as_ref()
            .is_err_and(|no| no["code"] == "unavailable")
        {
            outcome = tab.command_as(&id, name, input.clone()).await;
        }
        outcomes.push(outcome);
    }
    outcomes
}

fn offers_others(alternatives: &Value, wanted: i64) {
    let starts = alternatives.as_array().expect("a list");
    assert_eq!(starts.len(), OFFERED, "{starts:?}");
    assert!(!starts.contains(&wanted.into()), "{starts:?}");
}

/// Waits until `tab` has heard a colour of the period that is not free.
async fn sees_it_gray(tab: &mut Client, (topic, start): &(String, i64), wanted: &str) {
    let what = format!("{wanted} at {start}");
    tab.expect(&what, |it| {
        it["on"] == *topic && it["with"]["start"] == *start && it["with"]["state"] == wanted
    })
    .await;
}

#[tokio::test]
async fn of_two_buyers_who_confirm_at_once_one_is_pending() {
    let Some(fair) = Fair::under("hold").await else {
        return;
    };
    let mut tabs = [fair.tab("ana", 0).await, fair.tab("carla", 1).await];
    let mut open = String::new();
    let mut won = [0, 0];
    for period in &fair.periods {
        if open != period.0 {
            open.clone_from(&period.0);
            for tab in &mut tabs {
                tab.subscribe(&open, None).await;
                tab.expect_reset(&open).await;
            }
        }
        let wish = [("appointment.request", fair.request(period.1))];
        let outcomes = join_all(tabs.iter_mut().map(|tab| press(tab, &wish))).await;
        let winners: Vec<usize> = (0..2).filter(|it| outcomes[*it][0].is_ok()).collect();
        assert_eq!(winners.len(), 1, "{outcomes:?}");
        won[winners[0]] += 1;
        let no = outcomes[1 - winners[0]][0].as_ref().expect_err("lost");
        assert_eq!(
            (&no["code"], &no["more"]["who"]),
            (&json!("slot_taken"), &json!("exhibitor"))
        );
        offers_others(&no["more"]["nearest"], period.1);
        for tab in &mut tabs {
            sees_it_gray(tab, period, "held").await;
        }
    }
    eprintln!("Ana won {}, Carla {} of {RACES}", won[0], won[1]);
    fair.ends_well().await;
}

#[tokio::test]
async fn of_three_tabs_that_accept_both_at_once_one_accepts_one() {
    let Some(fair) = Fair::under("soft").await else {
        return;
    };
    let mut buyers = [fair.tab("ana", 0).await, fair.tab("carla", 1).await];
    for tab in &mut buyers {
        let inbox = format!("inbox/{}", tab.hello["user"].as_str().expect("an id"));
        tab.subscribe(&inbox, None).await;
        tab.expect_reset(&inbox).await;
    }
    let mut sellers = [
        fair.tab("li", 0).await,
        fair.tab("li", 1).await,
        fair.tab("wang", 1).await,
    ];
    let mut open = String::new();
    for (race, period) in fair.periods.iter().enumerate() {
        if open != period.0 {
            open.clone_from(&period.0);
            for tab in buyers.iter_mut().chain(&mut sellers) {
                tab.subscribe(&open, None).await;
                tab.expect_reset(&open).await;
            }
        }
        let wish = [("appointment.request", fair.request(period.1))];
        let asked = join_all(buyers.iter_mut().map(|tab| press(tab, &wish))).await;
        let asked: Vec<Value> = asked
            .iter()
            .map(|it| it[0].as_ref().expect("asked")["appointment"].clone())
            .collect();

        let accept = |it: usize| ("appointment.accept", json!({"appointment": asked[it]}));
        // Each tab presses both, not in the same order.
        let orders = [0, 1, race % 2].map(|it| [accept(it), accept(1 - it)]);
        let pressing = sellers.iter_mut().zip(&orders);
        let outcomes = join_all(pressing.map(|(tab, both)| press(tab, both))).await;
        let won = accepted(&outcomes, &orders, period.1);
        let won = asked.iter().position(|it| *it == won).expect("one of them");
        for (at, tab) in buyers.iter_mut().enumerate() {
            is_told(tab, &asked[at], at == won, period.1).await;
        }
        for tab in buyers.iter_mut().chain(&mut sellers) {
            sees_it_gray(tab, period, "busy").await;
        }
    }
    fair.ends_well().await;
}

/// The one that was accepted: by one press of all, and every other press was refused with a reason one can read.
fn accepted(
    outcomes: &[Vec<Result<Value, Value>>],
    orders: &[[(&str, Value); 2]],
    start: i64,
) -> Value {
    let pressed = outcomes.iter().flatten().zip(orders.iter().flatten());
    let mut won = Vec::new();
    for (outcome, (_, input)) in pressed {
        match outcome {
            Ok(_) => won.push(input["appointment"].clone()),
            Err(no) if no["code"] == "slot_taken" => {
                assert_eq!(no["more"]["who"], "you", "{no}");
                offers_others(&no["more"]["nearest"], start);
            }
            Err(no) => {
                assert_eq!(no["code"], "not_now", "{no}");
                assert_eq!(no["more"]["status"], "accepted", "{no}");
            }
        }
    }
    assert_eq!(won.len(), 1, "{outcomes:?}");
    won.remove(0)
}

/// The winner hears that he is expected, the other that the time is gone and which ones are left.
async fn is_told(tab: &mut Client, appointment: &Value, won: bool, start: i64) {
    let kind = if won {
        "appointment.accepted"
    } else {
        "appointment.conflict"
    };
    let fact = tab
        .expect(kind, |it| {
            let notice = &it["with"]["notice"];
            it["is"] == "notice.added"
                && notice["appointment"] == *appointment
                && notice["kind"] == kind
        })
        .await;
    if !won {
        offers_others(&fact["with"]["notice"]["with"]["nearest"], start);
    }
}
