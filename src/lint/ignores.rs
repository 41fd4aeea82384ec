//! `## vtl-ignore VTL012 reason`

use super::finding::Finding;
use super::settings::Settings;

/// Takes out the findings that comments of the template ask to ignore.
pub(super) fn apply(_source: &str, _settings: &Settings, _findings: &mut Vec<Finding>) {}
