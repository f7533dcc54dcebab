//! A snapshot of every message of the wire, taken from the real server: `snapshots/NAME.snap`, one per kind.
//!
//! What must be there comes from the tables the server itself uses. After a change that is meant,
//! `INSTA_UPDATE=always cargo test --test it wire` writes them anew.

mod album;
mod session;

use std::{collections::BTreeSet, fs, path::Path};

use album::Album;
use parley::{
    domain::kinds::KINDS,
    edges::commands::Table,
    kernel::actor::Language,
    protocol::{
        code::{Code, No},
        server::ServerMessage,
    },
};
use session::Session;

/// The snapshot of a message that is neither an answer, a refusal, a fact nor a reset. A new kind of message does
/// not compile before it has its name here, and fails before it has its snapshot.
const fn named(message: &ServerMessage<'_>) -> Option<&'static str> {
    match message {
        ServerMessage::Ok { .. }
        | ServerMessage::No { .. }
        | ServerMessage::Fact(_)
        | ServerMessage::Reset { .. } => None,
        ServerMessage::Gone { .. } => Some("message.gone"),
        ServerMessage::Now { .. } => Some("message.now"),
        ServerMessage::Bye { .. } => Some("message.bye"),
        ServerMessage::Clock { .. } => Some("message.clock"),
        ServerMessage::Paused { .. } => Some("message.paused"),
        ServerMessage::Resumed { .. } => Some("message.resumed"),
    }
}

/// What only a node without its lease says.
fn unsaid() -> [ServerMessage<'static>; 2] {
    let (paused, resumed) = Default::default();
    [
        ServerMessage::Paused { paused },
        ServerMessage::Resumed { resumed },
    ]
}

fn expected() -> BTreeSet<String> {
    let mut names: BTreeSet<String> = ["gone", "now", "bye", "clock", "paused", "resumed"]
        .map(|it| format!("message.{it}"))
        .into();
    let commands = Table::complete().names();
    let reads = ["hello", "ping", "subscribe", "unsubscribe"];
    names.extend(
        commands
            .iter()
            .chain(&reads)
            .map(|it| format!("command.{it}")),
    );
    names.extend(Code::ALL.iter().map(|it| format!("no.{}", it.as_str())));
    // Only nodes hear `rights`: it is not on the wire.
    for (topic, kinds) in KINDS.iter().filter(|it| it.0 != "rights") {
        names.insert(format!("reset.{topic}"));
        names.extend(kinds.iter().map(|it| format!("fact.{topic}.{it}")));
    }
    names
}

fn refusals(album: &mut Album) {
    for code in Code::ALL {
        let no = No::new(*code);
        let said = [Language::En, Language::Zh].map(|language| {
            let no = no.refused(language);
            ServerMessage::No { re: "c1", no }.text()
        });
        album.keep(&format!("no.{}", code.as_str()), said.join("\n"));
    }
}

#[tokio::test]
async fn wire_messages_are_as_their_snapshots() {
    let mut album = Session::of_a_whole_fair().await;
    refusals(&mut album);
    for message in unsaid() {
        let name = named(&message).expect("it has a name of its own");
        album.keep(name, message.text());
    }
    let (taken, expected) = (album.names(), expected());
    let differ: Vec<_> = taken.symmetric_difference(&expected).collect();
    assert!(
        differ.is_empty(),
        "without a snapshot, or unknown: {differ:?}"
    );
    album.compare();
    assert_eq!(kept(), expected, "files of messages that are gone");
}

/// The snapshots in the repository.
fn kept() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/wire/snapshots");
    let files = fs::read_dir(folder).expect("the snapshots are there");
    let names = files.map(|it| it.expect("an entry").file_name());
    names
        .filter_map(|it| Some(it.to_str()?.strip_suffix(".snap")?.to_owned()))
        .collect()
}
