//! The form in which words are compared.

use unicode_normalization::UnicodeNormalization;

/// `text` with everything folded that readers type in one way or another.
///
/// Beyond the fold of names, accents go: São is Sao. The voicing marks of kana and the vowel signs of other scripts
/// make other words and stay.
pub(super) fn folded(text: &str) -> impl Iterator<Item = char> {
    text.nfkd()
        .flat_map(char::to_lowercase)
        // A lower-case letter can fall apart once more.
        .nfkd()
        .filter(|c| !is_accent(*c) && !is_unseen(*c))
        .flat_map(spelled)
        .nfc()
}

fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

/// Joiners, soft hyphens and variation selectors: they stand inside words and change none.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{180B}'..='\u{180F}' | '\u{200C}'..='\u{200F}' | '\u{2060}'..='\u{2064}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}')
}

/// Letters that Unicode does not take apart, as a keyboard without them spells them.
fn spelled(c: char) -> impl Iterator<Item = char> {
    let (first, second) = match c {
        'ß' => ('s', Some('s')),
        'æ' => ('a', Some('e')),
        'œ' => ('o', Some('e')),
        'ø' => ('o', None),
        'ł' => ('l', None),
        'đ' | 'ð' => ('d', None),
        'ħ' => ('h', None),
        'ı' => ('i', None),
        'ς' => ('σ', None),
        it => (it, None),
    };
    std::iter::once(first).chain(second)
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn what_readers_take_for_one_is_one() {
        for (a, b) in [
            ("São Paulo", "sao paulo"),
            ("ＯＬＥＤ５５", "oled55"),
            ("İstanbul ISPARTA", "istanbul isparta"),
            ("Łódź Straße Ærø", "lodz strasse aero"),
            ("ΣΊΣΥΦΟΣ", "σισυφος"),
            ("ﾃﾞﾝｷ", "デンキ"),
            ("Việt Đức", "viet duc"),
            ("ﬁne", "fine"),
            ("می\u{200C}خواهم", "میخواهم"),
            ("葛\u{E0100}", "葛"),
        ] {
            assert!(folded(a).eq(folded(b)), "{a} is {b}");
        }
        assert!(!folded("かき").eq(folded("がき")), "voiced kana are others");
    }
}
