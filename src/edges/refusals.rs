//! Each refusal of the domain and its code: matched exhaustively, so that a new one cannot be forgotten.

use crate::{
    domain::{CommandRefusal, Refusal, accounts, appointments, catalogue, fair, pictures, topics},
    edges::shared::Shared,
    kernel::{
        fault::{Fault, FaultKind},
        ids,
    },
    protocol::code::{Code, No},
};

/// How soon a client may try again when a dependency is away.
const RETRY_AFTER_MS: i64 = 1000;

/// What the client is told. A fault is logged here, once.
pub fn refuse(shared: &Shared, refusal: &Refusal) -> No {
    match refusal {
        Refusal::Accounts(it) => accounts(shared, it),
        Refusal::Fair(it) => fair(shared, it),
        Refusal::Catalogue(it) => catalogue(shared, it),
        Refusal::Appointments(it) => appointments(shared, it),
        Refusal::Pictures(it) => pictures(shared, it),
        Refusal::Topic(it) => topic(shared, it),
        Refusal::Command(it) => command(shared, *it),
        Refusal::Fault(it) => fault(shared, it),
    }
}

fn accounts(shared: &Shared, refusal: &accounts::Refusal) -> No {
    match refusal {
        accounts::Refusal::NoRight => No::new(Code::NoRight),
        accounts::Refusal::Unknown => No::new(Code::NotFound),
        accounts::Refusal::Unauthenticated => No::new(Code::Unauthenticated),
        accounts::Refusal::WrongPassword => No::new(Code::WrongPassword),
        accounts::Refusal::NoCompany => No::new(Code::NoCompany),
        accounts::Refusal::Invalid { field, rule } => No::invalid(field, rule),
        accounts::Refusal::LinkDead => No::new(Code::LinkDead),
        accounts::Refusal::LastAdmin => No::new(Code::LastAdmin),
        accounts::Refusal::EmailTaken => No::new(Code::EmailTaken),
        accounts::Refusal::LimitReached { limit } => {
            No::new(Code::LimitReached).more("limit", *limit)
        }
        accounts::Refusal::RateLimited { retry_after_ms } => {
            No::new(Code::RateLimited).more("retry_after_ms", *retry_after_ms)
        }
        accounts::Refusal::Fault(it) => fault(shared, it),
    }
}

fn fair(shared: &Shared, refusal: &fair::Refusal) -> No {
    match refusal {
        fair::Refusal::NoRight => No::new(Code::NoRight),
        fair::Refusal::Unknown => No::new(Code::NotFound),
        fair::Refusal::Invalid { field, rule } => No::invalid(field, rule),
        fair::Refusal::Stale { revision } => No::new(Code::Stale).more("revision", *revision),
        fair::Refusal::Booked => No::invalid("zone", "booked"),
        fair::Refusal::Entered => No::invalid("company", "entered_already"),
        fair::Refusal::Fault(it) => fault(shared, it),
    }
}

fn catalogue(shared: &Shared, refusal: &catalogue::Refusal) -> No {
    match refusal {
        catalogue::Refusal::NoRight => No::new(Code::NoRight),
        catalogue::Refusal::Unknown => No::new(Code::NotFound),
        catalogue::Refusal::Invalid { field, rule } => No::invalid(field, rule),
        catalogue::Refusal::Stale { revision } => No::new(Code::Stale).more("revision", *revision),
        catalogue::Refusal::LimitReached { limit } => {
            No::new(Code::LimitReached).more("limit", *limit)
        }
        catalogue::Refusal::Fault(it) => fault(shared, it),
    }
}

fn appointments(shared: &Shared, refusal: &appointments::Refusal) -> No {
    match refusal {
        appointments::Refusal::NoRight => No::new(Code::NoRight),
        appointments::Refusal::Unknown => No::new(Code::NotFound),
        appointments::Refusal::SlotTaken { who, nearest } => {
            metrics::counter!("parley_races_lost").increment(1);
            let nearest: Vec<_> = nearest.iter().map(|start| start.ms()).collect();
            No::new(Code::SlotTaken)
                .more("who", who.as_str())
                .more("nearest", nearest)
        }
        appointments::Refusal::SlotPast => No::new(Code::SlotPast),
        appointments::Refusal::OutsideFair { nearest } => near(No::new(Code::OutsideFair), nearest),
        appointments::Refusal::NotOnGrid { nearest } => near(No::new(Code::NotOnGrid), nearest),
        appointments::Refusal::NotNow { status } => {
            No::new(Code::NotNow).more("status", status.as_str())
        }
        appointments::Refusal::ReasonRequired => No::new(Code::ReasonRequired),
        appointments::Refusal::Invalid { field, rule } => No::invalid(field, rule),
        appointments::Refusal::LimitReached { limit } => {
            No::new(Code::LimitReached).more("limit", *limit)
        }
        appointments::Refusal::PolicyOff => No::new(Code::PolicyOff),
        appointments::Refusal::Fault(it) => fault(shared, it),
    }
}

fn pictures(shared: &Shared, refusal: &pictures::Refusal) -> No {
    match refusal {
        pictures::Refusal::NoRight => No::new(Code::NoRight),
        pictures::Refusal::Unknown => No::new(Code::NotFound),
        pictures::Refusal::Invalid { rule } => No::invalid("picture", rule),
        pictures::Refusal::TooLarge { limit } => No::new(Code::TooLarge).more("limit", *limit),
        pictures::Refusal::LimitReached { limit } => {
            No::new(Code::LimitReached).more("limit", *limit)
        }
        pictures::Refusal::Fault(it) => fault(shared, it),
    }
}

/// `no` with what is free instead, if anything was looked for and found.
fn near(no: No, nearest: &[crate::kernel::time::FairTime]) -> No {
    if nearest.is_empty() {
        return no;
    }
    let starts: Vec<_> = nearest.iter().map(|it| it.ms()).collect();
    no.more("nearest", starts)
}

fn topic(shared: &Shared, refusal: &topics::Refusal) -> No {
    match refusal {
        topics::Refusal::NoRight => No::new(Code::NoRight),
        topics::Refusal::Unknown => No::new(Code::UnknownTopic),
        topics::Refusal::Fault(it) => fault(shared, it),
    }
}

fn command(shared: &Shared, refusal: CommandRefusal) -> No {
    match refusal {
        CommandRefusal::Reused => No::new(Code::IdReused),
        CommandRefusal::TooOld => No::new(Code::TooOld),
        CommandRefusal::Ahead => {
            No::new(Code::ClockWrong).more("machine", shared.clock.machine().ms())
        }
        // A job's own: no client ever sent one.
        CommandRefusal::LeaseLost => No::new(Code::Internal),
    }
}

/// What the client is told of a fault: never its text.
pub fn fault(shared: &Shared, fault: &Fault) -> No {
    match fault.kind() {
        FaultKind::Unavailable | FaultKind::Retry => {
            tracing::warn!(%fault, "a dependency is away");
            No::new(Code::Unavailable).more("retry_after_ms", RETRY_AFTER_MS)
        }
        FaultKind::Full => {
            tracing::error!(%fault, "no space left");
            shared.room.none(shared.clock.machine());
            No::new(Code::StorageFull)
        }
        FaultKind::Other => {
            let trace = ids::mint(shared.clock.machine()).to_string();
            tracing::error!(%fault, trace, "a defect");
            No::new(Code::Internal).more("trace", trace)
        }
    }
}
