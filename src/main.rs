//! The program: reads its configuration, builds the application and waits for its end.

use std::process::ExitCode;

use clap::Parser;
use parley::app::cli::Cli;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("the operating system starts threads");
    runtime.block_on(cli.run())
}
