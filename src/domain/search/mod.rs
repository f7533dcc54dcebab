//! The search index: what is found by the words it holds, in any script.
//!
//! * Chinese is found inside a sentence, by one character or by several in a row: text without spaces is cut into pairs
//!   of neighbours, so two characters are one exact token.
//! * Upper and lower case, full and half width, with and without diacritics are one; so are `SK-55` and `SK 55`.
//! * What is typed is words, never syntax: what reaches a database holds letters, digits and marks.
//! * The index follows what it indexes (DESIGN 1, law 11): it says what may be found, never who may see it.

mod fold;
pub mod ports;
mod query;
mod tokens;

pub use query::{Query, Term};
pub use tokens::tokens;
