//! The contract with clients, written out from the types that keep it: TypeScript and OpenAPI.

mod openapi;
mod typescript;

pub use openapi::openapi;
pub use typescript::{Declarations, typescript};
