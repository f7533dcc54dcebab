//! One command: how its input is read, and what it does in a transaction.

use std::sync::Arc;

use futures::future::BoxFuture;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, value::RawValue};
use sha2::{Digest, Sha256};
use ts_rs::TS;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    domain::{
        Refusal, Tx, accounts,
        ledger::{Answer, CommandKey, Reply, Unit, Work},
    },
    edges::{contract::Declarations, refusals::refuse, shared::Shared},
    hub::registry::Via,
    kernel::{
        actor::Actor,
        ids::{ApiKeyId, UserId},
    },
    protocol::{
        client::read,
        code::{Code, No},
    },
};

/// Who sent a command, as his door knows him; what he may do is read in the command's transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The person.
    pub user: UserId,
    /// By what he is signed in.
    pub via: Via,
}

impl Caller {
    /// Who he is now, for what is asked before a transaction; the transaction asks again.
    pub async fn actor(self, shared: &Shared) -> Result<Actor, No> {
        let who = async {
            let mut books = shared.ledger.read().await?;
            books.caller(self.user, &self.via.id()).await
        };
        let who = who.await;
        let who = who.map_err(|it| refuse(shared, &it.into()))?;
        let mut who = who.ok_or_else(|| No::new(Code::Unauthenticated))?;
        who.key = self.script();
        Ok(who)
    }

    fn script(self) -> Option<ApiKeyId> {
        match self.via {
            Via::Session(_) => None,
            Via::Key(key) => Some(key),
        }
    }

    fn key(self) -> String {
        match self.via {
            Via::Session(_) => self.user.to_string(),
            Via::Key(_) => self.via.id(),
        }
    }
}

/// What a command does with its input, in a transaction.
pub type Act<I> =
    for<'t> fn(&'t mut (dyn Tx + 't), &'t Actor, &'t I) -> BoxFuture<'t, Result<Answer, Refusal>>;

/// An input that can be read, and described to programs.
pub trait Input: DeserializeOwned + TS + ToSchema + Send + 'static {}

impl<I: DeserializeOwned + TS + ToSchema + Send + 'static> Input for I {}

/// How an input is described.
struct Shape {
    /// Declares it in TypeScript; gives its name there.
    declare: fn(&mut Declarations) -> String,
    /// Its JSON schema, and those it refers to by name.
    describe: fn() -> (Value, Map<String, Value>),
}

impl Shape {
    fn of<I: Input>() -> Self {
        Self {
            declare: |all| {
                all.add::<I>();
                <I as TS>::name(&ts_rs::Config::default())
            },
            describe: || {
                let mut parts = Vec::new();
                I::schemas(&mut parts);
                let parts = parts
                    .into_iter()
                    .map(|(name, it)| (name, schema(&it)))
                    .collect();
                (schema(&I::schema()), parts)
            },
        }
    }
}

fn schema(it: &utoipa::openapi::RefOr<utoipa::openapi::Schema>) -> Value {
    serde_json::to_value(it).expect("a schema is plain JSON")
}

type Plan =
    Box<dyn Fn(Shared, Caller, &RawValue) -> BoxFuture<'static, Result<Work, No>> + Send + Sync>;

/// One command of the table.
pub struct Entry {
    /// Its name on the wire.
    pub name: &'static str,
    plan: Plan,
    shape: Shape,
    /// Whether it takes a right away: then it is acknowledged when every node has applied it.
    revokes: bool,
    /// Whether its input holds a password.
    is_confidential: bool,
}

impl Entry {
    /// A command whose whole work is in its transaction.
    pub fn new<I: Input + Sync>(name: &'static str, act: Act<I>) -> Self {
        let plan: Plan = Box::new(move |_, caller, input| {
            let input = read::<I>(input.get());
            Box::pin(async move { Ok(work(caller, input?, act)) })
        });
        Self {
            name,
            plan,
            shape: Shape::of::<I>(),
            revokes: false,
            is_confidential: false,
        }
    }

    /// A command that hashes, or asks anything but the store, before its transaction.
    pub fn prepared<I, P>(
        name: &'static str,
        prepare: fn(Shared, Caller, I) -> BoxFuture<'static, Result<P, No>>,
        act: Act<P>,
    ) -> Self
    where
        I: Input,
        P: Send + Sync + 'static,
    {
        let plan: Plan = Box::new(move |shared, caller, input| {
            let input = read::<I>(input.get());
            Box::pin(async move { Ok(work(caller, prepare(shared, caller, input?).await?, act)) })
        });
        Self {
            name,
            plan,
            shape: Shape::of::<I>(),
            revokes: false,
            is_confidential: false,
        }
    }

    /// Declares the input in TypeScript; gives its name there.
    pub fn declare(&self, all: &mut Declarations) -> String {
        (self.shape.declare)(all)
    }

    /// The input's JSON schema, and those it refers to by name.
    pub fn describe(&self) -> (Value, Map<String, Value>) {
        (self.shape.describe)()
    }

    /// It takes a right away.
    #[must_use]
    pub fn revoking(mut self) -> Self {
        self.revokes = true;
        self
    }

    /// Its input holds a password. A plain hash of it, kept with the command's id, could be guessed at a thousand
    /// times faster than argon2id allows; so nothing of the input is kept, and the id alone tells a repetition.
    #[must_use]
    pub fn confidential(mut self) -> Self {
        self.is_confidential = true;
        self
    }

    /// Prepares and queues the command. The answer comes later; its place in the order of `lane` is taken now.
    pub async fn submit(
        &self,
        shared: &Shared,
        caller: Caller,
        lane: u64,
        (id, input): (&str, &RawValue),
    ) -> Result<BoxFuture<'static, Result<Arc<RawValue>, No>>, No> {
        let id = Uuid::try_parse(id)
            .ok()
            .filter(|it| it.get_version_num() == 7)
            .ok_or_else(|| No::invalid("id", "uuid_v7"))?;
        let key = CommandKey {
            actor: caller.key(),
            id,
            hash: self.hash(input),
        };
        let work = (self.plan)(shared.clone(), caller, input).await?;
        let unit = Unit {
            key: Some(key),
            caller: Some((caller.user, caller.via.id())),
            fence: None,
            work,
        };
        let answered = shared
            .ledger
            .submit(lane, unit)
            .await
            .map_err(|it| refuse(shared, &it.into()))?;
        let (shared, revokes) = (shared.clone(), self.revokes);
        Ok(Box::pin(async move {
            settle(&shared, answered.await, revokes).await
        }))
    }
}

impl Entry {
    fn hash(&self, input: &RawValue) -> [u8; 32] {
        let kept = if self.is_confidential {
            ""
        } else {
            input.get()
        };
        Sha256::new()
            .chain_update(self.name.as_bytes())
            .chain_update([0])
            .chain_update(kept.as_bytes())
            .finalize()
            .into()
    }
}

async fn settle(shared: &Shared, reply: Reply, revokes: bool) -> Result<Arc<RawValue>, No> {
    let answer = reply.map_err(|it| refuse(shared, &it))?;
    shared.room.found();
    if revokes {
        shared
            .revocations
            .settle()
            .await
            .map_err(|it| refuse(shared, &it.into()))?;
    }
    Ok(answer)
}

/// The work of `act` in the name of `caller`, as he is when it runs.
pub fn work<P: Send + Sync + 'static>(caller: Caller, input: P, act: Act<P>) -> Work {
    let input = Arc::new(input);
    Arc::new(move |tx| {
        let input = input.clone();
        Box::pin(async move {
            // His session is looked at too: it may have ended while this node slept, or while the command waited.
            let mut who = tx
                .caller(caller.user, &caller.via.id())
                .await?
                .ok_or(Refusal::Accounts(accounts::Refusal::Unauthenticated))?;
            who.key = caller.script();
            act(tx, &who, &input).await
        })
    })
}

/// `command!("name", Input, |tx, who, input| { … })`: an entry whose body is the work of one transaction.
#[macro_export]
macro_rules! command {
    ($name:literal, $input:ty, |$tx:ident, $who:ident, $it:ident| $body:block) => {{
        fn act<'t>(
            $tx: &'t mut (dyn $crate::domain::Tx + 't),
            $who: &'t $crate::kernel::actor::Actor,
            $it: &'t $input,
        ) -> futures::future::BoxFuture<
            't,
            Result<$crate::domain::ledger::Answer, $crate::domain::Refusal>,
        > {
            Box::pin(async move { $body })
        }
        $crate::edges::commands::Entry::new::<$input>($name, act)
    }};
}

/// The command `name`, or its refusal.
pub fn find<'s>(shared: &'s Shared, name: &str) -> Result<&'s Entry, No> {
    shared
        .table
        .get(name)
        .ok_or_else(|| No::new(Code::UnknownCommand))
}
