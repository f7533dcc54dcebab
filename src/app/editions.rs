//! Opening an edition from the command line, so that a fair can begin without the demonstration.

use std::sync::Arc;

use jiff::civil::Date;

use crate::domain::{
    Refusal,
    fair::{
        Policy, Rules,
        service::{NewEdition, open_edition},
    },
    ledger::{Answer, Ledger, Unit, Work},
};

/// `parley edition add`: what an operator says about a new edition. The organiser changes the rest of its rules later.
#[derive(Clone, Debug, clap::Args)]
pub struct EditionAdd {
    /// Its name, such as "The 128th".
    name: String,
    /// First fair day, YYYY-MM-DD.
    #[arg(long)]
    from: Date,
    /// Last fair day, YYYY-MM-DD, inclusive.
    #[arg(long)]
    to: Date,
    /// The IANA zone its days and hours are read in.
    #[arg(long, default_value = "Asia/Shanghai")]
    zone: String,
    /// Daily hours as HH:MM-HH:MM, in order, separated by commas.
    #[arg(long, value_delimiter = ',', value_parser = span, default_value = "09:00-12:00,13:00-18:00")]
    hours: Vec<(String, String)>,
    /// Length of a period in minutes, a multiple of 5.
    #[arg(long, default_value_t = 30)]
    minutes: u16,
    /// What a pending request does to its period: open, soft or hold.
    #[arg(long, value_parser = policy, default_value = "soft")]
    policy: Policy,
    /// Make it the edition that lists show first.
    #[arg(long)]
    current: bool,
}

impl From<EditionAdd> for NewEdition {
    fn from(said: EditionAdd) -> Self {
        Self {
            name: said.name,
            zone: said.zone,
            first_day: said.from,
            last_day: said.to,
            rules: Rules {
                hours: said.hours,
                minutes: said.minutes,
                policy: said.policy,
                ..Rules::usual()
            },
            current: said.current,
        }
    }
}

/// Opens an edition and gives what is to be printed: its id and name as JSON.
pub async fn open(ledger: &dyn Ledger, new: NewEdition) -> Result<String, Refusal> {
    let work: Work = Arc::new(move |tx| {
        let new = new.clone();
        Box::pin(async move {
            let edition = open_edition(tx, new).await?;
            Ok(Answer::empty()
                .with("edition", edition.id.to_string())
                .with("name", edition.name))
        })
    });
    let unit = Unit::of(work);
    Ok(ledger.run(0, unit).await?.get().to_owned())
}

fn span(text: &str) -> Result<(String, String), &'static str> {
    let (from, to) = text.split_once('-').ok_or("say HH:MM-HH:MM")?;
    Ok((from.trim().to_owned(), to.trim().to_owned()))
}

fn policy(word: &str) -> Result<Policy, &'static str> {
    match word {
        "open" => Ok(Policy::Open),
        "soft" => Ok(Policy::Soft),
        "hold" => Ok(Policy::Hold),
        _ => Err("say open, soft or hold"),
    }
}

#[cfg(test)]
mod tests {
    use clap::{Args as _, FromArgMatches as _};

    use super::*;
    use crate::adapters::storage::contract::everywhere;

    fn said(line: &str) -> Result<NewEdition, clap::Error> {
        let command = EditionAdd::augment_args(clap::Command::new("add").no_binary_name(true));
        let words = command.try_get_matches_from(line.split(' '))?;
        EditionAdd::from_arg_matches(&words).map(NewEdition::from)
    }

    #[test]
    fn an_operator_says_little() {
        let new = said("128th --from 2027-10-15 --to 2027-10-24").expect("enough was said");
        assert_eq!(new.rules, Rules::usual());
        assert_eq!((new.zone.as_str(), new.current), ("Asia/Shanghai", false));
        let line = "128th --from 2027-10-15 --to 2027-10-24 --current --zone Europe/Berlin --minutes 15 \
            --policy hold --hours 08:00-11:00,14:00-17:30";
        let new = said(line).expect("everything was said");
        assert_eq!((new.rules.minutes, new.rules.policy), (15, Policy::Hold));
        assert_eq!(new.rules.hours[1], ("14:00".to_owned(), "17:30".to_owned()));
        assert!(new.current);
        for line in [
            "128th --from 2027-10-15",
            "128th --from 2027-02-30 --to 2027-10-24",
            "128th --from 2027-10-15 --to 2027-10-24 --policy firm",
            "128th --from 2027-10-15 --to 2027-10-24 --hours 9",
        ] {
            assert!(said(line).is_err(), "{line}");
        }
    }

    #[tokio::test]
    async fn what_was_said_becomes_an_edition() {
        everywhere(async |bench| {
            let line = "128th --from 2027-10-15 --to 2027-10-24 --current";
            let new = said(line).expect("enough was said");
            let printed = open(&bench.store, new).await.expect("opened");
            let mut books = bench.books().await;
            let editions = books.editions().await.expect("a list");
            assert_eq!(editions.len(), 1);
            assert!(printed.contains(&editions[0].id.to_string()));
            assert!(printed.contains("128th"));
        })
        .await;
    }
}
