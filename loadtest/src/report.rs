//! The rows of a run: a table to read and a file to keep.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;

use crate::stats::{Spread, value};

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    Number(f64),
    Text(String),
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(value(number))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// A line of the table. In the file its range becomes two rows of their own.
#[derive(Debug, Clone, PartialEq)]
struct Line {
    case: String,
    system: String,
    metric: String,
    value: Value,
    range: Option<(f64, f64)>,
}

#[derive(Debug, PartialEq, Serialize)]
struct Row<'a> {
    scenario: &'a str,
    case: &'a str,
    system: &'a str,
    metric: String,
    value: Value,
}

#[derive(Debug)]
pub struct Report {
    scenario: &'static str,
    lines: Vec<Line>,
    faults: Vec<String>,
}

/// Whose value it is: a case and a system of the report's scenario.
#[derive(Debug, Clone, Copy)]
pub struct Of<'a> {
    pub case: &'a str,
    pub system: &'a str,
}

impl Report {
    pub fn new(scenario: &'static str) -> Self {
        Self {
            scenario,
            lines: Vec::new(),
            faults: Vec::new(),
        }
    }

    pub fn add(&mut self, of: Of<'_>, metric: &str, value: impl Into<Value>) {
        self.push(of, metric, value.into(), None);
    }

    /// A median under its own name, its range beside it.
    pub fn add_spread(&mut self, of: Of<'_>, metric: &str, spread: Option<Spread>) {
        if let Some(Spread { median, low, high }) = spread {
            self.push(of, metric, median.into(), Some((low, high)));
        }
    }

    fn push(&mut self, of: Of<'_>, metric: &str, value: Value, range: Option<(f64, f64)>) {
        let (case, system) = (of.case.to_owned(), of.system.to_owned());
        self.lines.push(Line {
            case,
            system,
            metric: metric.to_owned(),
            value,
            range,
        });
    }

    /// A count that must be zero; anything else fails the run.
    pub fn add_forbidden(&mut self, of: Of<'_>, metric: &str, count: u64) {
        self.add(of, metric, count);
        if count > 0 {
            let Of { case, system } = of;
            self.faults.push(format!(
                "{} {case} {system}: {metric} = {count}",
                self.scenario
            ));
        }
    }

    /// Fails when a count was wrong; figures never fail a run.
    pub fn verdict(&self) -> Result<()> {
        anyhow::ensure!(
            self.faults.is_empty(),
            "counted wrong: {}",
            self.faults.join("; ")
        );
        Ok(())
    }

    fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.lines.iter().flat_map(|line| {
            let Line {
                case,
                system,
                metric,
                value,
                range,
            } = line;
            let row = |metric, value| Row {
                scenario: self.scenario,
                case,
                system,
                metric,
                value,
            };
            let own = row(metric.clone(), value.clone());
            let ends = range.map(|(low, high)| {
                [
                    row(format!("{metric}_min"), low.into()),
                    row(format!("{metric}_max"), high.into()),
                ]
            });
            std::iter::once(own).chain(ends.into_iter().flatten())
        })
    }

    /// One array, a row per line, so that it is JSON and can be read line by line too.
    pub fn write_json(&self, file: &Path) -> Result<()> {
        let rows: Vec<String> = self
            .rows()
            .map(|row| serde_json::to_string(&row))
            .collect::<Result<_, _>>()?;
        fs::write(file, format!("[\n{}\n]\n", rows.join(",\n")))
            .with_context(|| format!("writing {}", file.display()))
    }

    pub fn write_table(&self, into: &mut impl Write) -> Result<()> {
        let lines: Vec<[String; 5]> = self.lines.iter().map(Line::cells).collect();
        let head = ["case", "system", "metric", "value", "range"].map(str::to_owned);
        let width = |column: usize| {
            let widths = lines.iter().map(|cells| cells[column].len());
            widths.max().unwrap_or(0).max(head[column].len())
        };
        let [case, system, metric, value, range] = [0, 1, 2, 3, 4].map(width);
        writeln!(into, "{}", self.scenario)?;
        for [first, second, third, fourth, fifth] in std::iter::once(&head).chain(&lines) {
            writeln!(
                into,
                "{first:case$}  {second:system$}  {third:metric$}  {fourth:>value$}  {fifth:>range$}"
            )?;
        }
        Ok(())
    }
}

impl Line {
    fn cells(&self) -> [String; 5] {
        let value = match &self.value {
            Value::Text(text) => text.clone(),
            Value::Number(number) => short(*number),
        };
        let ends = self
            .range
            .map(|(low, high)| format!("{} .. {}", short(low), short(high)));
        let range = ends.unwrap_or_default();
        [
            self.case.clone(),
            self.system.clone(),
            self.metric.clone(),
            value,
            range,
        ]
    }
}

/// As many digits as a reader compares.
fn short(number: f64) -> String {
    let digits = if number.fract() == 0.0 || number.abs() >= 1000.0 {
        0
    } else {
        3
    };
    format!("{number:.digits$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const OF: Of<'static> = Of {
        case: "W=1",
        system: "parley",
    };

    #[test]
    fn the_file_is_one_array_of_rows() -> Result<()> {
        let mut report = Report::new("fanout");
        report.add(OF, "cpu_us_per_op", 6.5);
        report.add(
            Of {
                system: "bun",
                ..OF
            },
            "skipped",
            "bun not found",
        );
        report.add_spread(OF, "p99_ms", crate::stats::spread(&[1.0, 2.0]));
        let file = tempfile::NamedTempFile::new()?;
        report.write_json(file.path())?;
        let rows: serde_json::Value = serde_json::from_str(&fs::read_to_string(file.path())?)?;
        assert_eq!(rows[3]["metric"], "p99_ms_min");
        let first = serde_json::json!({"scenario": "fanout", "case": "W=1", "system": "parley",
            "metric": "cpu_us_per_op", "value": 6.5});
        assert_eq!(
            (&rows[0], rows[1]["value"].as_str()),
            (&first, Some("bun not found"))
        );
        Ok(())
    }

    #[test]
    fn only_wrong_counts_fail_a_run() {
        let mut report = Report::new("fanout");
        report.add(OF, "ratio_to_floor", 99.0);
        report.add_forbidden(OF, "lost", 0);
        assert!(report.verdict().is_ok());
        report.add_forbidden(OF, "twice", 1);
        assert!(report.verdict().is_err());
    }

    #[test]
    fn the_table_is_aligned() -> Result<()> {
        let mut report = Report::new("fanout");
        report.add(OF, "lost", 0_u64);
        report.add_spread(
            OF,
            "deliveries_per_s",
            crate::stats::spread(&[7.0, 123_456.7]),
        );
        let mut table = Vec::new();
        report.write_table(&mut table)?;
        let table = String::from_utf8(table)?;
        let widths: Vec<usize> = table.lines().skip(1).map(str::len).collect();
        assert_eq!(
            (widths.len(), widths.iter().max()),
            (3, widths.iter().min())
        );
        Ok(())
    }
}
