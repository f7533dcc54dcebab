//! Opening an edition from the command line, so that a fair can begin without the demonstration.

use std::sync::Arc;

use crate::domain::{
    Refusal,
    fair::service::{NewEdition, open_edition},
    ledger::{Answer, Ledger, Unit, Work},
};

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
    let unit = Unit {
        key: None,
        fence: None,
        work,
    };
    Ok(ledger.run(0, unit).await?.get().to_owned())
}
