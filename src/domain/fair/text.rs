//! Texts people type into the fair: what one line may hold, and the form in which it is searched.

use unicode_normalization::UnicodeNormalization;

use super::Refusal;
use crate::domain::text::single_line;

/// `text` without the white space around it, if it is one line of 1 to `max` characters.
///
/// Control characters are refused, because a line break or a direction mark would let a text imitate another row.
pub fn line(field: &'static str, text: &str, max: usize) -> Result<String, Refusal> {
    let text = text.trim();
    single_line(text, max).map_err(|it| Refusal::invalid(field, it.rule()))?;
    Ok(text.to_owned())
}

/// The form in which names are compared and searched: full-width and half-width, large and small are one.
///
/// Folding happens here and never in SQL, so that both databases find the same rows. It works inside Chinese sentences,
/// because a search is for a substring and not for words.
pub fn folded(text: &str) -> String {
    // Lower case first can leave characters that compose, so normalisation comes last as well.
    text.nfkc().flat_map(char::to_lowercase).nfkc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(text: &str) -> Option<&'static str> {
        match line("text", text, 10) {
            Err(Refusal::Invalid { rule, .. }) => Some(rule),
            _ => None,
        }
    }

    #[test]
    fn a_line_is_trimmed_and_bounded_in_characters() {
        assert_eq!(
            line("text", "  泰友摩托 \n", 10).expect("a good line"),
            "泰友摩托"
        );
        assert_eq!(rule("十个汉字是一行的长度"), None);
        assert_eq!(rule("十个汉字是一行的长度。"), Some("too_long"));
        assert_eq!(rule(" \t\u{3000} "), Some("empty"));
    }

    #[test]
    fn a_line_has_no_control_characters() {
        for text in [
            "a\nb",
            "a\u{0}b",
            "a\u{7f}b",
            "a\u{2028}b",
            "a\u{202e}b",
            "a\u{85}b",
            "a\u{2067}b",
        ] {
            assert_eq!(rule(text), Some("control_characters"), "{text:?}");
        }
        assert_eq!(rule("a\u{200f}b"), None);
    }

    #[test]
    fn folding_joins_what_readers_take_for_one() {
        assert_eq!(folded("ＴＡＹＯ Motor"), folded("tayo motor"));
        assert_eq!(folded("ﬁne"), "fine");
        assert_eq!(folded("SÃO"), folded("sa\u{303}o"));
        assert!(folded("佛山泰友摩托车有限公司").contains(&folded("摩托")));
    }
}
