//! Test suites for mapping templates: read, run, compare, snapshots, coverage. The command's `test` and `review` call it;
//! it calls `gateway`, `trace` and `definitions`.

pub mod diff;
mod folders;
mod paint;
mod raw;
mod redact;
pub mod snapshot;

use folders::is_suite;
pub use paint::Paint;
pub use redact::Redactions;
pub use snapshot::Snapshot;
