//! Starting the two relays that Parley is compared with: the floor, and Bun.

use std::env;
use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::{Command, Stdio};
use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use super::{Publisher, Target, Voice};
use crate::client::crew::{Session, Start};
use crate::machine::Pinning;
use crate::process::Process;
use crate::scenarios::{Conditions, Size};

const TOPIC: &str = "fair/00000000-0000-7000-8000-000000000000";
/// The crowd's tenth whose other topic gets facts while everybody is away.
const MISSED: &str = "inbox/00000000-0000-7000-8000-000000000000";
/// As many people as share Parley's crowd, so that look-up tables are alike.
const PEOPLE: usize = 10;

/// The version that is measured; a later one may be faster or slower.
const BUN: &str = "bun@1.4.5";
/// The first start may fetch the package.
const BUN_STARTS: Duration = Duration::from_secs(90);
const FLOOR_STARTS: Duration = Duration::from_secs(5);

/// The floor is this very program in another role.
pub fn floor(pinning: Pinning, length: usize) -> Result<Target> {
    let mut command = Command::new(env::current_exe()?);
    command.arg("serve-floor");
    let (process, line) = Process::start_and_hear(&mut command, pinning, FLOOR_STARTS)?;
    target("floor", process, &line, length)
}

/// Bun through npm, or the reason why it is left out.
pub fn bun(conditions: Conditions, length: usize, folder: &Path) -> Result<Target> {
    ensure!(
        conditions.size == Size::Full,
        "a smoke test starts no peers"
    );
    let script = folder.join("relay.js");
    fs::write(&script, include_str!("bun.js"))?;
    let mut command = if runs("bun") {
        Command::new("bun")
    } else {
        launched_by_npm()
    };
    command.arg(&script).stderr(Stdio::null());
    let (process, line) = Process::start_and_hear(&mut command, conditions.pinning, BUN_STARTS)
        .context("bun not found, neither installed nor through npx")?;
    target("bun", process, &line, length)
}

fn runs(program: &str) -> bool {
    let status = Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .status();
    status.is_ok_and(|status| status.success())
}

fn launched_by_npm() -> Command {
    let mut command = Command::new("npx");
    command.args(["--prefer-offline", "--yes", BUN]);
    command
}

/// A relay's first line is its process id and its port.
fn target(name: &'static str, mut process: Process, line: &str, length: usize) -> Result<Target> {
    let (id, port) = line
        .trim()
        .split_once(' ')
        .context("a relay without an address")?;
    process.measure_instead(id.parse()?);
    let server = SocketAddr::from((Ipv4Addr::LOCALHOST, port.parse()?));
    let publisher = |topic: &str| {
        let (topic, voice) = (topic.to_owned(), Voice::Relays { length });
        Publisher {
            cookie: None,
            topic,
            voice,
        }
    };
    let publishers = [publisher(TOPIC), publisher(MISSED)];
    let crowd = (0..PEOPLE).map(person).collect();
    Ok(Target {
        name,
        server,
        process,
        home: None,
        crowd,
        start: Start::Bare,
        publishers,
    })
}

fn person(number: usize) -> Session {
    let inbox = match number {
        0 => MISSED.to_owned(),
        _ => format!("inbox/00000000-0000-7000-8000-{number:012}"),
    };
    Session {
        cookie: None,
        topics: Rc::from([TOPIC.to_owned(), inbox]),
    }
}
