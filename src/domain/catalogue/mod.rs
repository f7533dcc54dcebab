//! What a fair shows: its sections, its exhibitors' homepages and products, and what somebody marked for later.
//!
//! * The organiser places a stand (name, booth, section); what stands on its homepage and shelves is the company's.
//! * Everything that two people can edit has a revision: who changes it says which one he has read.
//! * A name in two languages is two texts; an empty one means that the other serves both.

pub mod event;
pub mod favorites;
pub mod homepage;
pub mod lists;
pub mod ports;
pub mod product;
pub mod refusal;
pub mod section;
pub mod service;
pub mod text;

pub use homepage::Homepage;
pub use product::{Draft, Product};
pub use refusal::Refusal;
pub use section::{Group, Section, Sections};
