//! What happens in a plan: a pure function of its seed. Whom and what a number picks is found out when it is played,
//! because only then one knows which requests there are.

use rand::{Rng, RngExt, SeedableRng, rngs::SmallRng, seq::IndexedRandom};

/// Who plays: a mailbox of the demonstration fair, and the node he begins on. `dora` joins in the middle.
pub const CAST: [(&str, usize); 11] = [
    ("ana", 0),
    ("bruno", 1),
    ("carla", 1),
    ("zhou", 0),
    ("dora", 0),
    ("li", 0),
    // Li's second tab.
    ("li", 1),
    ("wang", 1),
    ("chen", 0),
    ("he", 1),
    ("mei", 0),
];

/// Periods that people ask for: few, so that they meet.
pub const SLOTS: usize = 6;
/// Calendars that people ask in: Li's, Wang's, Tayo's queue, He's.
pub const GRIDS: usize = 4;

/// One thing that happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// People act at the same moment.
    Together(Vec<Deed>),
    /// A node dies while people act. Of two nodes it stays away until [`Step::Start`].
    Kill {
        node: usize,
        after_ms: u64,
        meanwhile: Vec<Deed>,
    },
    /// A killed node comes back.
    Start { node: usize },
    /// A tab loses its connection and what was on its way.
    Drop { tab: usize },
    /// A tab loses its connection and comes back on the other node.
    Move { tab: usize },
    /// A command that was acknowledged is sent once more.
    Repeat { which: usize, node: usize },
    /// Redis dies.
    StopRedis,
    /// Redis comes back, empty.
    StartRedis,
}

/// What one tab does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// Index into [`CAST`].
    pub tab: usize,
    pub act: Act,
    /// The same command goes to the other node as well, under the same id.
    pub twin: bool,
}

/// A command, with numbers that pick among what there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    Hold {
        grid: usize,
        slot: usize,
    },
    Release,
    Request {
        grid: usize,
        slot: usize,
    },
    Take {
        which: usize,
    },
    Cancel {
        which: usize,
    },
    Accept {
        which: usize,
    },
    Reject {
        which: usize,
        slot: usize,
    },
    RejectConflicting {
        which: usize,
    },
    ReadNotices,
    Duty {
        wang: bool,
        on: bool,
    },
    Invite,
    Remove,
    SetAdmin {
        admin: bool,
    },
    Announce,
    Rules {
        policy: usize,
        minutes: usize,
        answer: usize,
    },
    Clock {
        minutes: i64,
    },
}

/// The plan of `seed` with so many steps.
pub fn script(seed: u64, steps: usize) -> Vec<Step> {
    let mut draw = Draw {
        random: SmallRng::seed_from_u64(seed),
        down: None,
        redis: true,
    };
    (0..steps).map(|_| draw.step()).collect()
}

struct Draw {
    random: SmallRng,
    /// The node that is away: never both.
    down: Option<usize>,
    redis: bool,
}

impl Draw {
    fn below(&mut self, end: usize) -> usize {
        self.random.random_range(0..end)
    }

    fn step(&mut self) -> Step {
        match (self.below(100), self.down) {
            (0..4, None) => {
                let node = self.below(2);
                self.down = Some(node);
                Step::Kill {
                    node,
                    after_ms: self.random.random_range(0..40),
                    meanwhile: self.deeds(),
                }
            }
            (0..30, Some(node)) => {
                self.down = None;
                Step::Start { node }
            }
            (30..40, _) => Step::Drop {
                tab: self.below(CAST.len()),
            },
            (40..46, _) => Step::Move {
                tab: self.below(CAST.len()),
            },
            (46..52, _) => Step::Repeat {
                which: self.pick(),
                node: self.below(2),
            },
            (52..55, _) => {
                self.redis = !self.redis;
                if self.redis {
                    Step::StartRedis
                } else {
                    Step::StopRedis
                }
            }
            _ => Step::Together(self.deeds()),
        }
    }

    /// A number that picks among things not known yet.
    fn pick(&mut self) -> usize {
        usize::from(self.random.next_u32().to_le_bytes()[0])
    }

    /// What up to five different tabs do.
    fn deeds(&mut self) -> Vec<Deed> {
        let mut tabs: Vec<usize> = (0..CAST.len()).collect();
        let count = 1 + self.below(5);
        (0..count)
            .map(|_| {
                let at = self.below(tabs.len());
                let tab = tabs.swap_remove(at);
                Deed {
                    tab,
                    act: self.act(CAST[tab].0),
                    twin: self.below(12) == 0,
                }
            })
            .collect()
    }

    fn act(&mut self, who: &str) -> Act {
        match who {
            "mei" => self.organise(),
            "bruno" | "chen" if self.below(3) == 0 => self.manage(who),
            "li" | "wang" | "chen" | "he" => self.sell(),
            _ => self.buy(),
        }
    }

    fn buy(&mut self) -> Act {
        let (grid, slot, which) = (self.below(GRIDS), self.below(SLOTS), self.pick());
        match self.below(20) {
            0..10 => Act::Request { grid, slot },
            10..12 => Act::Hold { grid, slot },
            12 => Act::Release,
            13..16 => Act::Take { which },
            16..19 => Act::Cancel { which },
            _ => Act::ReadNotices,
        }
    }

    fn sell(&mut self) -> Act {
        let (slot, which) = (self.below(SLOTS), self.pick());
        match self.below(20) {
            0..10 => Act::Accept { which },
            10..14 => Act::Reject { which, slot },
            14..16 => Act::RejectConflicting { which },
            16..19 => Act::Cancel { which },
            _ => Act::ReadNotices,
        }
    }

    fn manage(&mut self, who: &str) -> Act {
        match self.below(8) {
            0..3 => Act::Invite,
            3..5 => Act::Remove,
            5 => Act::SetAdmin {
                admin: self.below(2) == 0,
            },
            _ if who == "chen" => Act::Duty {
                wang: self.below(3) > 0,
                on: self.below(3) > 0,
            },
            _ => self.buy(),
        }
    }

    fn organise(&mut self) -> Act {
        match self.below(10) {
            0..5 => Act::Announce,
            5..8 => Act::Rules {
                policy: self.below(3),
                // Half hours most of the time: others move everybody's grid.
                minutes: *[30, 30, 30, 60, 20].choose(&mut self.random).expect("some"),
                answer: self.below(2),
            },
            _ => Act::Clock {
                minutes: self.random.random_range(1..90),
            },
        }
    }
}

#[test]
fn a_plan_is_a_pure_function_of_its_seed() {
    assert_eq!(script(128, 500), script(128, 500));
    assert_ne!(script(128, 500), script(129, 500));
    // A shorter plan is the beginning of a longer one, so that a failure can be narrowed down.
    assert_eq!(script(128, 500)[..100], script(128, 100));
}

#[test]
fn a_long_plan_holds_everything_that_can_happen() {
    let all = format!("{:?}", script(128, 2000));
    for what in [
        "Kill",
        "Start ",
        "Drop",
        "Move",
        "Repeat",
        "StopRedis",
        "StartRedis",
        "Hold",
        "Release",
        "Request",
        "Take",
        "Cancel",
        "Accept",
        "Reject ",
        "RejectConflicting",
        "ReadNotices",
        "Duty",
        "Invite",
        "Remove",
        "SetAdmin",
        "Announce",
        "Rules",
        "Clock",
        "twin: true",
    ] {
        assert!(all.contains(what), "{what} never happens");
    }
}
