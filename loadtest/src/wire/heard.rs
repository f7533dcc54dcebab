//! What a server says, read only as far as a load test needs it.
//!
//! A fan-out hears two million facts a second, so a fact is recognised by its first bytes and its
//! number; only answers and rarities are parsed as JSON.

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::Value;

#[derive(Debug, PartialEq)]
pub enum Heard<'a> {
    Fact {
        topic: &'a [u8],
        seq: u64,
    },
    Reset {
        topic: &'a [u8],
        seq: u64,
        last: bool,
    },
    Answer(Answer),
    /// Presence, pauses and whatever else does not change what is counted.
    Other,
    /// The topic is lost to this connection.
    Gone,
    /// The server asks to connect anew.
    Bye,
}

#[derive(Debug, PartialEq, Deserialize)]
pub struct Answer {
    pub re: String,
    pub ok: Option<Value>,
    pub no: Option<Refused>,
}

#[derive(Debug, PartialEq, Deserialize)]
pub struct Refused {
    pub code: String,
    #[serde(default)]
    pub text: String,
}

impl Answer {
    /// The number in `ok`, where one is promised.
    pub fn number(&self, field: &str) -> Option<u64> {
        self.ok.as_ref()?.get(field)?.as_u64()
    }
}

#[derive(Deserialize)]
struct ResetFrame {
    reset: Reset,
}

#[derive(Deserialize)]
struct Reset {
    seq: u64,
    part: u64,
    of: u64,
}

pub fn hear(text: &[u8]) -> Result<Heard<'_>> {
    if let Some(rest) = text.strip_prefix(br#"{"on":""#) {
        return hear_topic(text, rest);
    }
    if text.starts_with(br#"{"re":"#) {
        return Ok(Heard::Answer(parse(text)?));
    }
    Ok(if text.starts_with(br#"{"bye":"#) {
        Heard::Bye
    } else {
        Heard::Other
    })
}

/// The number that starts `bytes`.
pub fn leading_number(bytes: &[u8]) -> Option<u64> {
    let digits = bytes
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let number = |sum: u64, byte: &u8| sum * 10 + u64::from(byte - b'0');
    (1..=18)
        .contains(&digits)
        .then(|| bytes[..digits].iter().fold(0, number))
}

fn hear_topic<'a>(text: &'a [u8], rest: &'a [u8]) -> Result<Heard<'a>> {
    let end = rest
        .iter()
        .position(|byte| *byte == b'"')
        .context("a topic without an end")?;
    let (topic, rest) = rest.split_at(end);
    if let Some(number) = rest.strip_prefix(br#"","seq":"#) {
        let seq = leading_number(number).context("a fact without a number")?;
        return Ok(Heard::Fact { topic, seq });
    }
    if rest.starts_with(br#"","reset":"#) {
        let Reset { seq, part, of } = parse::<ResetFrame>(text)?.reset;
        return Ok(Heard::Reset {
            topic,
            seq,
            last: part == of,
        });
    }
    Ok(if rest.starts_with(br#"","gone":"#) {
        Heard::Gone
    } else {
        Heard::Other
    })
}

fn parse<'a, T: Deserialize<'a>>(text: &'a [u8]) -> Result<T> {
    serde_json::from_slice(text)
        .with_context(|| format!("not understood: {}", String::from_utf8_lossy(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_read_by_their_first_bytes() -> Result<()> {
        let text = br#"{"on":"fair/0193","seq":58,"v":1,"is":"announced","with":{"seq":7}}"#;
        assert_eq!(
            hear(text)?,
            Heard::Fact {
                topic: b"fair/0193",
                seq: 58
            }
        );
        Ok(())
    }

    #[test]
    fn the_last_part_of_a_snapshot_is_told_apart() -> Result<()> {
        let part = br#"{"on":"inbox/1","reset":{"seq":57,"part":1,"of":2,"state":{}}}"#;
        assert_eq!(
            hear(part)?,
            Heard::Reset {
                topic: b"inbox/1",
                seq: 57,
                last: false
            }
        );
        let part = br#"{"on":"inbox/1","reset":{"seq":57,"part":2,"of":2,"state":{}}}"#;
        assert_eq!(
            hear(part)?,
            Heard::Reset {
                topic: b"inbox/1",
                seq: 57,
                last: true
            }
        );
        Ok(())
    }

    #[test]
    fn answers_carry_a_number_or_a_code() -> Result<()> {
        let Heard::Answer(ok) = hear(br#"{"re":"c2","ok":{"seq":58}}"#)? else {
            panic!("not ok")
        };
        assert_eq!(ok.number("seq"), Some(58));
        let no = br#"{"re":"c3","no":{"code":"slot_taken","text":"x","more":{"nearest":[]}}}"#;
        let Heard::Answer(no) = hear(no)? else {
            panic!("no answer")
        };
        assert_eq!(no.no.map(|no| no.code), Some("slot_taken".to_owned()));
        Ok(())
    }

    #[test]
    fn the_rest_is_named_or_ignored() -> Result<()> {
        assert_eq!(
            hear(br#"{"on":"a/1","now":"here","with":{}}"#)?,
            Heard::Other
        );
        assert_eq!(
            hear(br#"{"on":"a/1","gone":{"code":"no_right"}}"#)?,
            Heard::Gone
        );
        assert_eq!(
            hear(br#"{"bye":{"code":"drain","after_ms":1}}"#)?,
            Heard::Bye
        );
        assert_eq!(hear(br#"{"paused":{}}"#)?, Heard::Other);
        assert!(hear(br#"{"on":"fair/1","seq":"x"}"#).is_err());
        Ok(())
    }
}
