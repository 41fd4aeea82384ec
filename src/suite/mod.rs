//! Test suites for mapping templates: read, run, compare, snapshots, coverage. The command's `test` and `review` call it;
//! it calls `gateway`, `trace` and `definitions`.

pub mod coverage;
pub mod diff;
mod files;
mod folders;
mod model;
mod paint;
mod raw;
mod read;
mod redact;
pub mod snapshot;
mod templates;

use folders::is_suite;
pub use paint::Paint;
pub use read::{Mark, Problem};
pub use redact::Redactions;
pub use snapshot::Snapshot;
