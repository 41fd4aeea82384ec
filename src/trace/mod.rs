//! A render as it happened: what each reference printed, which branches were taken, how loops turned. Observers of the
//! interpreter make it; `suite` (failures, coverage), the command's `explain` and whoever debugs a template call it.
