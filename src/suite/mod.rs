//! Test suites for mapping templates: read, run, compare, snapshots, coverage. The command's `test` and `review` call it;
//! it calls `gateway`, `trace` and `definitions`.

pub mod diff;
mod paint;
mod raw;

pub use paint::Paint;
