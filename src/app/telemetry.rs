//! The program's own log and numbers.

use std::io::IsTerminal;

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::{EnvFilter, fmt};

use crate::{
    config::{Log, LogFormat},
    kernel::fault::Fault,
};

/// Starts the log. A second start, as in tests, changes nothing.
pub(super) fn start_log(log: &Log) {
    let filter = EnvFilter::try_new(&log.level).unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        // Colours are for people at a terminal; in a file they are litter.
        .with_ansi(std::io::stderr().is_terminal());
    let _already = match log.format {
        LogFormat::Text => builder.compact().try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
}

/// Starts the numbers.
pub(super) fn start_metrics() -> Result<PrometheusHandle, Fault> {
    PrometheusBuilder::new()
        .install_recorder()
        .map_err(Fault::other)
}
