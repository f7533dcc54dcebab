//! What a person is, in the words clients know. Clients show screens by it; the server decides by none of it.

use crate::kernel::actor::{Actor, Grant, Side};

/// The role words of `who`.
pub fn of(who: &Actor) -> Vec<&'static str> {
    let mut roles = Vec::new();
    if let Some(at) = who.membership {
        roles.push(match at.side {
            Side::Buyer => "buyer",
            Side::Exhibitor => "sales",
        });
        if at.admin {
            roles.push(match at.side {
                Side::Buyer => "buyer_admin",
                Side::Exhibitor => "exhibitor_admin",
            });
        }
    }
    for (grant, word) in [
        (Grant::Organiser, "organiser"),
        (Grant::Moderator, "moderator"),
    ] {
        if who.grants.iter().any(|(_, it)| *it == grant) {
            roles.push(word);
        }
    }
    roles
}
