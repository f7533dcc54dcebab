//! A fair in which everything happens once.

use serde_json::{Value, json};

use super::album::Album;
use crate::{
    hall::fair,
    support::{
        client::{Client, Person},
        server::{Server, Setup},
    },
};

/// The people on their sockets, and what is kept of what they say and hear.
pub struct Session {
    album: Album,
    server: Server,
    edition: Value,
    topic: String,
    stand: Value,
    people: Vec<(&'static str, Person, Client)>,
}

impl Session {
    /// Plays it.
    pub async fn of_a_whole_fair() -> Album {
        let mut session = Self::begin().await;
        let negotiation = session.appointments().await;
        session.slots().await;
        session.organiser().await;
        session.company().await;
        session.replay(&negotiation).await;
        session.lose_a_right().await;
        session.oneself().await;
        session.end().await
    }

    async fn begin() -> Self {
        let server = Server::start(Setup::sqlite()).await;
        let mut people = Vec::new();
        for name in ["mei", "ana", "bruno", "carla", "dieter", "li", "chen"] {
            let person = Person::of_the_cast(&server, name).await;
            let socket = person.connect().await;
            people.push((name, person, socket));
        }
        let (edition, topic) = fair(&people[0].1).await;
        let (_, me) = people[5].1.get("/api/v1/me").await;
        let mine = me["exhibitors"].as_array().expect("a list").iter();
        let stand = mine.clone().find(|it| it["edition"] == edition);
        let stand = stand.expect("it takes part")["id"].as_str().expect("an id");
        let (_, stand) = people[5]
            .1
            .get(&format!("/api/v1/exhibitors/{stand}"))
            .await;
        let mut session = Self {
            album: Album::default(),
            server,
            edition,
            topic,
            stand,
            people,
        };
        let hello = session.socket("ana").hello.clone();
        session
            .album
            .command("hello", &json!({"client": "it"}), &hello);
        session.read("ana", "ping", json!({})).await;
        session
    }

    fn socket(&mut self, name: &str) -> &mut Client {
        let mut people = self.people.iter_mut();
        &mut people.find(|it| it.0 == name).expect("somebody").2
    }

    fn person(&self, name: &str) -> &Person {
        let mut people = self.people.iter();
        &people.find(|it| it.0 == name).expect("somebody").1
    }

    async fn me(&self, name: &str) -> Value {
        self.person(name).get("/api/v1/me").await.1
    }

    async fn read(&mut self, name: &str, command: &str, input: Value) -> Value {
        let ok = self.socket(name).ask(command, input.clone()).await;
        let ok = ok.unwrap_or_else(|no| panic!("{command} of {name}: {no}"));
        self.album.command(command, &input, &ok);
        ok
    }

    async fn say(&mut self, name: &str, command: &str, input: Value) -> Value {
        let ok = self.socket(name).command(command, input.clone()).await;
        let ok = ok.unwrap_or_else(|no| panic!("{command} of {name}: {no}"));
        self.album.command(command, &input, &ok);
        ok
    }

    /// The starts of the free periods of Li's second day.
    async fn free(&self) -> (Value, String, Vec<Value>) {
        let staff = self.stand["staff"].as_array().expect("a list");
        let li = self.me("li").await["user"]["id"].clone();
        let li = staff.iter().find(|it| it["user"] == li).expect("on duty");
        let (_, editions) = self.person("ana").get("/api/v1/editions").await;
        let mut editions = editions.as_array().expect("a list").iter();
        let current = editions.find(|it| it["id"] == self.edition).expect("there");
        let day = current["last_day"].as_str().expect("a date").to_owned();
        let grid = li["grid"].clone();
        let path = format!("/api/v1/grids/{}/{day}", grid.as_str().expect("an id"));
        let (_, state) = self.person("ana").get(&path).await;
        let periods = state["periods"].as_array().expect("a list").iter();
        let free = periods.filter(|it| it["state"] == "free");
        (grid, day, free.map(|it| it["start"].clone()).collect())
    }

    async fn ask_for(&mut self, name: &str, grid: &Value, start: &Value) -> Value {
        let input = json!({"grid": grid, "start": start, "topic": "Price Inquiry", "card": true,
            "origin": {"kind": "exhibitor"}});
        self.say(name, "appointment.request", input).await
    }

    async fn appointments(&mut self) -> Value {
        let (grid, day, free) = self.free().await;
        let slots = format!("slots/{}/{day}", grid.as_str().expect("an id"));
        self.socket("dieter").subscribe(&slots, None).await;
        let anas = self.ask_for("ana", &grid, &free[0]).await;
        let carlas = self.ask_for("carla", &grid, &free[0]).await;
        let of = |it: &Value| json!({"appointment": it["appointment"]});
        self.say("li", "appointment.accept", of(&anas)).await;
        let rejection = json!({"appointment": carlas["appointment"],
            "reason": {"preset": "schedule_conflict", "text": "Already taken"}, "suggest": [free[1]]});
        self.say("li", "appointment.reject", rejection).await;
        let late = self.ask_for("bruno", &grid, &free[1]).await;
        let taking = json!({"appointment": carlas["appointment"], "start": free[1]});
        self.say("carla", "appointment.take", taking).await;
        let conflicting = self.say("li", "appointment.reject_conflicting", of(&late));
        conflicting.await;
        let cancelling = json!({"appointment": anas["appointment"], "reason": "Our plane is late"});
        self.say("ana", "appointment.cancel", cancelling).await;
        let queue = self.stand["queue"].clone();
        self.ask_for("ana", &queue, &free[2]).await;
        anas["negotiation"].clone()
    }

    async fn slots(&mut self) {
        self.say(
            "mei",
            "fair.announce",
            json!({"edition": self.edition, "text": "Hall 5 opens"}),
        )
        .await;
        let rules = json!({"hours": [["09:00", "12:00"], ["13:00", "18:00"]], "minutes": 30, "policy": "hold",
            "hold_ms": 120_000, "answer_ms": 86_400_000, "open_requests": 50});
        let (_, editions) = self.person("mei").get("/api/v1/editions").await;
        let mut editions = editions.as_array().expect("a list").iter();
        let current = editions.find(|it| it["id"] == self.edition).expect("there");
        let input =
            json!({"edition": self.edition, "revision": current["revision"], "rules": rules});
        let answer = self.say("mei", "edition.set_rules", input).await;
        let input = json!({"edition": self.edition, "revision": answer["revision"],
            "name": current["name"], "last_day": current["last_day"]});
        self.say("mei", "edition.update", input).await;
        let (grid, _, free) = self.free().await;
        let hold = json!({"grid": grid, "start": free[5]});
        self.say("dieter", "slot.hold", hold).await;
        self.say("dieter", "slot.release", json!({})).await;
        let li = self.me("li").await["user"]["id"].clone();
        for on in [false, true] {
            let input = json!({"exhibitor": self.stand["id"], "user": li, "on": on});
            self.say("chen", "duty.set", input).await;
        }
    }

    async fn organiser(&mut self) {
        let input = json!({"name": "Kestrel Tools", "kind": "exhibitor", "country": "DE",
            "admin": {"email": "jana@kestrel.example", "name": "Jana"}});
        let made = self.say("mei", "company.create", input).await;
        let input = json!({"company": made["company"], "edition": self.edition, "name": "Kestrel",
            "booth": "12.3C01", "business": "Hand tools"});
        self.say("mei", "exhibitor.enter", input).await;
        self.catalogue().await;
    }

    async fn catalogue(&mut self) {
        let path = format!(
            "/api/v1/editions/{}/sections",
            self.edition.as_str().expect("an id")
        );
        let (_, mut drawn) = self.person("mei").get(&path).await;
        let group = json!({"name": "Music", "name_zh": "音乐", "sections": [{"name": "Bells"}]});
        let revision = drawn["revision"].take();
        let groups = drawn["groups"].as_array_mut().expect("a list");
        groups.push(group);
        let section = groups[0]["sections"][0]["id"].clone();
        let input = json!({"edition": self.edition, "revision": revision, "groups": groups});
        self.say("mei", "edition.set_sections", input).await;
        let stand = self.stand["id"].clone();
        let input = json!({"exhibitor": stand, "revision": self.stand["revision"], "name": "Tayo Motor",
            "name_zh": "泰友摩托", "booth": "12.3C01", "section": section});
        self.say("mei", "exhibitor.place", input).await;
        let input = json!({"exhibitor": stand, "revision": 1, "business": "Motorcycles", "business_zh": "摩托车",
            "page": {"profile": "Since 1998", "links": [{"label": "VR Booth", "url": "https://vr.example/"}]}});
        self.say("chen", "homepage.set", input).await;
        self.products(&stand).await;
    }

    async fn products(&mut self, stand: &Value) {
        let product = json!({"name": "Bell", "model": "B-1", "category": ["Spare parts"],
            "moq": {"count": 10, "unit": "pcs"}, "markets": ["eu"],
            "specification": [{"name": "Material", "value": "Brass"}]});
        let input = json!({"exhibitor": stand, "product": product});
        let id = self.say("li", "product.add", input).await["product"].clone();
        let input = json!({"id": id, "revision": 1, "product": product});
        self.say("li", "product.change", input).await;
        let input = json!({"id": id, "first": true});
        self.say("li", "product.feature", input).await;
        let input = json!({"product": id, "on": true});
        self.say("ana", "favorite.set", input).await;
        self.say("li", "product.remove", json!({"id": id})).await;
    }

    async fn company(&mut self) {
        let ana = self.me("ana").await["user"]["id"].clone();
        let input = json!({"email": "dora@importadora.example", "name": "Dora", "admin": false});
        self.say("bruno", "staff.invite", input).await;
        let (_, people) = self.person("bruno").get("/api/v1/company/members").await;
        let input = json!({"invitation": people["invitations"][0]["id"]});
        self.say("bruno", "staff.withdraw", input).await;
        self.say(
            "bruno",
            "staff.set_admin",
            json!({"user": ana, "admin": true}),
        )
        .await;
        self.say("bruno", "staff.reset_link", json!({"user": ana}))
            .await;
        let key = self
            .say("bruno", "api_key.create", json!({"name": "robot"}))
            .await;
        self.say("bruno", "api_key.revoke", json!({"id": key["id"]}))
            .await;
        let (_, notices) = self.person("ana").get("/api/v1/notices").await;
        let until = notices["items"][0]["at"].clone();
        self.say("ana", "notice.read", json!({"until": until}))
            .await;
        self.say("mei", "clock.advance", json!({"by_ms": 2 * 86_400_000}))
            .await;
    }

    /// Hears every topic twice: its snapshot, then its facts from the first.
    async fn replay(&mut self, negotiation: &Value) {
        let (grid, day, _) = self.free().await;
        let (ana, bruno) = (self.me("ana").await, self.me("bruno").await);
        let text = |it: &Value| it.as_str().expect("an id").to_owned();
        let meeting = format!("negotiation/{}", text(negotiation));
        self.socket("ana").subscribe(&meeting, Some(0)).await;
        // Nobody answered Ana's request to the queue, and time has passed.
        self.socket("ana")
            .expect_fact(&meeting, "appointment.expired")
            .await;
        for (name, topic) in [
            ("li", meeting),
            ("ana", self.topic.clone()),
            ("ana", format!("slots/{}/{day}", text(&grid))),
            ("ana", format!("inbox/{}", text(&ana["user"]["id"]))),
            (
                "bruno",
                format!("company/{}", text(&bruno["company"]["id"])),
            ),
            ("li", format!("desk/{}", text(&self.stand["id"]))),
        ] {
            let mut reader = self.person(name).connect().await;
            reader.subscribe(&topic, None).await;
            let mut heard = reader.heard().await;
            heard.retain(|it| it.get("now").is_none());
            self.album.heard(&heard);
            let mut reader = self.person(name).connect().await;
            let epoch = reader.hello["epoch"].clone();
            let input = json!({"topic": topic, "since": 0, "epoch": epoch});
            let ok = reader.ask("subscribe", input.clone()).await.expect("heard");
            self.album.command("subscribe", &input, &ok);
            let newest = ok["head"].as_i64().expect("a number");
            let mut last = None;
            if newest > 0 {
                let coming = reader.expect("the newest fact", |it| it["seq"] == newest);
                last = Some(coming.await);
            }
            let mut heard = reader.heard().await;
            heard.extend(last);
            heard.retain(|it| it.get("now").is_none());
            self.album.heard(&heard);
        }
        let mut heard = self.socket("ana").heard().await;
        // Who was there first is a matter of luck; somebody was.
        heard.retain(|it| it["with"]["here"][0].is_string() || it.get("clock").is_some());
        self.album.heard(&heard);
        self.read("ana", "unsubscribe", json!({"topic": self.topic}))
            .await;
    }

    async fn lose_a_right(&mut self) {
        let ana = self.me("ana").await;
        let company = ana["company"]["id"].as_str().expect("an id").to_owned();
        let topic = format!("company/{company}");
        self.socket("ana").subscribe(&topic, None).await;
        let input = json!({"user": ana["user"]["id"], "admin": false});
        self.say("bruno", "staff.set_admin", input).await;
        let gone = self
            .socket("ana")
            .expect("gone", |it| it.get("gone").is_some());
        let gone = gone.await;
        self.album.heard(&[gone]);
        self.remove(&ana["user"]["id"]).await;
    }

    /// Whoever is removed leaves his requests to a colleague.
    async fn remove(&mut self, ana: &Value) {
        let (grid, _, free) = self.free().await;
        let asked = self.ask_for("ana", &grid, &free[3]).await;
        let meeting = asked["negotiation"].as_str().expect("an id");
        let meeting = format!("negotiation/{meeting}");
        let mut bruno = self.person("bruno").connect().await;
        bruno.subscribe(&meeting, None).await;
        self.say("bruno", "staff.remove", json!({"user": ana}))
            .await;
        let passed_on = bruno.expect_fact(&meeting, "appointment.reassigned").await;
        self.album.heard(&[passed_on]);
        self.come_back(ana).await;
    }

    /// Whoever comes back finds an empty message centre, and cannot have replayed what was in it.
    async fn come_back(&mut self, ana: &Value) {
        let email = "ana@importadora.example";
        let input = json!({"email": email, "name": "Ana", "admin": false});
        let link = self
            .socket("bruno")
            .command("staff.invite", input)
            .await
            .expect("invited");
        let link = link["link"].as_str().expect("a link");
        let token = link.rsplit('/').next().expect("a path");
        let body = json!({"token": token, "password": "lychee-orchard-128"});
        let back = Person::enter(self.server.address(), "/api/v1/link", &body).await;
        let mut socket = back.expect("she enters").connect().await;
        let inbox = format!("inbox/{}", ana.as_str().expect("an id"));
        socket.subscribe(&inbox, Some(0)).await;
        let (_, state) = socket.expect_reset(&inbox).await;
        assert_eq!(
            (&state["notices"], &state["unread"]),
            (&json!([]), &json!(0))
        );
    }

    async fn oneself(&mut self) {
        let input = json!({"language": "zh", "zone": "Europe/Berlin", "name": "Carla B."});
        self.say("carla", "profile.update", input).await;
        let input = json!({"current": "lychee-orchard-128", "new": "another long one"});
        self.say("carla", "password.change", input).await;
        // By the other door: over the socket it ends before its answer.
        let body = json!({"id": Client::command_id(), "in": {}});
        let ended = self
            .person("dieter")
            .post("/api/v1/do/session.end_all", &body);
        let (_, answer) = ended.await;
        self.album
            .command("session.end_all", &body["in"], &answer["ok"]);
    }

    /// Stops the server, opens another edition, and hears that the old one is not current any more.
    async fn end(mut self) -> Album {
        self.server.terminate();
        let bye = self
            .socket("li")
            .expect("a good-bye", |it| it.get("bye").is_some());
        let mut bye = bye.await;
        // Spread at random, so that a hall does not come back at once.
        bye["bye"]["after_ms"] = "<ms>".into();
        self.album.heard(&[bye]);
        self.server.ended().await;
        let opened = self.server.subcommand(&[
            "edition",
            "add",
            "Autumn",
            "--from",
            "2031-10-15",
            "--to",
            "2031-10-19",
            "--current",
        ]);
        assert!(opened.status.success(), "{opened:?}");
        self.server.restart().await;
        let mut reader = self.person("li").connect().await;
        reader.subscribe(&self.topic, Some(0)).await;
        let changed = reader.expect_fact(&self.topic, "edition.changed").await;
        self.album.heard(&[changed]);
        self.album
    }
}
