//! Who is present on which node: a hash per node, which ends with the node's lease.

use std::sync::Arc;

use async_trait::async_trait;
use redis::{AsyncCommands, Pipeline, RedisResult, aio::MultiplexedConnection};

use super::{LEASE, Redis, hints::Hint};
use crate::{hub::bus::Elsewhere, kernel::ids::UserId};

/// A field that is always there, because Redis keeps no empty hash and the hash is the lease.
const ALIVE: &str = "";

#[async_trait]
impl Elsewhere for Redis {
    fn set(&self, topic: Arc<str>, here: Vec<UserId>) {
        {
            let mut known = self.here.lock();
            if here.is_empty() {
                known.remove(&topic);
            } else {
                known.insert(topic.clone(), here);
            }
        }
        self.outbox.lock().moved(topic);
        self.stirred.notify_one();
    }

    async fn others(&self, topic: &str) -> Option<Vec<UserId>> {
        let contact = self.contact.lock().clone()?;
        if !contact.settled {
            return None;
        }
        self.ask(contact.connection, topic).await.ok()
    }
}

impl Redis {
    async fn ask(
        &self,
        mut connection: MultiplexedConnection,
        topic: &str,
    ) -> RedisResult<Vec<UserId>> {
        let me = self.names.me.to_string();
        let nodes: Vec<String> = connection.smembers(self.names.nodes()).await?;
        let mut pipe = redis::pipe();
        for node in nodes.iter().filter(|it| **it != me) {
            pipe.hget(self.names.here(node), topic);
        }
        if pipe.is_empty() {
            return Ok(Vec::new());
        }
        let lists: Vec<Option<String>> = pipe.query_async(&mut connection).await?;
        let users = lists.iter().flatten().flat_map(|it| it.split(','));
        Ok(users.filter_map(|it| it.parse().ok()).collect())
    }

    /// Adds the writing of who is present in `topics` on this node.
    pub(super) fn write_here(&self, pipe: &mut Pipeline, topics: &[Arc<str>]) {
        let known = self.here.lock();
        for topic in topics {
            let key = self.names.here_on_me();
            match known.get(topic) {
                Some(users) => pipe.hset(key, &**topic, list(users)),
                None => pipe.hdel(key, &**topic),
            };
        }
    }

    /// Tells a Redis that knows nothing of this node who is present here, and the other nodes that it was told.
    pub(super) async fn say_again(
        &self,
        connection: &mut MultiplexedConnection,
    ) -> RedisResult<()> {
        let key = self.names.here_on_me();
        let mut pipe = redis::pipe();
        pipe.atomic().del(&key).hset(&key, ALIVE, ALIVE);
        let hint = {
            let known = self.here.lock();
            for (topic, users) in known.iter() {
                pipe.hset(&key, &**topic, list(users));
            }
            Hint {
                here: known.keys().cloned().collect(),
                ..Hint::from(self.names.me)
            }
        };
        pipe.pexpire(&key, lease_ms())
            .sadd(self.names.nodes(), self.names.me.to_string());
        if !hint.is_empty() {
            pipe.publish(self.names.hints(), hint.encode(&[]));
        }
        pipe.exec_async(connection).await
    }

    /// Renews this node's lease; answers whether it still held, and which nodes may be alive.
    pub(super) async fn renew(
        &self,
        connection: &mut MultiplexedConnection,
    ) -> RedisResult<(bool, Vec<String>)> {
        redis::pipe()
            .pexpire(self.names.here_on_me(), lease_ms())
            .smembers(self.names.nodes())
            .query_async(connection)
            .await
    }

    /// Says good-bye: nobody is present here any more.
    pub(super) async fn leave(&self, connection: &mut MultiplexedConnection) -> RedisResult<()> {
        let hint = Hint {
            here: self.here.lock().drain().map(|it| it.0).collect(),
            ..Hint::from(self.names.me)
        };
        let mut pipe = redis::pipe();
        pipe.del(self.names.here_on_me())
            .srem(self.names.nodes(), self.names.me.to_string());
        if !hint.is_empty() {
            pipe.publish(self.names.hints(), hint.encode(&[]));
        }
        pipe.exec_async(connection).await
    }
}

fn list(users: &[UserId]) -> String {
    let users: Vec<String> = users.iter().map(ToString::to_string).collect();
    users.join(",")
}

fn lease_ms() -> i64 {
    i64::try_from(LEASE.as_millis()).expect("three seconds")
}
