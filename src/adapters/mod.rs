//! The outside world: what answers to the ports of the rings inside.

pub mod hasher;
pub mod limits;
pub mod pool;
pub mod redis;
pub mod storage;
pub mod studio;
