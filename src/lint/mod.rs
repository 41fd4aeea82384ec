//! The rules of `vtl check`: what is wrong in a template, found without running it.
//!
//! [`check`] reads one template and returns its [`Finding`]s. What is known of the place where it runs (the API, the
//! role, the integration) comes in a [`Subject`]; what is not known makes the rules that need it stay silent. The command
//! calls this room and prints; `definitions` tells it the subjects of templates in definition files.
//!
//! The flow is `source ─syntax→ tree ─facts→ flat lists ─rules→ findings ─ignores, levels→ what is reported`. A rule is a
//! function over `facts`, one file for each idea in `rules`; those about the JSON that is printed are in `shape`.

mod check;
mod checked;
mod config;
mod facts;
mod finding;
mod fix;
mod ignores;
mod repair;
pub mod report;
mod rule;
mod rules;
mod settings;
mod shape;
mod subject;
#[cfg(test)]
mod tests;
mod text;

pub use check::check;
pub use checked::{Checked, Defaults, Placed, Position};
pub use config::{Config, ConfigError};
pub use finding::{Edit, Finding, Fix};
pub use fix::{Fixed, fix};
pub use repair::Repair;
pub use rule::{Family, Rule, nearest_code, rule, rules};
pub use settings::{Level, Settings};
pub use subject::{Api, Role, Subject};
