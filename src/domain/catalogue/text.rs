//! Texts of the catalogue: one line, a few lines, a pair in two languages, an address on the web.

use url::Url;

use super::Refusal;
use crate::domain::text::{bounded, is_blank};

/// How long an address may be: longer ones are not for people.
const ADDRESS: usize = 500;

/// A single line of 1 to `most` characters.
pub fn line(field: &'static str, text: &str, most: usize) -> Result<String, Refusal> {
    match optional(field, text, most)? {
        text if text.is_empty() => Err(Refusal::invalid(field, "empty")),
        text => Ok(text),
    }
}

/// A single line of at most `most` characters; nothing if there is nothing to see.
pub fn optional(field: &'static str, text: &str, most: usize) -> Result<String, Refusal> {
    seen(field, text.trim(), (most, &[]))
}

/// A few lines of at most `most` characters, or nothing.
pub fn lines(field: &'static str, text: &str, most: usize) -> Result<String, Refusal> {
    seen(field, &text.trim().replace("\r\n", "\n"), (most, &['\n']))
}

/// `text` within its bounds; nothing if there is nothing to see.
fn seen(
    field: &'static str,
    text: &str,
    (most, breaks): (usize, &[char]),
) -> Result<String, Refusal> {
    bounded(text, most, breaks).map_err(|it| Refusal::invalid(field, it.rule()))?;
    Ok(if is_blank(text) {
        String::new()
    } else {
        text.to_owned()
    })
}

/// A name in one language or in both: at least one of them is there.
pub fn pair(
    field: &'static str,
    (one, other): (&str, &str),
    most: usize,
) -> Result<(String, String), Refusal> {
    let pair = (optional(field, one, most)?, optional(field, other, most)?);
    if pair.0.is_empty() && pair.1.is_empty() {
        return Err(Refusal::invalid(field, "empty"));
    }
    Ok(pair)
}

/// An `https` address, or nothing. Nothing else is ever put behind a link: `javascript:` and `data:` run where it stands.
pub fn address(field: &'static str, text: &str) -> Result<String, Refusal> {
    let text = optional(field, text, ADDRESS)?;
    if text.is_empty() {
        return Ok(text);
    }
    match Url::parse(&text) {
        Ok(url)
            if url.scheme() == "https"
                && url.host_str().is_some_and(|host| host.contains('.'))
                && url.username().is_empty()
                && url.password().is_none() =>
        {
            Ok(url.into())
        }
        _ => Err(Refusal::invalid(field, "https")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule<T: std::fmt::Debug>(tried: Result<T, Refusal>) -> &'static str {
        match tried.expect_err("a refusal") {
            Refusal::Invalid { field: "it", rule } => rule,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn lines_are_trimmed_bounded_and_seen() {
        assert_eq!(line("it", " 电视 ", 2).expect("fits"), "电视");
        assert_eq!(rule(line("it", "\u{200B}", 9)), "empty");
        assert_eq!(rule(line("it", "abc", 2)), "too_long");
        assert_eq!(rule(line("it", "a\nb", 9)), "control_characters");
        assert_eq!(lines("it", "a\r\nb\n", 9).expect("fits"), "a\nb");
        assert_eq!(rule(lines("it", "a\u{202E}b", 9)), "control_characters");
    }

    #[test]
    fn one_language_is_enough() {
        assert_eq!(pair("it", ("", "电视"), 9).expect("fits").1, "电视");
        assert_eq!(rule(pair("it", (" ", ""), 9)), "empty");
    }

    #[test]
    fn only_https_stands_behind_a_link() {
        let good = address("it", "https://Tayo.example/VR?x=1").expect("an address");
        assert_eq!(good, "https://tayo.example/VR?x=1");
        assert_eq!(address("it", "").expect("nothing"), "");
        for bad in [
            "http://tayo.example",
            "javascript:alert(1)",
            "data:text/html,x",
            "https://user:pass@tayo.example",
            "https://localhost/",
            "//tayo.example",
            "tayo.example",
        ] {
            assert_eq!(rule(address("it", bad)), "https", "{bad}");
        }
    }
}
