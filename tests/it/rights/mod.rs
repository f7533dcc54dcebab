//! The rights table (`table.txt`), walked against the real server, cell by cell.

mod table;
mod world;

use table::{ASKERS, differences, rows};
use world::World;

use crate::support::server::{Server, Setup};

#[test]
fn every_route_and_command_has_a_row() {
    let found = differences();
    assert!(
        found.is_empty(),
        "table.txt and the server differ in: {found:?}"
    );
}

#[tokio::test]
async fn everybody_is_received_as_the_table_says() {
    let server = Server::start(Setup::sqlite()).await;
    let mut world = World::of(&server).await;
    let mut wrong = Vec::new();
    for row in rows() {
        for (asker, said) in ASKERS.into_iter().zip(&row.cells) {
            let met = world.knock(asker, &row).await;
            if met != *said {
                wrong.push(format!(
                    "{row}: {asker} should meet {said:?} and met {met:?}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    let log = server.log();
    for secret in &world.secrets {
        assert!(
            !log.contains(secret),
            "the log shows a token, a key or an address"
        );
    }
}
