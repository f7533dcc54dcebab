//! The words of a document, and of a question, in the languages of the two indexes.
//!
//! Two marks no token can hold keep apart what is asked apart: where a document stands, and the words of its title.

use std::fmt::Write as _;

use super::blocks;
use crate::{
    domain::search::{
        Query, Term,
        ports::{Doc, Kind, Phase},
        tokens,
    },
    kernel::ids::{EditionId, ExhibitorId},
};

/// Folded characters of a title, and of the rest, that are indexed: a position in a tsvector ends at 16,383.
const TITLE_MOST: usize = 1_000;
const BODY_MOST: usize = 15_000;

/// Before where a document stands.
const SCOPE: char = '§';
/// Before a word of the title.
const HEAD: char = '¶';

/// The tokens of a document, each followed by a space.
pub(super) struct Words {
    /// Where it stands.
    scopes: Vec<String>,
    title: String,
    body: String,
}

impl Words {
    pub(super) fn of(doc: &Doc) -> Self {
        let whole = scope(doc.kind, doc.edition, None);
        let own = doc
            .exhibitor
            .map(|it| scope(doc.kind, doc.edition, Some(it)));
        Self {
            scopes: std::iter::once(whole).chain(own).collect(),
            title: tokens(&doc.title, TITLE_MOST),
            body: tokens(&doc.body, BODY_MOST),
        }
    }

    fn head(&self) -> impl Iterator<Item = String> {
        self.title
            .split_terminator(' ')
            .map(|it| format!("{HEAD}{it}"))
    }

    /// The columns of the FTS5 table.
    pub(super) fn columns(self) -> [String; 4] {
        let head: Vec<String> = self.head().collect();
        [self.scopes.join(" "), head.join(" "), self.title, self.body]
    }

    /// A tsvector's text, for the document of this number.
    pub(super) fn vector(&self, number: i64) -> String {
        let mut text = String::new();
        for block in self.scopes.iter().flat_map(|it| blocks::around(it, number)) {
            let _ = write!(text, "'{block}' ");
        }
        let mut position = 0;
        for word in self.title.split_terminator(' ') {
            position += 1;
            let _ = write!(text, "'{HEAD}{word}':{position} '{word}':{position} ");
        }
        // A gap: the end of the title and the beginning of the rest are no neighbours.
        position += 1;
        for word in self.body.split_terminator(' ') {
            position += 1;
            let _ = write!(text, "'{word}':{position} ");
        }
        text
    }
}

/// The name of a scope: what is looked for, and among whose.
pub(super) fn scope(kind: Kind, edition: EditionId, exhibitor: Option<ExhibitorId>) -> String {
    let kind = match kind {
        Kind::Exhibitor => 'e',
        Kind::Product => 'p',
    };
    let whose = exhibitor.map_or_else(|| format!("e{edition}"), |it| format!("x{it}"));
    format!("{SCOPE}{kind}{}", whose.replace('-', ""))
}

/// How an index writes a question.
pub(super) enum Language {
    Fts5,
    Tsquery,
}

impl Language {
    /// The hits of one phase.
    pub(super) fn of(&self, query: &Query, phase: Phase) -> String {
        let title = self.all(query, Some(HEAD));
        if phase == Phase::Title {
            return format!("({title})");
        }
        let anywhere = self.all(query, None);
        match self {
            Self::Fts5 => format!("(({anywhere}) NOT ({title}))"),
            Self::Tsquery => format!("(({anywhere}) & !({title}))"),
        }
    }

    fn all(&self, query: &Query, mark: Option<char>) -> String {
        let terms: Vec<String> = query.terms().iter().map(|it| self.term(it, mark)).collect();
        terms.join(match self {
            Self::Fts5 => " AND ",
            Self::Tsquery => " & ",
        })
    }

    fn term(&self, term: &Term, mark: Option<char>) -> String {
        let mark = mark.map(String::from).unwrap_or_default();
        let tokens = term.tokens().iter();
        let (text, open) = match self {
            Self::Fts5 => {
                let tokens: Vec<String> = tokens.map(|it| format!("{mark}{it}")).collect();
                (format!("\"{}\"", tokens.join(" ")), " *")
            }
            Self::Tsquery => {
                let tokens: Vec<String> = tokens.map(|it| format!("'{mark}{it}'")).collect();
                (tokens.join(" <-> "), ":*")
            }
        };
        if term.is_open() { text + open } else { text }
    }
}

#[cfg(test)]
mod tests {
    use super::{Language, scope};
    use crate::{
        domain::search::{
            Query,
            ports::{Kind, Phase},
        },
        kernel::ids::{EditionId, ExhibitorId},
    };

    #[test]
    fn a_question_in_both_languages() {
        let query = Query::parse("电视机 SK-5").expect("words");
        assert_eq!(
            Language::Fts5.of(&query, Phase::Title),
            "(\"¶电视 ¶视机\" AND \"¶sk ¶5\" *)"
        );
        assert_eq!(
            Language::Tsquery.of(&query, Phase::Rest),
            "(('电视' <-> '视机' & 'sk' <-> '5':*) & !('¶电视' <-> '¶视机' & '¶sk' <-> '¶5':*))"
        );
    }

    #[test]
    fn scopes_differ() {
        let (edition, exhibitor) = (EditionId::NIL, Some(ExhibitorId::NIL));
        let all = [
            scope(Kind::Exhibitor, edition, None),
            scope(Kind::Product, edition, None),
            scope(Kind::Product, edition, exhibitor),
        ];
        assert!(all[0] != all[1] && all[1] != all[2]);
    }
}
