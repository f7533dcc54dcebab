//! What is generated from the Rust types is not stale; `make types` writes it anew.

use std::{fs, path::Path};

use parley::edges::{
    commands::Table,
    contract::{openapi, typescript},
};

fn holds(path: &str, fresh: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("PARLEY_GENERATE").is_some() {
        fs::write(&path, fresh).expect("the generated file can be written");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == fresh,
        "{} is stale: run `make types`",
        path.display()
    );
}

#[test]
fn generated_typescript_is_fresh() {
    holds(
        "web/src/protocol/generated.ts",
        &typescript(&Table::complete()),
    );
}

#[test]
fn generated_openapi_is_fresh() {
    let document = openapi(&Table::complete());
    let text = serde_json::to_string_pretty(&document).expect("JSON is written");
    holds("docs/openapi.json", &format!("{text}\n"));
}

#[test]
fn generated_documents_name_every_command_and_code() {
    let protocol = include_str!("../../docs/protocol.md");
    for name in Table::complete().names() {
        assert!(
            protocol.contains(&format!("`{name}`")),
            "docs/protocol.md does not know {name}"
        );
    }
    for code in parley::protocol::code::Code::ALL {
        let word = code.as_str();
        assert!(
            protocol.contains(&format!("`{word}`")),
            "docs/protocol.md does not know {word}"
        );
    }
}
