//! Test suites for mapping templates: read, run, compare, snapshots, coverage. The command's `test` and `review` call it;
//! it calls `gateway`, `trace` and `definitions`.

mod files;
mod model;
mod read;
mod templates;

pub use read::{Mark, Problem};
