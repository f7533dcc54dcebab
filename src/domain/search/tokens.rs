//! Text becomes tokens.
//!
//! A token holds letters, digits and marks only, so no database can read it as anything else; a database is told the
//! tokens and cuts nothing itself, because each would cut in its own way.

use unicode_normalization::char::is_combining_mark;

use super::fold::folded;

/// Characters of one word that count: longer ones are serial numbers of other machines, and lexemes are bounded.
const WORD_MOST: usize = 64;

/// How its script writes a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    /// Between spaces.
    Spaced,
    /// One word after the other: any part of it is looked for.
    Unspaced,
}

/// What stands between two gaps, all of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    text: String,
    script: Script,
    /// Whether one joining sign alone parts it from the piece before: `SK-55`, `12.3C01`.
    pub(super) joined: bool,
}

impl Piece {
    /// Whether it is a word of a script that has words.
    pub(super) fn is_word(&self) -> bool {
        self.script == Script::Spaced
    }

    /// How many characters it has.
    pub(super) fn len(&self) -> usize {
        self.text.chars().count()
    }

    /// A word as it is; of unspaced script each character with the next, and the last alone: a single character is
    /// then the beginning of a token, and two are one.
    pub(super) fn tokens(&self) -> Vec<String> {
        if self.is_word() {
            return vec![self.text.clone()];
        }
        let next = self.text.chars().skip(1).map(Some).chain([None]);
        self.text
            .chars()
            .zip(next)
            .map(|(one, next)| std::iter::once(one).chain(next).collect())
            .collect()
    }
}

/// The tokens of the first `most` characters of `text`, each followed by a space, in order.
pub fn tokens(text: &str, most: usize) -> String {
    let mut all = String::new();
    for token in pieces(text, most).iter().flat_map(Piece::tokens) {
        all.push_str(&token);
        all.push(' ');
    }
    all
}

/// The pieces of the first `most` folded characters of `text`.
pub(super) fn pieces(text: &str, most: usize) -> Vec<Piece> {
    let mut all: Vec<Piece> = Vec::new();
    let mut length = 0;
    // What stood since the last piece: none yet, one joining sign, or a gap.
    let mut gap = Gap::Wide;
    for c in folded(text).take(most) {
        let Some(script) = script_of(c, all.last().filter(|_| gap == Gap::None)) else {
            gap = gap.after(c);
            continue;
        };
        match all.last_mut() {
            Some(last) if gap == Gap::None && last.script == script => {
                length += 1;
                if script == Script::Unspaced || length <= WORD_MOST {
                    last.text.push(c);
                }
            }
            _ => {
                all.push(Piece {
                    text: c.to_string(),
                    script,
                    joined: gap == Gap::Sign,
                });
                length = 1;
            }
        }
        gap = Gap::None;
    }
    all
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    Sign,
    Wide,
}

impl Gap {
    fn after(self, c: char) -> Self {
        let joins = matches!(c, '-' | '.' | '/' | '_' | '+' | '&' | '\'' | '’' | ':')
            || matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}');
        match self {
            Self::None if joins => Self::Sign,
            _ => Self::Wide,
        }
    }
}

/// How `c` is written; none if it parts words. A mark goes with the piece it stands in.
fn script_of(c: char, inside: Option<&Piece>) -> Option<Script> {
    if is_combining_mark(c) {
        return Some(inside.map_or(Script::Spaced, |it| it.script));
    }
    c.is_alphanumeric().then(|| {
        if is_unspaced(c) {
            Script::Unspaced
        } else {
            Script::Spaced
        }
    })
}

/// Han, kana, bopomofo and Hangul (whose particles stick to their words), and the scripts of south-east Asia.
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{1100}'..='\u{11FF}' | '\u{A960}'..='\u{A97F}' | '\u{AC00}'..='\u{D7FF}'
        | '\u{2E80}'..='\u{2FDF}' | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{303C}'
        | '\u{3041}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{1AFF0}'..='\u{1B16F}' | '\u{20000}'..='\u{3FFFD}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::char::is_combining_mark;

    use super::{WORD_MOST, tokens};

    #[test]
    fn each_script_is_cut_in_its_own_way() {
        for (text, cut) in [
            ("", ""),
            ("，。!\u{0} ", ""),
            ("OLED电视", "oled 电视 视 "),
            ("佛山", "佛山 山 "),
            ("SK-55 OLED", "sk 55 oled "),
            ("12.3C01", "12 3c01 "),
            ("新款55寸", "新款 款 55 寸 "),
            ("テレビを買う", "テレ レビ ビを を買 買う う "),
            ("회사는", "회사 사는 는 "),
            ("𠮷野家\u{30000}", "𠮷野 野家 家\u{30000} \u{30000} "),
            ("हिन्दी", "हिन्दी "),
        ] {
            assert_eq!(tokens(text, 100), cut, "{text}");
        }
    }

    #[test]
    fn length_is_bounded() {
        assert_eq!(tokens("电视机", 2), "电视 视 ");
        assert_eq!(tokens(&"a".repeat(900), 1000).len(), WORD_MOST + 1);
    }

    proptest! {
        #[test]
        fn tokens_hold_nothing_that_a_database_could_read(text in any::<String>(), most in 0..200_usize) {
            for token in tokens(&text, most).split_terminator(' ') {
                prop_assert!(!token.is_empty());
                prop_assert!(token.chars().count() <= WORD_MOST);
                prop_assert!(token.chars().all(|c| {
                    c.is_ascii_lowercase() || c.is_ascii_digit()
                        || !c.is_ascii() && (c.is_alphanumeric() || is_combining_mark(c))
                }), "{token:?}");
            }
        }
    }
}
