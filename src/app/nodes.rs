//! This process among the others: alone, or together over Redis.

use std::{sync::Arc, time::Duration};

use tokio::time::timeout;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    adapters::{
        limits::InProcessLimits,
        redis::{Place, Redis, RedisLimits},
    },
    config,
    domain::limits::{Limits, Rates},
    hub::bus::{Alone, Bus, Elsewhere},
    kernel::{fault::Fault, ids::NodeId, time::SystemClock},
};

/// How long the good-bye to the other nodes may take; they notice without it.
const FAREWELL: Duration = Duration::from_secs(2);

/// The way to the other nodes.
pub(super) struct Nodes {
    pub bus: Arc<dyn Bus>,
    pub elsewhere: Arc<dyn Elsewhere>,
    redis: Option<Arc<Redis>>,
    tasks: TaskTracker,
    stop: CancellationToken,
}

impl Nodes {
    /// Joins the others where Redis is given.
    pub fn join(config: &config::Redis, node: NodeId) -> Result<Self, Fault> {
        let (tasks, stop) = (TaskTracker::new(), CancellationToken::new());
        let redis = config
            .given()
            .map(|url| {
                let place = Place {
                    url: url.expose(),
                    prefix: &config.prefix,
                    node,
                };
                Redis::join(place, &tasks, stop.clone())
            })
            .transpose()?;
        let (bus, elsewhere): (Arc<dyn Bus>, Arc<dyn Elsewhere>) = match &redis {
            Some(it) => (it.clone(), it.clone()),
            None => (Arc::new(Alone), Arc::new(Alone)),
        };
        Ok(Self {
            bus,
            elsewhere,
            redis,
            tasks,
            stop,
        })
    }

    /// How often one may guess: counted by all nodes together, or by the only one there is.
    pub fn limits(&self, login: &config::LoginLimits, clock: &Arc<SystemClock>) -> Arc<dyn Limits> {
        let rates = Rates::of_window(login.per_account, login.per_address, login.window_s);
        let alone = Arc::new(InProcessLimits::new(clock.clone(), rates));
        match &self.redis {
            Some(it) => Arc::new(RedisLimits::new(it.clone(), rates, alone)),
            None => alone,
        }
    }

    /// Says good-bye, once nothing is served any more.
    pub async fn leave(self) {
        self.stop.cancel();
        self.tasks.close();
        if timeout(FAREWELL, self.tasks.wait()).await.is_err() {
            tracing::debug!("the other nodes were not told");
        }
    }
}
