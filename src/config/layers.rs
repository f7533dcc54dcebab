//! Defaults, then a file, then variables: each key is tried alone, so that each wrong one is named.

use std::{ffi::OsString, fs, path::Path};

use toml::{Table, Value};

use super::{Config, Problems};

/// The text that names every key; it is also the schema that variables are parsed by.
const DEFAULTS: &str = include_str!("../../config/default.toml");
const PREFIX: &str = "PARLEY__";

/// One key that a file or a variable sets.
struct Change {
    path: Vec<String>,
    value: Value,
    source: String,
}

pub(super) fn defaults() -> Table {
    DEFAULTS.parse().expect("a test reads config/default.toml")
}

/// The configuration with every change that could be read; those that could not are `problems`.
pub(super) fn read(
    file: Option<&Path>,
    variables: impl IntoIterator<Item = (OsString, OsString)>,
    problems: &mut Problems,
) -> Config {
    let mut changes = file.map_or_else(Vec::new, |file| of_file(file, problems));
    changes.extend(of_variables(variables, problems));
    let mut table = defaults();
    for change in changes {
        let mut alone = defaults();
        set(&mut alone, &change.path, change.value.clone());
        match alone.try_into::<Config>() {
            Ok(_) => set(&mut table, &change.path, change.value),
            Err(error) => {
                problems.add_from(&change.path.join("."), &change.source, error.message());
            }
        }
    }
    table
        .try_into()
        .expect("keys that can be read alone can be read together")
}

fn of_file(file: &Path, problems: &mut Problems) -> Vec<Change> {
    let name = file.display().to_string();
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => {
            problems.add(name, error.to_string());
            return Vec::new();
        }
    };
    match text.parse::<Table>() {
        Ok(table) => {
            let mut changes = Vec::new();
            flatten(table, &mut Vec::new(), &name, &mut changes);
            changes
        }
        // Only the message: the line itself may hold a password.
        Err(error) => {
            let before = error.span().map_or("", |span| &text[..span.start]);
            let line = before.lines().count().max(1);
            problems.add(format!("{name}:{line}"), error.message());
            Vec::new()
        }
    }
}

fn flatten(table: Table, path: &mut Vec<String>, source: &str, changes: &mut Vec<Change>) {
    for (key, value) in table {
        path.push(key);
        match value {
            Value::Table(inner) if !inner.is_empty() => flatten(inner, path, source, changes),
            value => changes.push(Change {
                path: path.clone(),
                value,
                source: source.to_owned(),
            }),
        }
        path.pop();
    }
}

fn of_variables(
    variables: impl IntoIterator<Item = (OsString, OsString)>,
    problems: &mut Problems,
) -> Vec<Change> {
    let schema = defaults();
    let mut changes = Vec::new();
    for (name, value) in variables {
        let Some(name) = name.to_str().filter(|name| name.starts_with(PREFIX)) else {
            continue;
        };
        let path: Vec<String> = name[PREFIX.len()..]
            .split("__")
            .map(str::to_lowercase)
            .collect();
        let dotted = path.join(".");
        let Some(text) = value.to_str() else {
            problems.add_from(&dotted, name, "not UTF-8");
            continue;
        };
        match typed(text, find(&schema, &path)) {
            Ok(value) => changes.push(Change {
                path,
                value,
                source: name.to_owned(),
            }),
            Err(text) => problems.add_from(&dotted, name, text),
        }
    }
    // The order of an environment is nobody's choice; the report should not follow it.
    changes.sort_by(|a, b| a.path.cmp(&b.path));
    changes
}

/// A variable's text as the type that the default of the same key has.
fn typed(text: &str, default: Option<&Value>) -> Result<Value, &'static str> {
    match default {
        Some(Value::Integer(_)) => text
            .trim()
            .parse()
            .map(Value::Integer)
            .map_err(|_| "not a whole number"),
        Some(Value::Boolean(_)) => text
            .trim()
            .parse()
            .map(Value::Boolean)
            .map_err(|_| "neither true nor false"),
        Some(Value::Array(_)) => Ok(Value::Array(
            text.split(',')
                .map(str::trim)
                .filter(|item| !item.is_empty())
                .map(Value::from)
                .collect(),
        )),
        // An unknown key is refused later, by the same words as one in a file.
        _ => Ok(Value::from(text)),
    }
}

fn find<'t>(table: &'t Table, path: &[String]) -> Option<&'t Value> {
    let (key, rest) = path.split_first()?;
    match (table.get(key)?, rest) {
        (value, []) => Some(value),
        (Value::Table(inner), rest) => find(inner, rest),
        _ => None,
    }
}

fn set(table: &mut Table, path: &[String], value: Value) {
    let Some((key, rest)) = path.split_first() else {
        return;
    };
    if rest.is_empty() {
        let empty = value.as_table().is_some_and(Table::is_empty);
        if !(empty && table.get(key).is_some_and(Value::is_table)) {
            table.insert(key.clone(), value);
        }
        return;
    }
    let inner = table
        .entry(key.clone())
        .or_insert_with(|| Value::Table(Table::new()));
    if !inner.is_table() {
        *inner = Value::Table(Table::new());
    }
    if let Value::Table(inner) = inner {
        set(inner, rest, value);
    }
}
