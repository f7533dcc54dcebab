//! What the kernel tells of a process, and the cores that measuring keeps apart.

use std::fs;
use std::num::NonZeroUsize;
use std::thread::available_parallelism;
use std::time::Duration;

use anyhow::{Context, Result};
use rustix::thread::{CpuSet, sched_setaffinity};

/// The core of the server under test, and the core of everything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Core {
    Server = 0,
    Client = 1,
}

/// Whether there are two cores to keep apart. Asked once, before anything is pinned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pinning {
    Apart,
    /// One core: figures are worth little, counts are still true.
    Impossible,
}

impl Pinning {
    pub fn of_this_machine() -> Self {
        match available_parallelism().map(NonZeroUsize::get) {
            Ok(2..) => Self::Apart,
            _ => Self::Impossible,
        }
    }

    /// Pins the calling thread; processes that it starts inherit this.
    pub fn pin(self, core: Core) -> Result<()> {
        if self == Self::Impossible {
            return Ok(());
        }
        let mut cores = CpuSet::new();
        cores.set(core as usize);
        sched_setaffinity(None, &cores)
            .with_context(|| format!("pinning to core {}", core as usize))
    }
}

/// User and system time of all threads so far, in steps of 10 ms.
pub fn cpu_time(process: u32) -> Result<Duration> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))
        .with_context(|| format!("process {process} is gone"))?;
    let ticks = ticks(&stat).context("/proc/<pid>/stat has another shape")?;
    Ok(Duration::from_secs(ticks) / u32::try_from(rustix::param::clock_ticks_per_second())?)
}

/// Fields 14 and 15, counted behind the name, which may itself hold blanks and brackets.
fn ticks(stat: &str) -> Option<u64> {
    let (_, fields) = stat.rsplit_once(") ")?;
    let mut times = fields.split(' ').skip(11).map(str::parse::<u64>);
    Some(times.next()?.ok()? + times.next()?.ok()?)
}

/// Resident bytes of user space.
pub fn resident(process: u32) -> Result<u64> {
    let rollup = fs::read_to_string(format!("/proc/{process}/smaps_rollup"))
        .with_context(|| format!("process {process} is gone"))?;
    kilobytes(&rollup)
        .map(|kilobytes| kilobytes * 1024)
        .context("smaps_rollup without Rss")
}

fn kilobytes(rollup: &str) -> Option<u64> {
    let line = rollup.lines().find_map(|line| line.strip_prefix("Rss:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

/// The name of the processor, for the result file.
pub fn processor() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = info
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    name.map_or("unknown", |(_, name)| name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_found_behind_an_odd_name() {
        let stat = "7 (a ) b) S 1 7 7 0 -1 4 5 0 0 0 130 12 0 0 20 0 1 0 99 0 0";
        assert_eq!(ticks(stat), Some(142));
    }

    #[test]
    fn resident_memory_is_read_in_kilobytes() {
        assert_eq!(
            kilobytes("55-ff ---p\nRss:               13208 kB\nPss: 4 kB\n"),
            Some(13_208)
        );
    }

    #[test]
    fn this_process_can_be_read() -> Result<()> {
        cpu_time(std::process::id())?;
        assert!(resident(std::process::id())? > 100_000);
        Ok(())
    }
}
