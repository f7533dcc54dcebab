//! How a service tells what happened: facts and jobs are collected, and the store writes them with the state.

use async_trait::async_trait;
use serde::Serialize;

use super::kinds;
use crate::kernel::{
    fact::{By, NewFact},
    fault::Fault,
    time::{FairTime, MachineTime},
    topic::Topic,
};

/// Which clock a job's moment is read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// As soon as a node is free: a reaction.
    Now,
    /// When fair time reaches it: a timer of the fair.
    Fair(FairTime),
}

/// A durable timer or reaction: a row written with the state, taken once by lease.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// What is to be done, such as `appointment.expire`.
    pub kind: &'static str,
    /// What it is about; jobs of one object run in order, and (kind, object) is unique.
    pub object: String,
    /// When.
    pub due: Due,
    /// What the handler needs besides, as JSON.
    pub body: serde_json::Value,
}

/// The write side of one transaction.
#[async_trait]
pub trait Journal: Send {
    /// Fair time of this transaction: the same for every rule in it.
    fn now(&self) -> FairTime;

    /// Machine time of this transaction.
    fn machine(&self) -> MachineTime;

    /// Collects a fact; numbered and written at commit, together with the state or not at all.
    fn emit(&mut self, fact: NewFact);

    /// Closes what `topic` has told so far, this transaction's facts included: it is replayed to nobody, the snapshot
    /// stands for it. Takes effect with the commit, in a topic that is told something.
    fn close_history(&mut self, topic: Topic);

    /// Writes a job; one with the same kind and object is replaced.
    async fn schedule(&mut self, job: NewJob) -> Result<(), Fault>;

    /// Deletes a job that is not needed any more.
    async fn unschedule(&mut self, kind: &'static str, object: &str) -> Result<(), Fault>;
}

/// The everyday way to emit.
pub trait Tell: Journal {
    /// Collects a fact of version 1 carrying `with`.
    fn tell(
        &mut self,
        topic: Topic,
        kind: &'static str,
        by: Option<By>,
        with: &impl Serialize,
    ) -> Result<(), Fault> {
        debug_assert!(
            kinds::knows(&topic, kind),
            "{topic} hears {kind}, which the table of kinds does not know"
        );
        self.emit(NewFact::new(topic, kind, by, with)?);
        Ok(())
    }
}

impl<T: Journal + ?Sized> Tell for T {}
