//! People and companies, and their secrets.

mod keys;
mod links;
mod people;
mod secrets;
