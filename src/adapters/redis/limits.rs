//! Token buckets that all nodes share, and this process's own while Redis is away.

use std::sync::Arc;

use async_trait::async_trait;
use redis::{RedisResult, aio::MultiplexedConnection};

use super::Redis;
use crate::{
    domain::limits::{LimitKey, Limited, Limits, Rates},
    kernel::fault::Fault,
};

/// A bucket is the moment at which it will be full, by Redis's clock: one number, gone by itself when it is full.
const TAKE: &str = "
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local full = math.max(now, tonumber(redis.call('GET', KEYS[1]) or 0)) + ARGV[1]
local wait = full - now - ARGV[2]
if wait > 0 then return wait end
redis.call('SET', KEYS[1], string.format('%.0f', full), 'PX', math.max(1, full - now))
return 0";

const PUT_BACK: &str = "
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local full = tonumber(redis.call('GET', KEYS[1]) or 0) - ARGV[1]
if full > now then
  redis.call('SET', KEYS[1], string.format('%.0f', full), 'PX', full - now)
else
  redis.call('DEL', KEYS[1])
end
return 0";

/// The implementation of [`Limits`] for several nodes.
pub struct RedisLimits {
    redis: Arc<Redis>,
    rates: Rates,
    alone: Arc<dyn Limits>,
}

impl RedisLimits {
    /// Buckets of `rates` in Redis, and in `alone` while it is away: a guesser then has as many tries more as
    /// there are nodes, once.
    pub fn new(redis: Arc<Redis>, rates: Rates, alone: Arc<dyn Limits>) -> Self {
        Self {
            redis,
            rates,
            alone,
        }
    }

    /// The script's answer; none while Redis is away.
    async fn ask(&self, script: &str, key: &LimitKey, cost: u32) -> Option<u64> {
        let mut connection = self.redis.connection()?;
        match self.run(&mut connection, script, key, cost).await {
            Ok(wait) => Some(wait),
            Err(error) => {
                tracing::debug!(%error, "limits are counted in this process");
                None
            }
        }
    }

    async fn run(
        &self,
        connection: &mut MultiplexedConnection,
        script: &str,
        key: &LimitKey,
        cost: u32,
    ) -> RedisResult<u64> {
        let rate = self.rates.of(key.bucket);
        let price = |tokens: u32| u64::from(rate.refill_ms) * u64::from(tokens);
        redis::cmd("EVAL")
            .arg(script)
            .arg(1)
            .arg(self.redis.names.bucket(key))
            .arg(price(cost))
            .arg(price(rate.burst))
            .query_async(connection)
            .await
    }
}

#[async_trait]
impl Limits for RedisLimits {
    async fn take(&self, key: LimitKey, cost: u32) -> Result<(), Limited> {
        match self.ask(TAKE, &key, cost).await {
            Some(0) => Ok(()),
            Some(wait) => Err(Limited::RetryAfter {
                ms: u32::try_from(wait).unwrap_or(u32::MAX),
            }),
            None => self.alone.take(key, cost).await,
        }
    }

    async fn put_back(&self, key: LimitKey, cost: u32) -> Result<(), Fault> {
        match self.ask(PUT_BACK, &key, cost).await {
            Some(_) => Ok(()),
            None => self.alone.put_back(key, cost).await,
        }
    }
}
