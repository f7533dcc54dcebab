//! What is wrong with a configuration, said so that one edit mends it.

use std::fmt;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The key, such as `http.bind`, or the file.
    pub path: String,
    /// The file or variable the value came from, where it is known.
    pub source: Option<String>,
    /// What is wrong with it.
    pub text: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.path)?;
        if let Some(source) = &self.source {
            write!(out, " ({source})")?;
        }
        write!(out, ": {}", self.text)
    }
}

/// Everything that is wrong, in the order it was found.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Adds a problem with `path`.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) {
        self.push(path.into(), None, text.into());
    }

    /// Adds a problem with `path`, whose value came from `source`.
    pub fn add_from(&mut self, path: &str, source: &str, text: impl Into<String>) {
        self.push(path.to_owned(), Some(source.to_owned()), text.into());
    }

    /// The problems found so far.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.0.iter()
    }

    /// `value` if nothing is wrong.
    pub fn into_result<T>(self, value: T) -> Result<T, Self> {
        if self.0.is_empty() {
            Ok(value)
        } else {
            Err(self)
        }
    }

    fn push(&mut self, path: String, source: Option<String>, text: String) {
        self.0.push(Problem { path, source, text });
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("the configuration cannot be used:")?;
        self.0
            .iter()
            .try_for_each(|problem| write!(out, "\n  {problem}"))
    }
}

impl std::error::Error for Problems {}
