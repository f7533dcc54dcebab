//! The HTTP doors as OpenAPI 3.1: the resources from their handlers, the commands from their table.

use serde_json::{Value, json};
use utoipa::OpenApi;

use crate::{
    edges::{commands::Table, http::described},
    protocol::code::Code,
};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Parley",
        description = "Reading is resources; writing is the table of commands, the same as over the socket. Scripts \
            sign in with `Authorization: Bearer pk_…`. docs/protocol.md describes the socket.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    components(schemas(Code))
)]
struct Doors;

/// The document of `/openapi.json`.
pub fn openapi(table: &Table) -> Value {
    let mut doors = Doors::openapi();
    doors.merge(described());
    let mut document =
        serde_json::to_value(&doors).expect("a document made of strings is plain JSON");
    for name in table.names() {
        let entry = table.get(name).expect("the name is the table's own");
        let (input, parts) = entry.describe();
        if let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) {
            paths.insert(format!("/api/v1/do/{name}"), command(name, &input));
        }
        if let Some(schemas) = document
            .pointer_mut("/components/schemas")
            .and_then(Value::as_object_mut)
        {
            schemas.extend(parts);
        }
    }
    document
}

fn command(name: &str, input: &Value) -> Value {
    json!({
        "post": {
            "tags": ["do"],
            "operationId": name,
            "requestBody": { "required": true, "content": { "application/json": { "schema": {
                "type": "object",
                "required": ["id", "in"],
                "properties": { "id": { "type": "string", "format": "uuid" }, "in": input },
            } } } },
            "responses": {
                "200": { "description": "Done, and on disk.", "content": { "application/json": { "schema": {
                    "type": "object", "required": ["ok"], "properties": { "ok": { "type": "object" } },
                } } } },
                "default": { "description": "Refused: nothing was done.", "content": { "application/json": {
                    "schema": {
                        "type": "object",
                        "required": ["no"],
                        "properties": { "no": {
                            "type": "object",
                            "required": ["code", "text"],
                            "properties": {
                                "code": { "$ref": "#/components/schemas/Code" },
                                "text": { "type": "string" },
                                "more": { "type": "object" },
                            },
                        } },
                    },
                } } },
            },
        }
    })
}
