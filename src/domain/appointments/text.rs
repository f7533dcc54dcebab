//! What people write: trimmed, bounded, and free of characters nobody sees.

use super::Refusal;

/// A single line of 1 to `most` characters.
pub fn line(field: &'static str, text: &str, most: usize) -> Result<String, Refusal> {
    let text = text.trim();
    let rule = if text.is_empty() {
        "required"
    } else if text.chars().count() > most {
        "too_long"
    } else if text.chars().any(char::is_control) {
        "no_control_characters"
    } else {
        return Ok(text.to_owned());
    };
    Err(Refusal::Invalid { field, rule })
}

/// A single line of at most `most` characters, or nothing.
pub fn optional(field: &'static str, text: &str, most: usize) -> Result<String, Refusal> {
    if text.trim().is_empty() {
        return Ok(String::new());
    }
    line(field, text, most)
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
        assert_eq!(optional("text", "  ", 5).unwrap(), "");
    }
}
