//! What people write: trimmed, bounded, and free of characters nobody sees.

use super::Refusal;
use crate::domain::text::{Misfit, bounded, single_line};

/// A single line of 1 to `most` characters.
pub fn line(field: &'static str, text: &str, most: usize) -> Result<String, Refusal> {
    let text = text.trim();
    single_line(text, most).map_err(|it| refusal(field, it))?;
    Ok(text.to_owned())
}

/// A few lines of at most `most` characters, or nothing.
pub fn lines(field: &'static str, text: &str, most: usize) -> Result<String, Refusal> {
    let text = text.trim().replace("\r\n", "\n");
    bounded(&text, most, &['\n', '\t']).map_err(|it| refusal(field, it))?;
    Ok(text)
}

/// In the words that clients of appointments know.
fn refusal(field: &'static str, misfit: Misfit) -> Refusal {
    let rule = match misfit {
        Misfit::Empty => "required",
        Misfit::TooLong => "too_long",
        Misfit::Hidden => "no_control_characters",
    };
    Refusal::Invalid { field, rule }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(text: &str) -> Option<&'static str> {
        match line("topic", text, 200) {
            Err(Refusal::Invalid {
                field: "topic",
                rule,
            }) => Some(rule),
            _ => None,
        }
    }

    #[test]
    fn a_line_is_trimmed_and_bounded_in_characters() {
        assert_eq!(
            line("topic", "  Price inquiry ", 200).unwrap(),
            "Price inquiry"
        );
        assert_eq!(rule(" \u{3000} "), Some("required"));
        assert_eq!(rule(&"价".repeat(200)), None);
        assert_eq!(rule(&"价".repeat(201)), Some("too_long"));
        assert_eq!(rule("a\u{0}b"), Some("no_control_characters"));
        assert_eq!(rule("a\nb"), Some("no_control_characters"));
    }

    #[test]
    fn lines_keep_their_breaks() {
        assert_eq!(lines("reason", "  ", 5).unwrap(), "");
        assert_eq!(lines("reason", "a\r\nb ", 5).unwrap(), "a\nb");
        assert!(lines("reason", "a\u{0}b", 5).is_err());
        assert!(lines("reason", "123456", 5).is_err());
    }
}
