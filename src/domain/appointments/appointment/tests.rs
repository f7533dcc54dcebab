use proptest::prelude::*;

use super::*;
use crate::{
    domain::appointments::policy,
    kernel::{
        actor::Side,
        ids::{CompanyId, ExhibitorId, UserId},
        time::{HOUR, MINUTE, MachineTime},
    },
};

const START: FairTime = FairTime::from_ms(100 * HOUR);

fn machine(ms: i64) -> MachineTime {
    MachineTime::from_ms(ms)
}

pub(super) fn seat() -> Seat {
    Seat {
        user: UserId::mint(machine(2)),
        name: "Li".into(),
    }
}

pub(super) fn pending() -> Appointment {
    Appointment {
        id: AppointmentId::mint(machine(1)),
        negotiation: NegotiationId::mint(machine(1)),
        edition: EditionId::mint(machine(1)),
        buyer: Buyer {
            user: UserId::mint(machine(1)),
            name: "Ana".into(),
            company: CompanyId::mint(machine(1)),
            company_name: "Importadora".into(),
            country: "BR".into(),
        },
        exhibitor: Stand {
            id: ExhibitorId::mint(machine(1)),
            company: CompanyId::mint(machine(2)),
            name: "Tayo".into(),
            booth: "12.3C01".into(),
        },
        grid: GridId::mint(machine(1)),
        addressed: Some(seat()),
        day: jiff::civil::date(1970, 1, 5),
        period: Period {
            start: START,
            end: START.plus(30 * MINUTE),
        },
        topic: "Price inquiry".into(),
        origin: Origin {
            kind: OriginKind::Exhibitor,
            reference: None,
        },
        card: None,
        requested_at: FairTime::from_ms(0),
        expires_at: FairTime::from_ms(48 * HOUR),
        state: State::Pending { conflict: false },
    }
}

pub(super) fn closer(side: Side) -> Closer {
    Closer {
        user: UserId::mint(machine(3)),
        name: "Somebody".into(),
        side: side.into(),
    }
}

fn reason() -> Reason {
    Reason {
        preset: Preset::Other,
        text: "ill".into(),
    }
}

pub(super) fn rejection() -> Rejection {
    Rejection {
        reason: reason(),
        suggested: vec![START.plus(HOUR)],
    }
}

fn status_of<T: std::fmt::Debug>(outcome: Result<T, Refusal>) -> Status {
    match outcome.unwrap_err() {
        Refusal::NotNow { status } => status,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_request_is_answered_before_it_expires() {
    let it = pending();
    let last = it.expires_at.plus(-1);
    assert!(it.clone().accept(seat(), last).is_ok());
    assert_eq!(
        status_of(it.clone().accept(seat(), it.expires_at)),
        Status::Expired
    );
    let by = closer(Side::Exhibitor);
    assert_eq!(
        status_of(it.clone().reject(rejection(), by, it.expires_at)),
        Status::Expired
    );
    assert_eq!(status_of(it.clone().expire(last)), Status::Pending);
    let (expired, what) = it.clone().expire(it.expires_at).unwrap();
    assert_eq!(
        (expired.status(), what.kind()),
        (Status::Expired, "appointment.expired")
    );
}

#[test]
fn an_accepted_appointment_is_cancelled_not_rejected() {
    let (it, _) = pending().accept(seat(), FairTime::from_ms(HOUR)).unwrap();
    let by = closer(Side::Exhibitor);
    let rejected = it
        .clone()
        .reject(rejection(), by.clone(), FairTime::from_ms(2 * HOUR));
    assert_eq!(status_of(rejected), Status::Accepted);
    let near = START.plus(-REASON_WITHIN);
    assert!(it.clone().cancel(by.clone(), None, near.plus(-1)).is_ok());
    let silent = it.clone().cancel(by.clone(), None, near);
    assert!(matches!(silent, Err(Refusal::ReasonRequired)));
    assert!(
        it.clone()
            .cancel(by.clone(), Some(reason()), START.plus(-1))
            .is_ok()
    );
    assert_eq!(
        status_of(it.cancel(by, Some(reason()), START)),
        Status::Accepted
    );
}

#[test]
fn only_its_buyer_calls_off_a_request() {
    let now = FairTime::from_ms(HOUR);
    assert!(pending().cancel(closer(Side::Buyer), None, now).is_ok());
    let other = pending().cancel(closer(Side::Exhibitor), None, now);
    assert_eq!(status_of(other), Status::Pending);
}

/// Something somebody tries at some time.
fn attempt(it: Appointment, what: u8, now: FairTime) -> Result<Appointment, Refusal> {
    match what {
        0 => it.accept(seat(), now).map(|(next, _)| next),
        1 => it
            .reject(rejection(), closer(Side::Exhibitor), now)
            .map(|(next, _)| next),
        2 => it
            .cancel(closer(Side::Buyer), Some(reason()), now)
            .map(|(next, _)| next),
        3 => it
            .cancel(closer(Side::Exhibitor), None, now)
            .map(|(next, _)| next),
        _ => it.expire(now).map(|(next, _)| next),
    }
}

/// The action an attempt takes and whose it is, as the buttons name it.
fn offered(it: &Appointment, what: u8, now: FairTime) -> bool {
    let may = policy::allowed(it);
    let window = match what {
        0 => may.sales.get("accept"),
        1 => may.sales.get("reject"),
        2 => may.buyer.get("cancel"),
        3 => may.seated.get("cancel"),
        _ => return it.status() == Status::Pending && now >= it.expires_at,
    };
    let unreasoned = what == 3;
    window.is_some_and(|it| {
        it.from.is_none_or(|from| now >= from)
            && it.until.is_none_or(|until| now < until)
            && !(unreasoned && it.reason_from.is_some_and(|from| now >= from))
    })
}

proptest! {
    /// The buttons say exactly what the transitions allow, and an end is an end.
    #[test]
    fn what_may_be_done_is_what_can_be_done(
        steps in prop::collection::vec((0u8..5, 0i64..40), 1..8),
    ) {
        let mut it = pending();
        let mut now = FairTime::from_ms(0);
        for (what, hours) in steps {
            now = now.plus(hours * HOUR);
            let was = it.status();
            let outcome = attempt(it.clone(), what, now);
            prop_assert_eq!(outcome.is_ok(), offered(&it, what, now));
            if let Ok(next) = outcome {
                prop_assert!(matches!(was, Status::Pending | Status::Accepted));
                prop_assert!(was == Status::Pending || next.status() == Status::Cancelled);
                prop_assert_eq!((next.id, next.period), (it.id, it.period));
                it = next;
            }
        }
    }
}
