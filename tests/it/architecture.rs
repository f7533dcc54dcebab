//! Imports point one way. Only `app`, `main.rs` and `lib.rs` may see every ring.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("kernel", &[]),
    ("protocol", &["kernel"]),
    ("domain", &["kernel"]),
    ("hub", &["kernel"]),
    ("config", &["kernel"]),
    ("adapters", &["kernel", "config", "domain", "hub"]),
    ("edges", &["kernel", "config", "protocol", "domain", "hub"]),
];

/// Crates that would carry the outside world into the rings that must not know it.
const MUST_NOT_NAME: &[(&str, &[&str])] = &[
    ("kernel", &["axum", "sqlx", "rusqlite", "redis", "tokio"]),
    ("domain", &["axum", "sqlx", "rusqlite", "redis", "tokio"]),
    ("protocol", &["axum", "sqlx", "rusqlite", "redis", "tokio"]),
    ("hub", &["axum", "sqlx", "rusqlite", "redis"]),
    // Not `redis`: a module of its own has that name.
    ("config", &["axum", "sqlx", "rusqlite", "tokio"]),
    ("edges", &["sqlx", "rusqlite", "redis"]),
];

/// How a statement of SQL begins.
const SQL: &[&str] = &["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM "];

#[test]
fn imports_point_one_way() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut broken = Vec::new();
    for file in rust_files(&src) {
        let inside = file.strip_prefix(&src).expect("a file of src");
        let Some(ring) = inside.iter().next().and_then(|it| it.to_str()) else {
            continue;
        };
        if inside.components().count() == 1 || ring == "app" {
            continue;
        }
        let code = code_of(&file);
        let allowed = entry(MAY_IMPORT, ring)
            .unwrap_or_else(|| panic!("src/{ring} is a ring that this test does not know"));
        for seen in rings_seen(&code) {
            // Macros stand at the root whichever ring they come from.
            let is_ring = src.join(&seen).is_dir();
            if is_ring && seen != ring && !allowed.contains(&seen.as_str()) {
                broken.push(format!("{} imports {seen}", inside.display()));
            }
        }
        for name in entry(MUST_NOT_NAME, ring).unwrap_or_default() {
            if code.contains(&format!("{name}::")) {
                broken.push(format!("{} names {name}", inside.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn only_the_storage_speaks_sql() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let storage = src.join("adapters/storage");
    let (inside, outside): (Vec<_>, Vec<_>) = rust_files(&src)
        .into_iter()
        .filter(|file| {
            let code = code_of(file);
            SQL.iter().any(|it| code.contains(it))
        })
        .partition(|file| file.starts_with(&storage));
    assert!(!inside.is_empty(), "the storage's own is found");
    assert!(outside.is_empty(), "{outside:#?}");
}

#[test]
fn the_reader_sees_every_form_of_import() {
    let code = "use crate::{\n    hub::{self, bus::Bus},\n    kernel::ids,\n    config,\n};\nfn f() { crate::app::x() }";
    let seen: Vec<String> = rings_seen(code).into_iter().collect();
    assert_eq!(seen, ["app", "config", "hub", "kernel"]);
}

fn entry<'t>(table: &'t [(&str, &'t [&'t str])], ring: &str) -> Option<&'t [&'t str]> {
    table.iter().find(|it| it.0 == ring).map(|it| it.1)
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the source is there");
    let mut files = Vec::new();
    for path in entries.map(|it| it.expect("a readable entry").path()) {
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|it| it == "rs") {
            files.push(path);
        }
    }
    files
}

/// The file without its comments: a comment may speak of what the code may not import.
fn code_of(file: &Path) -> String {
    let text = fs::read_to_string(file).expect("a readable file");
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The first name after each `crate::`, also where several stand in braces.
fn rings_seen(code: &str) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut fresh = true;
            for (index, c) in group.char_indices() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => fresh = true,
                    c if fresh && c.is_alphabetic() => {
                        seen.insert(word(&group[index..]));
                        fresh = false;
                    }
                    _ => {}
                }
            }
        } else {
            seen.insert(word(rest));
        }
    }
    seen
}

fn word(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}
