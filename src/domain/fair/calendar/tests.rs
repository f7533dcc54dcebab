use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::{
    domain::fair::{Closure, Policy, Rules},
    kernel::{ids::EditionId, time::MachineTime},
};

fn calendar(zone: &str, day: Date, hours: &[(&str, &str)], minutes: u16) -> Calendar {
    Calendar::of(&Edition {
        id: EditionId::mint(MachineTime::from_ms(0)),
        name: "The 128th".into(),
        zone: zone.into(),
        first_day: day,
        last_day: day.checked_add(2.days()).unwrap(),
        rules: Rules {
            hours: hours
                .iter()
                .map(|(open, close)| ((*open).to_owned(), (*close).to_owned()))
                .collect(),
            minutes,
            policy: Policy::Soft,
            hold_ms: 120_000,
            answer_ms: 86_400_000,
            open_requests: 20,
            closed: Vec::new(),
        },
        revision: 1,
        current: true,
    })
    .unwrap()
}

/// The wall-clock starts of a day, `HH:MM`.
fn starts(calendar: &Calendar, day: Date) -> Vec<String> {
    let wall = |period: &Period| calendar.wall(period.start).strftime("%H:%M").to_string();
    calendar.periods(day).iter().map(wall).collect()
}

fn at(text: &str) -> FairTime {
    FairTime::from_ms(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
}

#[test]
fn shanghai_counts_its_half_hours() {
    let day = date(2026, 10, 15);
    let fair = calendar(
        "Asia/Shanghai",
        day,
        &[("09:00", "12:00"), ("13:00", "18:00")],
        30,
    );
    let periods = fair.periods(day);
    assert_eq!(periods.len(), 16);
    assert_eq!(periods[0].start, at("2026-10-15T01:00:00Z"));
    assert_eq!(periods[0].end, at("2026-10-15T01:30:00Z"));
    assert_eq!(periods[6].start, at("2026-10-15T05:00:00Z"));
    assert_eq!(periods[15].end, at("2026-10-15T10:00:00Z"));
}

#[test]
fn a_rest_shorter_than_a_period_is_not_offered() {
    let day = date(2026, 10, 15);
    let fair = calendar("Asia/Shanghai", day, &[("09:00", "10:40")], 30);
    assert_eq!(starts(&fair, day), ["09:00", "09:30", "10:00"]);
}

#[test]
fn berlin_skips_the_missing_hour() {
    let day = date(2026, 3, 29);
    let fair = calendar("Europe/Berlin", day, &[("01:00", "04:00")], 30);
    assert_eq!(starts(&fair, day), ["01:00", "01:30", "03:00", "03:30"]);
    let hours = calendar("Europe/Berlin", day, &[("00:30", "05:00")], 60);
    // 01:30 would end at 02:30, which does not exist; 02:30 does not either.
    assert_eq!(starts(&hours, day), ["00:30", "03:30"]);
}

#[test]
fn berlin_counts_the_doubled_hour_once() {
    let day = date(2026, 10, 25);
    let fair = calendar("Europe/Berlin", day, &[("01:00", "04:00")], 30);
    assert_eq!(
        starts(&fair, day),
        ["01:00", "01:30", "02:00", "02:30", "03:00", "03:30"]
    );
    let periods = fair.periods(day);
    assert_eq!(periods[2].start, at("2026-10-25T00:00:00Z"));
    assert_eq!(periods[4].start, at("2026-10-25T02:00:00Z"));
    // The second showing of 02:00 is the fair's day, but starts nothing.
    assert_eq!(
        fair.placed(at("2026-10-25T01:00:00Z")),
        Err(Misplaced::NotOnGrid)
    );
}

#[test]
fn lord_howe_moves_by_half_an_hour() {
    let gap = date(2026, 10, 4);
    let spring = calendar("Australia/Lord_Howe", gap, &[("01:00", "04:00")], 30);
    assert_eq!(
        starts(&spring, gap),
        ["01:00", "01:30", "02:30", "03:00", "03:30"]
    );
    let long = calendar("Australia/Lord_Howe", gap, &[("00:00", "06:00")], 90);
    // 01:30 to 03:00 lasts only an hour that night.
    assert_eq!(starts(&long, gap), ["00:00", "03:00", "04:30"]);
    let fold = date(2026, 4, 5);
    let autumn = calendar("Australia/Lord_Howe", fold, &[("01:00", "03:00")], 30);
    assert_eq!(starts(&autumn, fold), ["01:00", "01:30", "02:00", "02:30"]);
    assert_eq!(
        autumn.periods(fold)[1].end,
        autumn.periods(fold)[2].start.plus(-30 * MINUTE)
    );
}

#[test]
fn sao_paulo_once_skipped_midnight() {
    let gap = date(2018, 11, 4);
    let fair = calendar("America/Sao_Paulo", gap, &[("00:00", "02:00")], 30);
    assert_eq!(starts(&fair, gap), ["01:00", "01:30"]);
    let fold = date(2019, 2, 16);
    let late = calendar("America/Sao_Paulo", fold, &[("22:30", "24:00")], 30);
    assert_eq!(starts(&late, fold), ["22:30", "23:00", "23:30"]);
}

#[test]
fn a_moment_is_placed_on_its_fair_day() {
    let day = date(2026, 10, 15);
    let fair = calendar("Asia/Shanghai", day, &[("09:00", "12:00")], 30);
    let (on, period) = fair.placed(at("2026-10-15T02:00:00Z")).unwrap();
    assert_eq!((on, period.end), (day, at("2026-10-15T02:30:00Z")));
    let placed = |text| fair.placed(at(text)).unwrap_err();
    assert_eq!(placed("2026-10-15T02:10:00Z"), Misplaced::NotOnGrid);
    assert_eq!(placed("2026-10-15T12:00:00Z"), Misplaced::NotOnGrid);
    // Still the 14th in Shanghai, though the 15th begins at 16:00 UTC.
    assert_eq!(placed("2026-10-14T15:59:00Z"), Misplaced::OutsideFair);
    assert_eq!(placed("2026-10-14T16:00:00Z"), Misplaced::NotOnGrid);
    assert_eq!(placed("2026-10-18T02:00:00Z"), Misplaced::OutsideFair);
    assert_eq!(
        fair.placed(FairTime::from_ms(i64::MAX)),
        Err(Misplaced::OutsideFair)
    );
    assert_eq!(
        fair.placed(FairTime::from_ms(i64::MIN)),
        Err(Misplaced::OutsideFair)
    );
}

#[test]
fn wall_times_are_two_digits_and_in_the_day() {
    assert_eq!(wall_minutes("09:30"), Some(570));
    assert_eq!(wall_minutes("24:00"), Some(1440));
    for bad in ["9:30", "09:60", "24:01", "-1:00", "0930", "09:3x", ""] {
        assert_eq!(wall_minutes(bad), None, "{bad}");
    }
}

/// The same calendar with hours closed on its first day, given in minutes after midnight.
fn closing(fair: &Calendar, spans: &[(i64, i64)]) -> Calendar {
    Calendar {
        closed: spans.iter().map(|(a, b)| (fair.first, *a, *b)).collect(),
        days: vec![OnceLock::new(); fair.days.len()],
        ..fair.clone()
    }
}

#[test]
fn a_closed_afternoon_is_not_offered_and_other_days_are() {
    let day = date(2026, 10, 15);
    let hours = [("09:00", "12:00"), ("13:00", "18:00")];
    let open = calendar("Asia/Shanghai", day, &hours, 30);
    let fair = closing(&open, &[(13 * 60, 18 * 60)]);
    assert_eq!(
        starts(&fair, day),
        ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30"]
    );
    assert_eq!(fair.periods(day.tomorrow().unwrap()).len(), 16);
    assert_eq!(
        fair.placed(at("2026-10-15T05:00:00Z")),
        Err(Misplaced::NotOnGrid)
    );
    assert_eq!(open.days_lost_to(&fair), [day]);
    assert_eq!(fair.days_lost_to(&open), []);
}

#[test]
fn a_period_goes_with_any_of_its_minutes() {
    let day = date(2026, 10, 15);
    let fair = calendar("Asia/Shanghai", day, &[("09:00", "11:00")], 30);
    assert_eq!(
        starts(&closing(&fair, &[(9 * 60 + 55, 10 * 60 + 5)]), day),
        ["09:00", "10:30"]
    );
    assert_eq!(
        starts(&closing(&fair, &[(9 * 60 + 30, 10 * 60)]), day),
        ["09:00", "10:00", "10:30"]
    );
}

#[test]
fn a_closure_is_read_on_the_wall_clock_when_clocks_change() {
    let fold = date(2026, 10, 25);
    let fair = calendar("Europe/Berlin", fold, &[("01:00", "04:00")], 30);
    let fair = closing(&fair, &[(2 * 60, 3 * 60)]);
    assert_eq!(starts(&fair, fold), ["01:00", "01:30", "03:00", "03:30"]);
    let gap = date(2026, 3, 29);
    let fair = calendar("Europe/Berlin", gap, &[("01:00", "04:00")], 30);
    let fair = closing(&fair, &[(2 * 60, 3 * 60)]);
    assert_eq!(starts(&fair, gap), ["01:00", "01:30", "03:00", "03:30"]);
}

#[test]
fn rules_stored_before_there_were_closures_have_none() {
    let mut stored = serde_json::to_value(Rules::usual()).unwrap();
    stored.as_object_mut().unwrap().remove("closed");
    let rules: Rules = serde_json::from_value(stored).unwrap();
    assert_eq!(rules, Rules::usual());
    let closure = Closure {
        day: date(2026, 10, 15),
        from: "13:00".into(),
        to: "18:00".into(),
    };
    let json = serde_json::json!({"day": "2026-10-15", "from": "13:00", "to": "18:00"});
    assert_eq!(serde_json::to_value(closure).unwrap(), json);
}

const ZONES: [&str; 6] = [
    "Asia/Shanghai",
    "Europe/Berlin",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "America/New_York",
];

proptest! {
    #[test]
    fn periods_keep_their_length_and_never_overlap(
        zone in 0..ZONES.len(),
        days in 0i32..9_000,
        open in 0i64..20,
        fives in 1u16..30,
    ) {
        let day = date(2010, 1, 1).checked_add(days.days()).unwrap();
        let open = format!("{open:02}:00");
        let fair = calendar(ZONES[zone], day, &[(&open, "24:00")], fives * 5);
        for date in fair.days() {
            let periods = fair.periods(date);
            for period in periods {
                prop_assert_eq!(period.end.since(period.start), i64::from(fives) * 5 * MINUTE);
                prop_assert_eq!(period.start.ms() % (5 * MINUTE), 0);
                prop_assert_eq!(fair.placed(period.start), Ok((date, *period)));
                prop_assert!(fair.touching(*period).contains(&(date, *period)));
            }
            for pair in periods.windows(2) {
                prop_assert!(pair[0].end <= pair[1].start);
            }
        }
    }

    /// Against a plain model: what an open calendar offers, minute by minute on the wall clock, less the closed minutes.
    #[test]
    fn closures_take_away_exactly_what_they_overlap(
        zone in 0..ZONES.len(),
        days in 0i32..9_000,
        fives in 1u16..30,
        closed in proptest::collection::vec((0i64..288, 1i64..120), 0..5),
    ) {
        let day = date(2010, 1, 1).checked_add(days.days()).unwrap();
        let open = calendar(ZONES[zone], day, &[("00:00", "10:00"), ("11:00", "24:00")], fives * 5);
        let spans: Vec<_> = closed
            .iter()
            .map(|(from, long)| (from * 5, ((from + long) * 5).min(24 * 60)))
            .collect();
        let fair = closing(&open, &spans);
        let minutes = i64::from(fives) * 5;
        let is_kept = |period: &&Period| {
            let wall = open.wall(period.start);
            let first = i64::from(wall.hour()) * 60 + i64::from(wall.minute());
            (first..first + minutes).all(|minute| {
                spans.iter().all(|(from, to)| !(*from..*to).contains(&minute))
            })
        };
        let kept: Vec<_> = open.periods(day).iter().filter(is_kept).copied().collect();
        prop_assert_eq!(fair.periods(day), kept.as_slice());
        let next = day.tomorrow().unwrap();
        prop_assert_eq!(fair.periods(next), open.periods(next));
        let lost = fair.periods(day).len() < open.periods(day).len();
        prop_assert_eq!(open.days_lost_to(&fair), if lost { vec![day] } else { vec![] });
        prop_assert_eq!(fair.days_lost_to(&open), vec![]);
    }
}
