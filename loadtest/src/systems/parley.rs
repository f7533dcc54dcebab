//! Parley itself: built if need be, started on a database of its own, its people signed in.

use std::env;
use std::fs::{self, File};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Publisher, Target, Voice};
use crate::client::crew::{Session, Start};
use crate::client::hall::{Hall, PATIENCE};
use crate::machine::Pinning;
use crate::process::Process;
use crate::wire::http;
use crate::wire::say::Ids;

/// Everybody's password in the demonstration fair, printed at each of its starts.
const PASSWORD: &str = "lychee-orchard-128";
const ORGANISER: &str = "mei@fair.example";
/// Ten people, so that one of them is a tenth of the crowd.
const CROWD: [&str; 10] = [
    "ana@importadora.example",
    "bruno@importadora.example",
    "carla@nordhandel.example",
    "dieter@nordhandel.example",
    "zhou@yuexiu.example",
    "li@tayo.example",
    "wang@tayo.example",
    "chen@tayo.example",
    "he@lumina.example",
    "guo@lumina.example",
];
/// A first start hashes a password for everybody.
const STARTS: Duration = Duration::from_mins(1);

/// Lines of the server's log shown when a run fails.
const LAST_WORDS: usize = 20;

/// A server that runs, before anybody has signed in.
pub struct House {
    pub server: SocketAddr,
    pub process: Process,
    pub home: TempDir,
    database_url: String,
}

/// Someone who is signed in.
#[derive(Debug, Clone)]
pub struct Person {
    pub cookie: String,
    pub id: String,
    pub ids: Ids,
}

/// The editions of the demonstration fair: the one that is on, and another one.
#[derive(Debug)]
pub struct Editions {
    pub current: Value,
    pub other: Value,
}

/// Parley with its crowd: a tenth hears the other edition instead of the current one.
pub fn start(pinning: Pinning, text: usize) -> Result<Target> {
    let house = House::open(pinning, None)?;
    let mei = house.sign_in(ORGANISER)?;
    let editions = house.editions(&mei)?;
    let current = id(&editions.current)?;
    let other = id(&editions.other)?;
    let publisher = |edition: &str| Publisher {
        cookie: Some(mei.cookie.clone()),
        topic: format!("fair/{edition}"),
        voice: Voice::Announces {
            ids: mei.ids.clone(),
            edition: edition.to_owned(),
            text: "x".repeat(text.max(1)),
        },
    };
    let publishers = [publisher(&current), publisher(&other)];
    let crowd = house.crowd(&publishers)?;
    let House {
        server,
        process,
        home,
        ..
    } = house.reopen(pinning)?;
    let (start, home) = (Start::Snapshot, Some(home));
    Ok(Target {
        name: "parley",
        server,
        process,
        home,
        crowd,
        start,
        publishers,
    })
}

/// How long one announcement is as a fact.
pub fn fact_bytes(target: &Target) -> Result<usize> {
    let publishers = &target.publishers[..1];
    let listener = Session {
        topics: [publishers[0].topic.clone()].into(),
        ..target.crowd[0].clone()
    };
    let people = [listener];
    let mut hall = Hall::new(target, publishers, (&people, 1), ())?;
    hall.fill()?;
    let mut block = Vec::new();
    publishers[0].publish(0, &mut block);
    hall.say(0, &block)?;
    hall.until("a first announcement", PATIENCE, |audience| {
        audience.crew.fact_bytes > 0
    })?;
    Ok(hall.audience.crew.fact_bytes)
}

impl House {
    /// Starts a server on SQLite in a new folder, or on the database that is given.
    pub fn open(pinning: Pinning, database_url: Option<&str>) -> Result<Self> {
        let home = tempfile::Builder::new()
            .prefix("parley-loadtest")
            .tempdir()?;
        let own = format!("sqlite:{}", home.path().join("parley.db").display());
        let database_url = database_url.unwrap_or(&own).to_owned();
        let server = SocketAddr::from((Ipv4Addr::LOCALHOST, free_port()?));
        let process = launch(pinning, server, &home, &database_url)?;
        let mut house = Self {
            server,
            process,
            home,
            database_url,
        };
        house.wait_until_ready()?;
        Ok(house)
    }

    /// The same house with a new server: sessions last, but what hashing passwords left in memory
    /// is gone. It would hide what connections take.
    fn reopen(self, pinning: Pinning) -> Result<Self> {
        let Self {
            server,
            process,
            home,
            database_url,
        } = self;
        drop(process);
        let process = launch(pinning, server, &home, &database_url)?;
        let mut house = Self {
            server,
            process,
            home,
            database_url,
        };
        house.wait_until_ready()?;
        Ok(house)
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let until = Instant::now() + STARTS;
        while !http::get(self.server, "/readyz", None).is_ok_and(|reply| reply.status == 200) {
            if self.process.has_ended() || Instant::now() > until {
                bail!("the server did not start:\n{}", self.last_words());
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    /// The end of the server's log, for whoever asks why a run failed.
    pub fn last_words(&self) -> String {
        let log = fs::read_to_string(self.home.path().join("server.log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(LAST_WORDS)..].join("\n")
    }

    /// Ten people; the first one hears the second publisher, all others the first.
    fn crowd(&self, publishers: &[Publisher; 2]) -> Result<Vec<Session>> {
        let listener = |(place, email): (usize, &str)| {
            let person = self.sign_in(email)?;
            let fair = &publishers[usize::from(place == 0)].topic;
            let topics = [fair.clone(), format!("inbox/{}", person.id)].into();
            Ok(Session {
                cookie: Some(person.cookie),
                topics,
            })
        };
        CROWD.into_iter().enumerate().map(listener).collect()
    }

    pub fn organiser(&self) -> Result<Person> {
        self.sign_in(ORGANISER)
    }

    fn sign_in(&self, email: &str) -> Result<Person> {
        let body = json!({"email": email, "password": PASSWORD});
        let reply = http::post(self.server, "/api/v1/login", None, &body)?.agreed(email)?;
        self.meet(reply.cookie.context("signed in without a cookie")?)
    }

    /// A new person, by the one-time link of an invitation.
    pub fn follow(&self, link: &str) -> Result<Person> {
        let token = link
            .rsplit(['/', '=', '#'])
            .next()
            .context("an empty link")?;
        let body = json!({"token": token, "password": PASSWORD});
        let reply = http::post(self.server, "/api/v1/link", None, &body)?.agreed("a link")?;
        self.meet(reply.cookie.context("invited without a cookie")?)
    }

    fn meet(&self, cookie: String) -> Result<Person> {
        let me = self.read(&cookie, "/api/v1/me")?;
        let id = me["user"]["id"]
            .as_str()
            .context("somebody without an id")?
            .to_owned();
        let machine = me["machine"].as_u64().context("a server without time")?;
        Ok(Person {
            cookie,
            id,
            ids: Ids::told(machine),
        })
    }

    pub fn read(&self, cookie: &str, path: &str) -> Result<Value> {
        Ok(http::get(self.server, path, Some(cookie))?
            .agreed(path)?
            .body)
    }

    /// A command through its HTTP door.
    pub fn command(&self, who: &Person, name: &str, input: &Value) -> Result<Value> {
        let body = json!({"id": who.ids.next(), "in": input});
        let path = format!("/api/v1/do/{name}");
        let reply = http::post(self.server, &path, Some(&who.cookie), &body)?.agreed(name)?;
        Ok(reply.body["ok"].clone())
    }

    pub fn editions(&self, who: &Person) -> Result<Editions> {
        let Value::Array(mut all) = self.read(&who.cookie, "/api/v1/editions")? else {
            bail!("editions are not a list")
        };
        let current = all.iter().position(|edition| edition["current"] == true);
        let current = all.swap_remove(current.context("no edition is current")?);
        let other = all
            .pop()
            .context("the demonstration has one edition only")?;
        Ok(Editions { current, other })
    }
}

fn launch(
    pinning: Pinning,
    server: SocketAddr,
    home: &TempDir,
    database_url: &str,
) -> Result<Process> {
    let mut command = Command::new(binary()?);
    for (name, _) in env::vars_os() {
        if name.as_encoded_bytes().starts_with(b"PARLEY__") {
            command.env_remove(name);
        }
    }
    let log = File::create(home.path().join("server.log"))?;
    command
        .current_dir(home.path())
        .env("PARLEY__HTTP__BIND", server.to_string())
        .env("PARLEY__STORAGE__URL", database_url)
        .env("PARLEY__LOG__LEVEL", "warn")
        // The whole crowd comes from this one machine.
        .env("PARLEY__LIMITS__CONNECTIONS_PER_ADDRESS", "20000")
        .env("PARLEY__LIMITS__GREETING_PER_ADDRESS", "20000")
        .stdout(log.try_clone()?)
        .stderr(log);
    Process::start(&mut command, pinning)
}

pub fn id(object: &Value) -> Result<String> {
    Ok(object["id"]
        .as_str()
        .context("an object without an id")?
        .to_owned())
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
        .local_addr()?
        .port())
}

/// The server that was built together with this program. Under `cargo run` it is built first, so
/// that a figure is never one of an older server.
fn binary() -> Result<PathBuf> {
    let this = env::current_exe()?;
    let folder = this.parent().context("this program lies nowhere")?;
    let server = folder.join("parley");
    if let Some(cargo) = env::var_os("CARGO") {
        build(Path::new(&cargo), folder)?;
    }
    ensure!(
        server.exists(),
        "{} is missing: cargo build --release",
        server.display()
    );
    Ok(server)
}

fn build(cargo: &Path, folder: &Path) -> Result<()> {
    let name = folder
        .file_name()
        .and_then(|name| name.to_str())
        .context("an odd folder")?;
    let profile = if name == "debug" { "dev" } else { name };
    let mut command = Command::new(cargo);
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
    command.args(["build", "--quiet", "--package", "parley", "--bin", "parley"]);
    let built = command
        .args(["--profile", profile])
        .status()
        .context("running cargo")?;
    ensure!(built.success(), "the server could not be built");
    Ok(())
}
