//! Who is present in a topic: a guard whose drop says "gone".

use std::{collections::HashMap, sync::Arc};

use parking_lot::Mutex;

use super::bus::Elsewhere;
use crate::kernel::ids::UserId;

/// Told when the people present in a topic on this node change.
pub trait Changed: Send + Sync {
    /// The set of people present in `topic` changed somewhere.
    fn changed(&self, topic: Arc<str>);
}

type Counts = HashMap<Arc<str>, HashMap<UserId, usize>>;

/// People present on this node, counted by connection, and those elsewhere.
pub struct Presence {
    counts: Mutex<Counts>,
    elsewhere: Arc<dyn Elsewhere>,
    changed: Arc<dyn Changed>,
}

/// While it lives, the person is present.
pub struct Guard {
    presence: Arc<Presence>,
    topic: Arc<str>,
    user: UserId,
}

impl Presence {
    /// Nobody yet.
    pub fn new(elsewhere: Arc<dyn Elsewhere>, changed: Arc<dyn Changed>) -> Arc<Self> {
        Arc::new(Self {
            counts: Mutex::default(),
            elsewhere,
            changed,
        })
    }

    /// `user` is present in `topic` until the guard is dropped. Two tabs are one person.
    pub fn enter(self: &Arc<Self>, topic: Arc<str>, user: UserId) -> Guard {
        let here = {
            let mut counts = self.counts.lock();
            let people = counts.entry(topic.clone()).or_default();
            let count = people.entry(user).or_default();
            *count += 1;
            (*count == 1).then(|| people.keys().copied().collect())
        };
        self.tell(&topic, here);
        Guard {
            presence: self.clone(),
            topic,
            user,
        }
    }

    fn leave(&self, topic: &Arc<str>, user: UserId) {
        let here = {
            let mut counts = self.counts.lock();
            let Some(people) = counts.get_mut(topic) else {
                return;
            };
            let Some(count) = people.get_mut(&user) else {
                return;
            };
            *count -= 1;
            if *count > 0 {
                None
            } else {
                people.remove(&user);
                let rest: Vec<UserId> = people.keys().copied().collect();
                if rest.is_empty() {
                    counts.remove(topic);
                }
                Some(rest)
            }
        };
        self.tell(topic, here);
    }

    fn tell(&self, topic: &Arc<str>, here: Option<Vec<UserId>>) {
        if let Some(here) = here {
            self.elsewhere.set(topic.clone(), here);
            self.changed.changed(topic.clone());
        }
    }

    /// Everyone present in `topic` on all nodes, sorted; none while the other nodes cannot be asked.
    pub async fn here(&self, topic: &str) -> Option<Vec<UserId>> {
        let mut everyone = self.elsewhere.others(topic).await?;
        everyone.extend(self.on_this_node(topic));
        everyone.sort_unstable();
        everyone.dedup();
        Some(everyone)
    }

    /// Says again who is present on this node, after the others could not hear it.
    pub fn repeat(&self, topic: &Arc<str>) {
        self.elsewhere.set(topic.clone(), self.on_this_node(topic));
    }

    /// Topics in which somebody is present on this node: what is said again after the bus was away.
    pub fn topics(&self) -> Vec<Arc<str>> {
        self.counts.lock().keys().cloned().collect()
    }

    /// Who is present in `topic` on this node.
    pub fn on_this_node(&self, topic: &str) -> Vec<UserId> {
        self.counts
            .lock()
            .get(topic)
            .map(|it| it.keys().copied().collect())
            .unwrap_or_default()
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.presence.leave(&self.topic, self.user);
    }
}
