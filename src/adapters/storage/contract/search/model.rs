//! A handful of documents and any question, against the plainest search there is.

use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, TestRunner},
};
use tokio::runtime::Runtime;

use super::{super::on_each, Query, edition, ids, product, put, what};

/// Few words of each kind, so that some meet.
const PARTS: &[&str] = &[
    "sk", "55", "5", "oled", "ol", "电", "视", "电视", "视电", "机", " ", " ", "-",
];

/// What the plain search reads of a text: its words with where they begin, and its Chinese.
#[derive(Debug, PartialEq)]
enum Part {
    Word(String),
    Chinese(String),
    Sign,
    Space,
}

fn parts(text: &str) -> Vec<Part> {
    let mut all = Vec::new();
    for c in text.chars() {
        match (c, all.last_mut()) {
            (' ', _) => all.push(Part::Space),
            ('-', _) => all.push(Part::Sign),
            ('a'..='z' | '0'..='9', Some(Part::Word(it))) => it.push(c),
            ('a'..='z' | '0'..='9', _) => all.push(Part::Word(c.into())),
            (_, Some(Part::Chinese(it))) => it.push(c),
            _ => all.push(Part::Chinese(c.into())),
        }
    }
    all
}

/// Whether `text` holds the term that begins at `term[0]`, as far as words are joined by one sign.
fn holds(text: &[Part], words: &[&str], open: bool) -> bool {
    // Chinese in between parts neighbours, signs and spaces do not.
    let shown: Vec<&Part> = text
        .iter()
        .filter(|it| !matches!(it, Part::Sign | Part::Space))
        .collect();
    shown.windows(words.len()).any(|window| {
        window
            .iter()
            .zip(words)
            .enumerate()
            .all(|(at, (part, word))| match part {
                Part::Word(it) if open && at + 1 == words.len() => it.starts_with(word),
                Part::Word(it) => it == word,
                _ => false,
            })
    })
}

/// Whether every term of `query` is in one of `texts`.
fn fits(query: &str, texts: &[&str]) -> bool {
    let asked = parts(query);
    let texts: Vec<Vec<Part>> = texts.iter().map(|it| parts(it)).collect();
    let mut at = 0;
    while at < asked.len() {
        let found = match &asked[at] {
            Part::Chinese(run) => texts.iter().flatten().any(|it| match it {
                Part::Chinese(text) => text.contains(run.as_str()),
                _ => false,
            }),
            Part::Word(word) => {
                let mut words = vec![word.as_str()];
                while let (Some(Part::Sign), Some(Part::Word(next))) =
                    (asked.get(at + 1), asked.get(at + 2))
                {
                    words.push(next);
                    at += 2;
                }
                let last = asked[at + 1..].iter().all(|it| *it == Part::Sign);
                let open = last && (words.len() > 1 || word.len() > 1);
                texts.iter().any(|it| holds(it, &words, open))
            }
            Part::Sign | Part::Space => true,
        };
        if !found {
            return false;
        }
        at += 1;
    }
    true
}

/// A text of some of the parts.
fn text(parts: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(PARTS), parts).prop_map(|it| it.concat())
}

/// Plays random cases, each in an edition of its own.
async fn play(url: String) {
    let bench = super::super::bench(url).await;
    let mut runner = TestRunner::new(Config {
        failure_persistence: None,
        ..Config::default()
    });
    let case = (
        proptest::collection::vec((text(0..5), text(0..8)), 1..6),
        text(1..5),
    );
    for number in 0..128 {
        let (texts, asked) = case.new_tree(&mut runner).expect("a case").current();
        if Query::parse(&asked).is_none_or(|it| it.terms().len() >= 8) {
            continue;
        }
        let fair = edition(number);
        let doc = |(at, it): (usize, &(String, String))| {
            product(fair, &format!("{number}-{at}"), &it.0, &it.1)
        };
        put(&bench, texts.iter().enumerate().map(doc).collect()).await;
        let found = ids(&bench, &what(fair, &asked)).await;

        let (mut first, mut rest) = (Vec::new(), Vec::new());
        for (at, (title, body)) in texts.iter().enumerate().rev() {
            if fits(&asked, &[title]) {
                first.push(format!("{number}-{at}"));
            } else if fits(&asked, &[title, body]) {
                rest.push(format!("{number}-{at}"));
            }
        }
        first.append(&mut rest);
        assert_eq!(found, first, "{asked:?} in {texts:?}");
    }
}

#[test]
fn both_find_what_a_plain_search_finds() {
    let runtime = Runtime::new().expect("a runtime");
    runtime.block_on(on_each(play));
}
