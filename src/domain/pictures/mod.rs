//! Pictures that people show each other: of products, of what they look for.
//!
//! * What a picture is, its bytes say; no name and no header is asked.
//! * Nothing that was uploaded is ever given out: only what was drawn anew from it, in three sizes, without metadata.
//! * A picture is named by what it holds: twice the same is once kept, and what a name gives never changes.
//! * Nobody's picture takes more than its bounds allow, in bytes, in pixels, or in number.

pub mod picture;
pub mod ports;
pub mod refusal;
pub mod service;

pub use picture::{Drawn, Kind, Picture, Variant};
pub use refusal::Refusal;
