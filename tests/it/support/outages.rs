//! What a PostgreSQL of one's own can be made to suffer.

use nix::sys::signal::Signal;

use super::local::{postgres::Postgres, skip, ward::send};

impl Postgres {
    /// A server for one test, which may stop and kill it; nothing (and `SKIPPED`) where it is not installed.
    pub fn own() -> Option<Self> {
        let server = Self::start();
        if server.is_none() {
            skip("PostgreSQL is not installed");
        }
        server
    }

    /// Ends it and its connections at once; its data stays.
    pub fn stop(&self) {
        let mut process = self.process();
        send(&process.child, Signal::SIGQUIT);
        process.child.wait().expect("our own child");
    }

    /// Starts it again on the same port after [`Postgres::stop`].
    pub fn restart(&self) {
        *self.process() = self.site.launch();
    }
}
