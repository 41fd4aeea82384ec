//! Test suites for mapping templates: read, run, compare, snapshots, coverage. The command's `test` and `review` call it;
//! it calls `gateway`, `trace` and `definitions`.

mod capture;
mod case;
mod changed;
mod check;
pub mod coverage;
pub mod diff;
mod files;
mod find;
mod folders;
mod init;
mod model;
mod origin;
mod pipeline;
mod raw;
mod read;
mod redact;
mod report;
mod run;
mod schema;
pub mod snapshot;
mod templates;
pub mod watch;

pub use changed::changed_files;
pub use find::find;
pub use init::{InitError, init};
pub use read::{Mark, Problem};
pub use redact::Redactions;
pub use report::{
    CaseReport, Counts, Difference, Excerpt, Failure, Format, Origin, ReferenceValue, Report, Status, Style,
    SuiteReport,
};
pub use run::{Selection, Settings, run};
pub use schema::SCHEMA;
pub use snapshot::Snapshot;
