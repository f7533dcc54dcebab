//! What a typed text may hold, and what nobody sees in one: one opinion for names, topics and announcements.

/// What is wrong with a text that somebody typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// There is nothing to see.
    Empty,
    /// More characters than allowed.
    TooLong,
    /// Characters that nobody sees.
    Hidden,
}

impl Misfit {
    /// The rule it breaks, as a word that clients translate.
    pub const fn rule(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong => "too_long",
            Self::Hidden => "control_characters",
        }
    }
}

/// Refuses more than `most` characters, and hidden ones that are not among `breaks`.
pub fn bounded(text: &str, most: usize, breaks: &[char]) -> Result<(), Misfit> {
    if text.chars().count() > most {
        return Err(Misfit::TooLong);
    }
    if text.chars().any(|c| is_hidden(c) && !breaks.contains(&c)) {
        return Err(Misfit::Hidden);
    }
    Ok(())
}

/// Refuses what is no single line of 1 to `most` characters with something to see.
pub fn single_line(text: &str, most: usize) -> Result<(), Misfit> {
    if is_blank(text) {
        return Err(Misfit::Empty);
    }
    bounded(text, most, &[])
}

/// Control characters, line separators, and the marks that turn the reading direction of everything after them: with
/// them a text could imitate another row.
///
/// The plain left-to-right and right-to-left marks stay: mixed names need them, and they end by themselves.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether a reader would see nothing at all: white space, joiners and marks alone.
pub fn is_blank(text: &str) -> bool {
    let unseen = |c: char| {
        matches!(
            c,
            // Joiners and marks, then letters without a shape: fillers, an empty Braille cell, tags.
            '\u{AD}' | '\u{34F}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}'
                | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
                | '\u{115F}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{FFA0}' | '\u{E0000}'..='\u{E01EF}'
        )
    };
    text.chars()
        .all(|c| c.is_whitespace() || is_hidden(c) || unseen(c))
}

#[cfg(test)]
mod tests {
    use super::{is_blank, is_hidden};

    #[test]
    fn what_cannot_be_seen_is_nothing() {
        for blank in [
            "",
            " ",
            "\u{3000}",
            "\u{200B}",
            "\u{200B}\u{202E}",
            "\u{FEFF} \u{2060}",
            "\u{3164}\u{115F}",
            "\u{2800}",
            "\u{34F}\u{180E}\u{2062}",
            "\u{E0041}",
        ] {
            assert!(is_blank(blank), "{blank:?}");
        }
        // A joiner inside a name is part of how it is written.
        assert!(!is_blank("می\u{200C}خواهم"));
        assert!(!"می\u{200C}خواهم".chars().any(is_hidden));
        assert!("a\u{202E}b".chars().any(is_hidden));
    }
}
