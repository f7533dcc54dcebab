//! Messages by name, with what differs from run to run blotted out.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// Numbers beyond this are times: the year 2001.
const TIMES: i64 = 1_000_000_000_000;

/// The first message of each name.
#[derive(Default)]
pub struct Album(BTreeMap<String, String>);

impl Album {
    /// Keeps a message as it is, unless there is one of its name.
    pub fn keep(&mut self, name: &str, text: String) {
        self.0.entry(name.to_owned()).or_insert(text);
    }

    /// Keeps a message of the server's.
    pub fn frame(&mut self, name: &str, frame: &Value) {
        self.keep(name, pretty(frame));
    }

    /// Keeps a command and its answer.
    pub fn command(&mut self, name: &str, input: &Value, ok: &Value) {
        let text = format!("→ {}\n← {}", pretty(input), pretty(ok));
        self.keep(&format!("command.{name}"), text);
    }

    /// Keeps what was heard, each under its name.
    pub fn heard(&mut self, frames: &[Value]) {
        for frame in frames {
            let word = frame["on"].as_str().and_then(|it| it.split('/').next());
            let name = match (word, frame["is"].as_str()) {
                (Some(topic), Some(kind)) => format!("fact.{topic}.{kind}"),
                (Some(topic), None) if frame.get("reset").is_some() => format!("reset.{topic}"),
                (Some(_), None) if frame.get("gone").is_some() => "message.gone".to_owned(),
                (Some(_), None) if frame.get("now").is_some() => "message.now".to_owned(),
                (None, None) if frame.get("clock").is_some() => "message.clock".to_owned(),
                (None, None) if frame.get("bye").is_some() => "message.bye".to_owned(),
                _ => format!("unknown: {frame}"),
            };
            let mut frame = frame.clone();
            if word == Some("slots") {
                by_luck(&mut frame);
            }
            self.frame(&name, &frame);
        }
    }

    /// All names.
    pub fn names(&self) -> BTreeSet<String> {
        self.0.keys().cloned().collect()
    }

    /// Compares each with its file.
    pub fn compare(&self) {
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("snapshots");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| {
            for (name, text) in &self.0 {
                insta::assert_snapshot!(name.as_str(), text);
            }
        });
    }
}

/// A job paints each day, and a later one may overtake it: which number it gets and which colours it finds is luck.
fn by_luck(frame: &mut Value) {
    for place in ["/seq", "/reset/seq"] {
        if let Some(seq) = frame.pointer_mut(place) {
            *seq = "<seq>".into();
        }
    }
    if frame["is"] == "grid.changed" {
        frame["with"]["policy"] = "<policy>".into();
        let periods = frame["with"]["periods"].as_array_mut();
        for period in periods.expect("a list") {
            period["state"] = "<state>".into();
        }
    }
}

fn pretty(message: &Value) -> String {
    let mut message = message.clone();
    blot(&mut message);
    serde_json::to_string_pretty(&message).expect("JSON is written")
}

/// Replaces ids, times, dates and secrets by what they are.
fn blot(it: &mut Value) {
    match it {
        Value::Object(fields) => fields.values_mut().for_each(blot),
        Value::Array(items) => {
            items.iter_mut().for_each(blot);
            // Lists are ordered by ids and times, which are blotted; three of a kind show the shape.
            if items.iter().all(Value::is_object) {
                items.sort_by_key(Value::to_string);
            }
            items.dedup();
            items.truncate(3);
        }
        Value::Number(number) if number.as_i64().is_some_and(|it| it > TIMES) => {
            *it = "<time>".into();
        }
        Value::String(text) => {
            let blotted: Vec<_> = text.split('/').map(blotted).collect();
            *text = blotted.join("/");
        }
        _ => {}
    }
}

fn blotted(part: &str) -> &str {
    let hex = |it: &str| it.bytes().all(|it| it.is_ascii_hexdigit());
    let lengths: Vec<_> = part.split('-').map(str::len).collect();
    let is_numeric = part.split('-').all(hex);
    match lengths[..] {
        [8, 4, 4, 4, 12] if is_numeric => "<id>",
        [4, 2, 2] if is_numeric => "<date>",
        [32..=64] if is_numeric => "<hex>",
        _ if part.len() > 30 && !part.contains([' ', '@', '.']) => "<secret>",
        _ => part,
    }
}
