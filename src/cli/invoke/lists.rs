//! The routes and integrations of an API as the lists that the library reads, and whose they are.

use serde_json::{Value, json};
use vtl::definitions::Operation;
use vtl::rest::Refusal;

use super::super::report::Failure;
use super::reader::{Refusals, refused};

/// Routes and integrations, one of each for every operation.
#[derive(Default)]
pub struct Lists<'a> {
    operations: Vec<&'a Operation>,
    routes: Vec<Value>,
    integrations: Vec<Value>,
    /// The integrations that are not read.
    pub refusals: Refusals<'a>,
}

impl<'a> Lists<'a> {
    /// Adds an operation: its key, what else its route has, and its integration, for which another stands if it has none,
    /// or one that is refused when it is read: it is a route all the same, and selected as one.
    pub fn add(
        &mut self,
        operation: &'a Operation,
        key: String,
        settings: &Value,
        none: Value,
        read: impl Fn(&Value) -> Result<(), Refusal>,
    ) {
        let id = self.operations.len().to_string();
        let mut route = settings.as_object().cloned().unwrap_or_default();
        route.insert("RouteKey".to_owned(), key.into());
        route.insert("Target".to_owned(), format!("integrations/{id}").into());
        let mut integration = operation.integration.clone();
        if !operation.integration_responses.is_empty() && integration.is_object() {
            integration["IntegrationResponses"] = operation.integration_responses.clone().into();
        }
        if integration.is_null() {
            integration = none;
        } else if let Err(refusal) = read(&integration) {
            self.refusals.add(operation, refusal);
            integration = none;
        }
        integration["IntegrationId"] = id.into();
        self.operations.push(operation);
        self.routes.push(route.into());
        self.integrations.push(integration);
    }

    /// The lists as one object.
    pub fn json(&self) -> Value {
        json!({"Routes": self.routes, "Integrations": self.integrations})
    }

    /// What is wrong, by the address of the operation whose place in the lists the refusal has, else by the API's name.
    pub fn refused(&self, api: &str, refusal: &Refusal) -> Failure {
        let Some((operation, rest)) = self.place(refusal.path()) else { return refused(api, refusal) };
        let message = match rest.trim_start_matches('.') {
            "" => refusal.message().to_owned(),
            rest => format!("{rest}: {}", refusal.message()),
        };
        Failure::Input { name: operation.address.clone(), message, help: refusal.help().map(ToOwned::to_owned) }
    }

    /// `Integrations[0].Uri`: the first operation, `.Uri`
    fn place<'p>(&self, path: &'p str) -> Option<(&'a Operation, &'p str)> {
        let place = path.strip_prefix("Integrations[").or_else(|| path.strip_prefix("Routes["))?;
        let (index, rest) = place.split_once(']')?;
        Some((*self.operations.get(index.parse::<usize>().ok()?)?, rest))
    }
}
