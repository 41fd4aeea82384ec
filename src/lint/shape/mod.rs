//! Rules about the JSON that a template prints.

use super::rule::Rule;

/// The rules of this room, VTL070 to VTL099.
pub(super) const RULES: &[&Rule] = &[];
