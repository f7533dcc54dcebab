//! What is measured: Parley, the floor of this machine, and peers. Each is a process on its own core
//! that understands the same `hello` and `subscribe`.

pub mod bare_sql;
mod base;
mod fairground;
pub mod floor;
pub mod parley;
pub mod relay;

use std::net::SocketAddr;

use serde_json::json;
use tempfile::TempDir;

use crate::client::crew::{Session, Start};
use crate::process::Process;
use crate::wire::frame;
use crate::wire::say::{self, Ids};

/// A running system.
#[derive(Debug)]
pub struct Target {
    pub name: &'static str,
    pub server: SocketAddr,
    pub process: Process,
    /// Where it keeps its files.
    #[expect(
        dead_code,
        reason = "the files go when the value goes, after the process has ended"
    )]
    pub home: Option<TempDir>,
    /// The people whose sockets make the crowd.
    pub crowd: Vec<Session>,
    pub start: Start,
    /// One whom everybody hears, and one whom only a tenth of the crowd hears.
    pub publishers: [Publisher; 2],
}

/// One who sends facts to a topic.
#[derive(Debug)]
pub struct Publisher {
    pub cookie: Option<String>,
    pub topic: String,
    pub voice: Voice,
}

#[derive(Debug)]
pub enum Voice {
    /// The organiser of a fair: a command, which the server checks, numbers, stores and announces.
    Announces {
        ids: Ids,
        edition: String,
        text: String,
    },
    /// At a relay the finished fact, as long as one of Parley's.
    Relays { length: usize },
}

impl Publisher {
    /// The frame that becomes fact number `seq`.
    pub fn publish(&self, seq: u64, into: &mut Vec<u8>) {
        match &self.voice {
            Voice::Announces { ids, edition, text } => {
                let input = json!({"edition": edition, "text": text});
                say::command(&ids.next(), "fair.announce", &input, into);
            }
            Voice::Relays { length } => {
                let fact = relayed(&self.topic, seq, *length);
                frame::from_client(frame::TEXT, fact.as_bytes(), into);
            }
        }
    }
}

fn relayed(topic: &str, seq: u64, length: usize) -> String {
    let fact = format!(r#"{{"on":"{topic}","seq":{seq},"v":1,"with":""#);
    let padding = length.saturating_sub(fact.len() + 2);
    format!("{fact}{:x<padding$}\"}}", "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::heard::{Heard, hear};

    #[test]
    fn a_relayed_fact_has_the_asked_length() -> anyhow::Result<()> {
        let fact = relayed("fair/1", 77, 270);
        assert_eq!(fact.len(), 270);
        assert_eq!(
            hear(fact.as_bytes())?,
            Heard::Fact {
                topic: b"fair/1",
                seq: 77
            }
        );
        serde_json::from_str::<serde_json::Value>(&fact)?;
        Ok(())
    }
}
