//! Who may come in before anybody can: people entered by the command line, and sessions whose time is over.

use std::{sync::Arc, time::Duration};

use clap::Subcommand;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::{
    adapters::storage::Store,
    domain::{
        Refusal,
        accounts::{
            secret::Token,
            sessions,
            user::{self, NewUser},
        },
        ledger::{Answer, Ledger, Unit, Work},
    },
    kernel::{
        actor::Grant,
        fault::Fault,
        time::{Clock, SystemClock},
    },
    protocol::accounts::link_path,
};

/// The sockets of a session whose time is over close this much later at the most (RELIABILITY C.3).
const SWEEP_EVERY: Duration = Duration::from_secs(4);
/// The lane of what the server does for itself.
const LANE: u64 = 0;

/// What the command line does with people.
#[derive(Debug, Subcommand)]
pub enum People {
    /// Enter somebody with a right over every edition; prints the link by which he chooses his password.
    Add {
        /// His address.
        #[arg(long)]
        email: String,
        /// His name.
        #[arg(long)]
        name: String,
        /// He organises.
        #[arg(long)]
        organiser: bool,
        /// He moderates.
        #[arg(long)]
        moderator: bool,
    },
    /// Print a link by which somebody chooses another password; it dies after a day.
    Link {
        /// His address.
        email: String,
    },
}

/// Does it; gives the path of the page to be printed.
pub(super) async fn run(store: &dyn Ledger, command: People) -> Result<String, Refusal> {
    match command {
        People::Add {
            email,
            name,
            organiser,
            moderator,
        } => {
            let grants = [(organiser, Grant::Organiser), (moderator, Grant::Moderator)];
            let held = grants.into_iter().filter(|(held, _)| *held);
            let grants = held.map(|(_, grant)| grant).collect();
            let new = NewUser {
                email,
                name,
                grants,
            };
            add(store, new).await
        }
        People::Link { email } => link(store, &email).await,
    }
}

/// Enters an organiser or moderator; gives the path of the page where he chooses his password.
pub async fn add(ledger: &dyn Ledger, new: NewUser) -> Result<String, Refusal> {
    let work: Work = Arc::new(move |tx| {
        let new = new.clone();
        Box::pin(async move { Ok(linked(&user::user_add(tx, &new).await?.1)) })
    });
    path(ledger, work).await
}

/// Gives the path of the page where the person with this address chooses another password.
pub async fn link(ledger: &dyn Ledger, email: &str) -> Result<String, Refusal> {
    let email: Arc<str> = email.into();
    let work: Work = Arc::new(move |tx| {
        let email = email.clone();
        Box::pin(async move { Ok(linked(&user::user_link(tx, &email).await?)) })
    });
    path(ledger, work).await
}

fn linked(token: &Token) -> Answer {
    Answer::empty().with_once("link", link_path(token.reveal()))
}

async fn path(ledger: &dyn Ledger, work: Work) -> Result<String, Refusal> {
    let unit = Unit::of(work);
    let answer = ledger.run(LANE, unit).await?;
    let answer: serde_json::Value = serde_json::from_str(answer.get()).map_err(Fault::other)?;
    let link = answer.get("link").and_then(serde_json::Value::as_str);
    Ok(link.unwrap_or_default().to_owned())
}

/// Ends sessions whose time is over until `stop`; every node does, and whoever is first tells the others.
pub(super) async fn sweep(store: Arc<Store>, clock: Arc<SystemClock>, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = sleep(SWEEP_EVERY) => {}
            () = stop.cancelled() => return,
        }
        if let Err(refusal) = sweep_once(&store, &clock).await {
            tracing::warn!(%refusal, "sessions whose time is over could not be ended");
        }
    }
}

/// Looks before it writes: mostly there is nothing to end.
async fn sweep_once(store: &Store, clock: &SystemClock) -> Result<(), Refusal> {
    let now = clock.machine();
    if !store.read().await?.has_stale_session(now).await? {
        return Ok(());
    }
    let work: Work = Arc::new(|tx| {
        Box::pin(async move {
            sessions::sweep(tx).await?;
            Ok(Answer::empty())
        })
    });
    let unit = Unit::of(work);
    store.run(LANE, unit).await.map(drop)
}
