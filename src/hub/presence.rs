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
        let changed = {
            let mut counts = self.counts.lock();
            let people = counts.entry(topic.clone()).or_default();
            let count = people.entry(user).or_default();
            *count += 1;
            let first = *count == 1;
            if first {
                // Under the lock: of two lists at once the later is said last.
                let here = people.keys().copied().collect();
                self.elsewhere.set(topic.clone(), here);
            }
            first
        };
        if changed {
            self.changed.changed(topic.clone());
        }
        Guard {
            presence: self.clone(),
            topic,
            user,
        }
    }

    fn leave(&self, topic: &Arc<str>, user: UserId) {
        {
            let mut counts = self.counts.lock();
            let Some(people) = counts.get_mut(topic) else {
                return;
            };
            let Some(count) = people.get_mut(&user) else {
                return;
            };
            *count -= 1;
            if *count > 0 {
                return;
            }
            people.remove(&user);
            let rest: Vec<UserId> = people.keys().copied().collect();
            if rest.is_empty() {
                counts.remove(topic);
            }
            self.elsewhere.set(topic.clone(), rest);
        }
        self.changed.changed(topic.clone());
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
        let counts = self.counts.lock();
        self.elsewhere.set(topic.clone(), present(&counts, topic));
    }

    /// Topics in which somebody is present on this node: what is said again after the bus was away.
    pub fn topics(&self) -> Vec<Arc<str>> {
        self.counts.lock().keys().cloned().collect()
    }

    /// Who is present in `topic` on this node.
    pub fn on_this_node(&self, topic: &str) -> Vec<UserId> {
        present(&self.counts.lock(), topic)
    }
}

fn present(counts: &Counts, topic: &str) -> Vec<UserId> {
    let people = counts.get(topic).map(|it| it.keys().copied().collect());
    people.unwrap_or_default()
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.presence.leave(&self.topic, self.user);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::OnceLock;

    use super::*;

    /// What was said, and whether each list was still true when it was.
    #[derive(Default)]
    struct Listener {
        presence: OnceLock<std::sync::Weak<Presence>>,
        said: Mutex<Vec<(usize, bool)>>,
    }

    #[async_trait::async_trait]
    impl Elsewhere for Listener {
        fn set(&self, _: Arc<str>, here: Vec<UserId>) {
            let presence = self.presence.get().expect("named").upgrade();
            let locked = presence.expect("it lives").counts.is_locked();
            self.said.lock().push((here.len(), locked));
        }

        async fn others(&self, _: &str) -> Option<Vec<UserId>> {
            None
        }
    }

    impl Changed for Listener {
        fn changed(&self, _: Arc<str>) {}
    }

    #[test]
    fn each_list_is_said_before_the_next_is_made() {
        let listener = Arc::new(Listener::default());
        let presence = Presence::new(listener.clone(), listener.clone());
        let named = listener.presence.set(Arc::downgrade(&presence));
        assert!(named.is_ok());
        let topic: Arc<str> = "meeting:1".into();
        let other = UserId::mint(crate::kernel::time::MachineTime::from_ms(1));
        let first = presence.enter(topic.clone(), UserId::NIL);
        let tab = presence.enter(topic.clone(), UserId::NIL);
        let second = presence.enter(topic.clone(), other);
        drop(tab);
        presence.repeat(&topic);
        drop(first);
        drop(second);
        let said = listener.said.lock().clone();
        assert_eq!(
            said,
            [(1, true), (2, true), (2, true), (1, true), (0, true)]
        );
    }
}
