//! The table as data: reading it, and finding what it lacks.

use std::{collections::BTreeSet, fmt, fs, path::Path};

use parley::edges::commands::Table;
use serde_json::Value;

/// The columns.
pub const ASKERS: [&str; 10] = [
    "owner",
    "colleague",
    "admin",
    "seller",
    "seller_admin",
    "stranger",
    "organiser",
    "script",
    "gone",
    "nobody",
];

/// Routes that are doors to rows of their own: the commands, and the topics.
const DOORS: [&str; 2] = ["POST /api/v1/do/{command}", "GET /ws"];

/// One line.
pub struct Row {
    /// `GET`, `POST`, `HEAR`, or nothing for a command.
    pub verb: String,
    /// The path, the topic or the command.
    pub target: String,
    /// What each of [`ASKERS`] meets.
    pub cells: Vec<Verdict>,
    /// The body, or the command's input.
    pub input: String,
}

/// How somebody is received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// He may; whether the value is good is another question.
    Yes,
    /// `no_right`.
    No,
    /// There is no such thing, for him.
    Hidden,
    /// He is not signed in.
    Out,
}

impl Verdict {
    fn parse(word: &str) -> Option<Self> {
        match word {
            "yes" => Some(Self::Yes),
            "no" => Some(Self::No),
            "hidden" => Some(Self::Hidden),
            "out" => Some(Self::Out),
            _ => None,
        }
    }

    /// What an answer says: its code, or its status where it has none.
    pub fn of(status: u16, body: &Value) -> Self {
        match (body["no"]["code"].as_str(), status) {
            (Some("no_right" | "bad_origin"), _) | (None, 403) => Self::No,
            (Some("not_found" | "unknown_command" | "unknown_topic"), _) | (None, 404 | 405) => {
                Self::Hidden
            }
            (Some("unauthenticated"), _) | (None, 401) => Self::Out,
            // A request the server could not read, or could not serve, proves nothing.
            (Some("malformed" | "internal" | "unavailable"), _) | (None, 400 | 415 | 500..) => {
                panic!("{status}: {body}")
            }
            _ => Self::Yes,
        }
    }
}

impl fmt::Display for Row {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.verb, self.target)
    }
}

/// All rows.
pub fn rows() -> Vec<Row> {
    include_str!("table.txt")
        .lines()
        .filter(|it| !it.is_empty() && !it.starts_with('#'))
        .map(|line| read(line).unwrap_or_else(|| panic!("not a row: {line}")))
        .collect()
}

fn read(line: &str) -> Option<Row> {
    let (line, input) = match line.find('{') {
        Some(at) => line.split_at(at),
        None => (line, "{}"),
    };
    let mut words = line.split_whitespace();
    let first = words.next()?.to_owned();
    let is_verb = first.bytes().all(|it| it.is_ascii_uppercase());
    let (verb, target) = if is_verb {
        (first, words.next()?.to_owned())
    } else {
        (String::new(), first)
    };
    let cells: Vec<Verdict> = words.map(Verdict::parse).collect::<Option<_>>()?;
    (cells.len() == ASKERS.len()).then(|| Row {
        verb,
        target,
        cells,
        input: input.trim().to_owned(),
    })
}

/// What the server offers and no row speaks of, and rows of what it does not offer.
pub fn differences() -> Vec<String> {
    let rows = rows();
    let commands: BTreeSet<String> = names(&rows, |it| it.verb.is_empty());
    let offered = Table::complete().names();
    let offered: BTreeSet<String> = offered.into_iter().map(str::to_owned).collect();
    let mut found: Vec<String> = commands.symmetric_difference(&offered).cloned().collect();
    let routes = routes();
    let spoken: Vec<&Row> = rows
        .iter()
        .filter(|it| it.target.starts_with('/'))
        .collect();
    for route in &routes {
        let has_row = spoken.iter().any(|row| answers(row, route));
        if !has_row && !DOORS.contains(&route.as_str()) {
            found.push(route.clone());
        }
    }
    for row in spoken {
        if !routes.iter().any(|route| answers(row, route)) {
            found.push(row.to_string());
        }
    }
    found
}

fn names(rows: &[Row], of: impl Fn(&Row) -> bool) -> BTreeSet<String> {
    let chosen = rows.iter().filter(|it| of(it));
    chosen.map(|it| it.target.clone()).collect()
}

/// Whether a row's path is one of a route's, in which `{…}` stands for any part.
fn answers(row: &Row, route: &str) -> bool {
    let Some((verb, path)) = route.split_once(' ') else {
        return false;
    };
    let asked = row.target.split('?').next().unwrap_or_default();
    let (parts, asked): (Vec<_>, Vec<_>) = (path.split('/').collect(), asked.split('/').collect());
    verb == row.verb
        && parts.len() == asked.len()
        && parts
            .iter()
            .zip(asked)
            .all(|(part, it)| part.starts_with('{') || *part == it)
}

/// Every `.route("PATH", get(…))` in the source of the HTTP edge.
fn routes() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/edges/http");
    let mut found = BTreeSet::new();
    for file in fs::read_dir(folder).expect("the edge is there") {
        let path = file.expect("an entry").path();
        if path.extension().is_none_or(|it| it != "rs") {
            continue;
        }
        let text = fs::read_to_string(path).expect("source is text");
        for call in text.split(".route(").skip(1) {
            let mut parts = call.splitn(3, '"');
            let (Some(_), Some(path), Some(rest)) = (parts.next(), parts.next(), parts.next())
            else {
                continue;
            };
            // The handlers stand before the next route or the end of the statement.
            let handlers = rest.split(".route(").next().unwrap_or_default();
            let handlers = handlers.split("\n    }").next().unwrap_or_default();
            let handlers = handlers.split('\n').next().unwrap_or(handlers);
            for (verb, word) in [
                ("GET", "get("),
                ("POST", "post("),
                ("PUT", "put("),
                ("DELETE", "delete("),
            ] {
                if handlers.contains(word) {
                    found.insert(format!("{verb} {path}"));
                }
            }
        }
    }
    found
}
