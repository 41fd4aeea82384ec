//! `--answer FILE`: what the integration answered.

use std::path::Path;

use vtl::rest::IntegrationAnswer;

use super::super::input;
use super::super::report::{self, Failure};

/// The bytes of an answer's file, and how people know it.
pub struct Answer {
    name: String,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn read(path: &Path) -> Result<Answer, Failure> {
        Ok(Answer { name: report::name(path), bytes: input::bytes(path)? })
    }

    /// `{"status": 200, "headers": {…}, "body": …}`
    pub fn of_backend(&self) -> Result<IntegrationAnswer, Failure> {
        let json = serde_json::from_slice(&self.bytes)
            .map_err(|error| Failure::input(self.name.as_str(), format!("not JSON: {error}")))?;
        IntegrationAnswer::from_json(&json).map_err(|refusal| Failure::Input {
            name: self.name.clone(),
            message: format!("{}: {}", refusal.path(), refusal.message()),
            help: refusal.help().map(ToOwned::to_owned),
        })
    }

    /// What a function returned, or the error that it threw.
    pub fn is_function_error(&self) -> bool {
        let json: Option<serde_json::Value> = serde_json::from_slice(&self.bytes).ok();
        json.is_some_and(|json| json.get("errorMessage").is_some() && json.get("statusCode").is_none())
    }
}
