//! What a new user reads when the demonstration fair has started.

use std::fmt::Write as _;

use super::cast::{FIRMS, Firm, ORGANISER, ORGANISERS_HOST, PASSWORD, Part, Player};
use crate::kernel::actor::Side;

/// The address, the accounts and what to try first, ready to be printed.
pub fn welcome(address: &str) -> String {
    let mut rows = Vec::new();
    for firm in FIRMS {
        for player in firm.people {
            rows.push((
                player.email(firm.host),
                role(firm, player),
                firm.name,
                player.name,
            ));
        }
    }
    rows.push((
        ORGANISER.email(ORGANISERS_HOST),
        "organiser and moderator",
        "the fair",
        ORGANISER.name,
    ));
    let widest = |of: fn(&Row) -> usize| rows.iter().map(of).max().unwrap_or_default();
    let (mail, part) = (widest(|it| it.0.len()), widest(|it| it.1.len()));

    let mut text = format!("\nThe demonstration fair is open at {address}\n\n");
    for (email, role, firm, name) in &rows {
        // The last columns hold Chinese, whose width no padding knows, so they come last.
        let _ = writeln!(text, "  {email:mail$}  {role:part$}  {name} · {firm}");
    }
    let _ = writeln!(text, "\n  Everybody's password: {PASSWORD}\n");
    text.push_str(TRY_FIRST);
    text
}

type Row = (String, &'static str, &'static str, &'static str);

/// The shortest way to the point of it all.
const TRY_FIRST: &str = "What to try first:
  1. Sign in as ana@importadora.example, and in a private window as li@tayo.example.
  2. As Ana open Fair, Tayo Motor, and Schedule beside Li Na; pick a day and a period, say what it is about, confirm.
  3. Li sees the request arrive and accepts. The period turns gray in every open window.
  4. Sign in as mei@fair.example: the organiser moves fair time forward with the bar at the foot of the page.
";

fn role(firm: &Firm, player: &Player) -> &'static str {
    match (firm.side, player.part) {
        (Side::Buyer, Part::Staff) => "buyer",
        (Side::Buyer, Part::Admin) => "buyer, admin",
        (Side::Exhibitor, Part::Staff) => "exhibitor, on duty",
        (Side::Exhibitor, Part::Admin) => "exhibitor, admin",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_can_sign_in_with_what_is_printed() {
        let text = welcome("http://127.0.0.1:8080");
        assert!(text.contains("http://127.0.0.1:8080"));
        assert!(text.contains(PASSWORD));
        for firm in FIRMS {
            for player in firm.people {
                assert!(text.contains(&player.email(firm.host)), "{}", player.name);
            }
        }
        for email in ["ana@importadora.example", "li@tayo.example"] {
            assert!(
                text.matches(email).count() > 1,
                "{email} is in the table and in the steps"
            );
        }
    }
}
