//! A route: its key, what stands behind it, and whether it answers.

use std::sync::Arc;

use super::selection::Selection;
use super::{Integration, IntegrationAnswer, IntegrationRequest, Message, Rejection, Reply};

/// A route of a WebSocket API.
#[derive(Debug, Clone)]
pub struct Route {
    pub(super) key: String,
    pub(super) integration: Arc<Integration>,
    pub(super) two_way: bool,
    pub(super) model_selection: Option<Selection>,
    /// Names of models by key.
    pub(super) models: Vec<(String, String)>,
}

impl Route {
    /// `$connect`, `$disconnect`, `$default`, or a key of the API's own.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// What stands behind it.
    pub fn integration(&self) -> &Integration {
        &self.integration
    }

    /// True if the client gets what the integration answers.
    pub fn is_two_way(&self) -> bool {
        self.two_way
    }

    /// The name of the model that the service validates a message with: by the route's model selection expression, with
    /// `$default` at last.
    pub fn request_model(&self, message: &Message) -> Option<&str> {
        let key = self.model_selection.as_ref()?.key(message, None);
        let find = |key: &str| self.models.iter().find(|(known, _)| known == key).map(|(_, model)| model.as_str());
        find(&key).or_else(|| find("$default"))
    }

    /// What is sent to the integration.
    ///
    /// # Errors
    /// As [`Integration::map_request`].
    pub fn map_request(&self, message: &Message) -> Result<IntegrationRequest, Rejection> {
        self.integration.map_request(&self.key, message)
    }

    /// What the client gets of the integration's answer.
    ///
    /// # Errors
    /// As [`Integration::map_response`].
    pub fn map_response(&self, message: &Message, answer: &IntegrationAnswer) -> Result<Reply, Rejection> {
        self.integration.map_response(&self.key, self.two_way, message, answer)
    }
}
