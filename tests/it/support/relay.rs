//! A bad network: a relay in front of a server that stalls, drips, cuts and resets on demand.

use std::{net::SocketAddr, sync::Mutex, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{
        TcpListener, TcpStream,
        tcp::{ReadHalf, WriteHalf},
    },
    sync::{Notify, watch},
    time::sleep,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// What happens to bytes on their way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weather {
    /// They pass.
    Clear,
    /// They stay where they are, both ways, and nobody is told: a half-open connection.
    Stalled,
    /// One byte a second reaches the client; what it sends passes.
    Dripping,
}

/// A relay on loopback; it ends with its owner.
pub struct Relay {
    address: SocketAddr,
    target: watch::Sender<SocketAddr>,
    weather: watch::Sender<Weather>,
    cuts: watch::Sender<Cut>,
    doom: watch::Sender<Option<Doom>>,
    end: CancellationToken,
}

/// What is to be lost: the connection that carried `marker` towards the server is cut at what follows.
#[derive(Clone, Copy, Debug)]
struct Doom {
    marker: &'static str,
    lost: Lost,
}

/// Which bytes do not arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// The COMMIT itself.
    Commit,
    /// The server's answer to it: it has committed, and nobody hears so.
    Answer,
}

#[derive(Clone, Copy, Debug, Default)]
struct Cut {
    count: u64,
    reset: bool,
    refusing: bool,
}

impl Relay {
    /// A relay to `target`.
    pub async fn to(target: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("it is bound");
        let relay = Self {
            address,
            target: watch::Sender::new(target),
            weather: watch::Sender::new(Weather::Clear),
            cuts: watch::Sender::new(Cut::default()),
            doom: watch::Sender::new(None),
            end: CancellationToken::new(),
        };
        let road = Road {
            target: relay.target.subscribe(),
            weather: relay.weather.subscribe(),
            cuts: relay.cuts.subscribe(),
            doom: relay.doom.clone(),
        };
        let end = relay.end.clone();
        TaskTracker::new().spawn(end.run_until_cancelled_owned(accept(listener, road)));
        relay
    }

    /// Where clients connect.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// New connections go to another server.
    pub fn turn_to(&self, target: SocketAddr) {
        self.target.send_replace(target);
    }

    /// Changes what happens to bytes, on connections that stand and on new ones.
    pub fn set(&self, weather: Weather) {
        self.weather.send_replace(weather);
    }

    /// Ends every connection with RST; new ones are taken.
    pub fn reset(&self) {
        self.change(|cut| cut.reset = true);
    }

    /// Ends every connection and takes no new ones until [`Relay::open`].
    pub fn close(&self) {
        self.change(|cut| cut.refusing = true);
    }

    /// Takes new connections again.
    pub fn open(&self) {
        self.change(|cut| cut.refusing = false);
    }

    /// Cuts the next connection to PostgreSQL that commits a transaction in which `marker` stood, once.
    pub fn lose(&self, marker: &'static str, lost: Lost) {
        self.doom.send_replace(Some(Doom { marker, lost }));
    }

    /// Whether that has happened.
    pub fn has_lost(&self) -> bool {
        self.doom.borrow().is_none()
    }

    fn change(&self, change: impl FnOnce(&mut Cut)) {
        self.cuts.send_modify(|cut| {
            cut.count += 1;
            change(cut);
        });
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.end.cancel();
    }
}

#[derive(Clone)]
struct Road {
    target: watch::Receiver<SocketAddr>,
    weather: watch::Receiver<Weather>,
    cuts: watch::Receiver<Cut>,
    doom: watch::Sender<Option<Doom>>,
}

/// How far one connection is on its way to its doom.
#[derive(Default)]
struct Fate {
    /// Whether the marker has passed, and the COMMIT after it.
    seen: Mutex<(bool, bool)>,
    sealed: Notify,
}

impl Fate {
    /// Bytes are about to go to the server; true where they must not.
    fn up(&self, bytes: &[u8], doom: &watch::Sender<Option<Doom>>) -> bool {
        let Some(Doom { marker, lost }) = *doom.borrow() else {
            return false;
        };
        let holds = |it: &str| bytes.windows(it.len()).any(|part| part == it.as_bytes());
        let mut seen = self.seen.lock().expect("nobody panics holding it");
        seen.0 |= holds(marker);
        seen.1 |= seen.0 && holds("COMMIT");
        seen.1 && lost == Lost::Commit
    }

    /// Bytes have come from the server; true where nobody may hear them.
    fn down(&self) -> bool {
        self.seen.lock().expect("nobody panics holding it").1
    }
}

async fn accept(listener: TcpListener, road: Road) {
    let connections = TaskTracker::new();
    while let Ok((near, _)) = listener.accept().await {
        let mut road = road.clone();
        if road.cuts.borrow_and_update().refusing {
            let _sent = near.set_zero_linger();
            continue;
        }
        connections.spawn(connection(near, road));
    }
}

async fn connection(mut near: TcpStream, road: Road) {
    let target = *road.target.borrow();
    let Ok(mut far) = TcpStream::connect(target).await else {
        let _sent = near.set_zero_linger();
        return;
    };
    let _fast = (near.set_nodelay(true), far.set_nodelay(true));
    {
        let (from_near, to_near) = near.split();
        let (from_far, to_far) = far.split();
        let fate = Fate::default();
        let up = carry(from_near, to_far, (&road, &fate), Direction::Up);
        let down = carry(from_far, to_near, (&road, &fate), Direction::Down);
        let mut cuts = road.cuts.clone();
        tokio::select! {
            _ = async { tokio::join!(up, down) } => return,
            () = fate.sealed.notified() => {}
            _ = cuts.changed() => {}
        }
    }
    if road.cuts.borrow().reset {
        // A socket closed without lingering says RST.
        let _set = (near.set_zero_linger(), far.set_zero_linger());
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Up,
    Down,
}

async fn carry(
    mut from: ReadHalf<'_>,
    mut to: WriteHalf<'_>,
    (road, fate): (&Road, &Fate),
    direction: Direction,
) {
    let mut weather = road.weather.clone();
    let mut buffer = vec![0; 16 * 1024];
    loop {
        let now = *weather.borrow_and_update();
        let room = match (now, direction) {
            (Weather::Stalled, _) => {
                if weather.changed().await.is_err() {
                    return;
                }
                continue;
            }
            (Weather::Dripping, Direction::Down) => {
                sleep(Duration::from_secs(1)).await;
                1
            }
            _ => buffer.len(),
        };
        let taken = tokio::select! {
            taken = from.read(&mut buffer[..room]) => taken,
            _ = weather.changed() => continue,
        };
        match taken {
            Ok(0) | Err(_) => break,
            Ok(count) => {
                let lost = match direction {
                    Direction::Up => fate.up(&buffer[..count], &road.doom),
                    Direction::Down => fate.down(),
                };
                if lost {
                    road.doom.send_replace(None);
                    fate.sealed.notify_one();
                    return;
                }
                if to.write_all(&buffer[..count]).await.is_err() {
                    break;
                }
            }
        }
    }
    let _closed = to.shutdown().await;
}
