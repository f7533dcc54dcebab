//! What somebody typed, as the terms that must all be there.

use super::tokens::{Piece, pieces};

/// Characters of a query that count.
const TYPED_MOST: usize = 80;
/// Terms of a query that count.
const TERMS_MOST: usize = 8;
/// Characters from which the last word is taken for the beginning of one.
const OPEN_FROM: usize = 2;

/// Tokens that stand side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    tokens: Vec<String>,
    open: bool,
}

impl Term {
    /// The tokens, at least one.
    pub fn tokens(&self) -> &[String] {
        &self.tokens
    }

    /// Whether the last token is the beginning of one.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Text of unspaced script: a single character begins a token wherever it stands; of several, the last pair says
    /// all that the lone last character would.
    fn run(piece: &Piece) -> Self {
        let mut tokens = piece.tokens();
        let open = tokens.len() == 1;
        if !open {
            tokens.pop();
        }
        Self { tokens, open }
    }
}

/// All terms of a query: at least one, at most eight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    terms: Vec<Term>,
}

impl Query {
    /// Reads what was typed; none if no word is in it.
    ///
    /// The last word is the beginning of one, because it may still be typed, unless a space follows it or it is shorter
    /// than two characters.
    pub fn parse(text: &str) -> Option<Self> {
        let typed: String = text.chars().take(TYPED_MOST).collect();
        let mut terms: Vec<Term> = Vec::new();
        let all = pieces(&typed, TYPED_MOST);
        let mut before = false;
        for piece in &all {
            let word = piece.is_word();
            match terms.last_mut() {
                Some(last) if word && before && piece.joined => last.tokens.extend(piece.tokens()),
                _ if word => terms.push(Term {
                    tokens: piece.tokens(),
                    open: false,
                }),
                _ => terms.push(Term::run(piece)),
            }
            before = word;
        }
        // A sign may follow the space: nobody goes on typing the word before it.
        let mut behind = typed.chars().rev().take_while(|c| !c.is_alphanumeric());
        let ended = behind.any(char::is_whitespace) || terms.len() > TERMS_MOST;
        if let (Some(last), Some(piece)) = (terms.last_mut(), all.last())
            && piece.is_word()
        {
            last.open = !ended && (last.tokens.len() > 1 || piece.len() >= OPEN_FROM);
        }
        terms.truncate(TERMS_MOST);
        (!terms.is_empty()).then_some(Self { terms })
    }

    /// The terms.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Query, TERMS_MOST};

    /// The terms as one would write them: `+` between neighbours, `*` after a beginning.
    fn read(text: &str) -> Vec<String> {
        let query = Query::parse(text);
        let terms = query.iter().flat_map(Query::terms);
        terms
            .map(|it| it.tokens().join("+") + if it.is_open() { "*" } else { "" })
            .collect()
    }

    #[test]
    fn what_is_typed_becomes_terms() {
        for (text, terms) in [
            ("", &[][..]),
            (" -\"*(): ", &[]),
            ("Tele", &["tele*"]),
            ("tele ", &["tele"]),
            ("tele -", &["tele"]),
            ("tele-", &["tele*"]),
            ("t", &["t"]),
            ("red tele", &["red", "tele*"]),
            ("电", &["电*"]),
            ("电视", &["电视"]),
            ("电视机厂", &["电视+视机+机厂"]),
            ("OLED电视", &["oled", "电视"]),
            ("电视 OL", &["电视", "ol*"]),
            ("SK-55 OLED", &["sk+55", "oled*"]),
            ("12.3", &["12+3*"]),
            ("12.3C01", &["12+3c01*"]),
            ("a OR b* NEAR(c)", &["a", "or", "b", "near", "c"]),
            ("\"sk\" NOT title:x", &["sk", "not", "title+x*"]),
            (
                "1 2 3 4 5 6 7 88 99",
                &["1", "2", "3", "4", "5", "6", "7", "88"],
            ),
        ] {
            assert_eq!(read(text), terms, "{text}");
        }
        assert_eq!(read(&"电".repeat(500))[0].chars().count(), 79 * 2 + 78);
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_bounded_words(text in any::<String>()) {
            if let Some(query) = Query::parse(&text) {
                let terms = query.terms();
                prop_assert!((1..=TERMS_MOST).contains(&terms.len()));
                for token in terms.iter().flat_map(super::Term::tokens) {
                    prop_assert!(!token.is_empty());
                    prop_assert!(!token.chars().any(|c| c.is_ascii() && !c.is_ascii_alphanumeric()
                        || c.is_whitespace() || c.is_control()), "{token:?}");
                }
            }
        }
    }
}
