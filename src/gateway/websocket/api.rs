//! A whole WebSocket API: its routes, and the expression that selects one.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde::de::IgnoredAny;
use serde_json::Value as Json;

use super::super::apigatewayv2::{self, Definition, Kind, Part};
use super::super::definition::Fields;
use super::super::refusal::shown;
use super::selection::{Selection, Stand};
use super::{
    EventType, Integration, IntegrationAnswer, IntegrationRequest, Message, Refusal, Rejection, Reply, Route,
    definition,
};
use crate::template::Options;

/// A WebSocket API: its routes, and the expression that selects one.
#[derive(Debug, Clone)]
pub struct Api {
    selection: Selection,
    routes: Vec<Route>,
}

const RESERVED: [&str; 3] = ["$connect", "$disconnect", "$default"];

impl Api {
    /// Reads an API from a CloudFormation template with `AWS::ApiGatewayV2::…`, or from an object with the
    /// `routeSelectionExpression`, and the `routes` and `integrations` that the service's API gives (in which
    /// `integrationResponses` and `routeResponses` are lists).
    ///
    /// # Errors
    /// What the service refuses when an API is created, with the field's path.
    pub fn from_json(json: &Json) -> Result<Api, Refusal> {
        Api::read(json, None, &Options::new())
    }

    /// The same with templates that are read and rendered with those options: their limits, for one.
    ///
    /// # Errors
    /// As [`from_json`](Api::from_json).
    pub fn from_json_with(json: &Json, options: &Options) -> Result<Api, Refusal> {
        Api::read(json, None, options)
    }

    /// Reads the API of that logical name from a template that has more than one.
    ///
    /// # Errors
    /// As [`from_json`](Api::from_json).
    pub fn from_resource(template: &Json, name: &str) -> Result<Api, Refusal> {
        Api::read(template, Some(name), &Options::new())
    }

    fn read(json: &Json, name: Option<&str>, options: &Options) -> Result<Api, Refusal> {
        let found = Definition::find(json, "WEBSOCKET", name)?;
        check_fixed(&found.api)?;
        let names = ["routeSelectionExpression"];
        let Some(source) = found.api.text(&names)? else {
            let refusal = Refusal::new(found.api.path_of(&names), "is missing");
            return Err(refusal.with_help("such as `$request.body.action`"));
        };
        let selection = Selection::parse(&source, Stand::Request, &found.api.path_of(&names))?;
        let mut integrations = HashMap::new();
        for part in found.parts(Kind::Integration)? {
            let integration = integration(&found, &part, options)?;
            integrations.insert(part.id, Arc::new(integration));
        }
        let (mut routes, mut keys): (Vec<Route>, HashSet<String>) = (Vec::new(), HashSet::new());
        for part in found.parts(Kind::Route)? {
            let route = route(&found, &part, &integrations)?;
            if !keys.insert(route.key.clone()) {
                let message = format!("there are two routes `{}`", shown(&route.key));
                return Err(Refusal::new(part.fields.path_of(&["routeKey"]), message));
            }
            routes.push(route);
        }
        Ok(Api { selection, routes })
    }

    /// The routes, in the definition's order.
    pub fn routes(&self) -> &[Route] {
        &self.routes
    }

    /// The key that the route selection expression gives for a message, `None` for one that is no JSON.
    pub fn route_key(&self, message: &Message) -> Option<String> {
        match message.event_type() {
            EventType::Connect => Some("$connect".to_owned()),
            EventType::Disconnect => Some("$disconnect".to_owned()),
            EventType::Message => {
                let is_json = serde_json::from_str::<IgnoredAny>(message.body_text()).is_ok();
                is_json.then(|| self.selection.key(message, None))
            }
        }
    }

    /// The route of a message: the one of its key, else `$default`. `$connect` and `$disconnect` are for the beginning and
    /// the end of a connection only.
    pub fn route(&self, message: &Message) -> Option<&Route> {
        let find = |key: &str| self.routes.iter().find(|route| route.key == key);
        let key = self.route_key(message);
        if message.event_type() != EventType::Message {
            return find(&key?);
        }
        let own = key.filter(|key| !RESERVED.contains(&key.as_str())).and_then(|key| find(&key));
        own.or_else(|| find("$default"))
    }

    /// What the integration of the message's route is sent.
    ///
    /// # Errors
    /// What the client gets instead, when there is no route (`Forbidden`), and as
    /// [`Integration::map_request`].
    pub fn map_request(&self, message: &Message) -> Result<IntegrationRequest, Rejection> {
        message.check()?;
        self.routed(message)?.map_request(message)
    }

    /// What the client gets of the integration's answer.
    ///
    /// # Errors
    /// As [`Integration::map_response`].
    pub fn map_response(&self, message: &Message, answer: &IntegrationAnswer) -> Result<Reply, Rejection> {
        self.routed(message)?.map_response(message, answer)
    }

    fn routed(&self, message: &Message) -> Result<&Route, Rejection> {
        self.route(message).ok_or_else(|| {
            let cause = match self.route_key(message) {
                Some(key) => format!("there is no route `{}`, and no route `$default`", shown(&key)),
                None => "the message is no JSON, and there is no route `$default`".to_owned(),
            };
            Rejection::error(message, 403, "Forbidden", cause)
        })
    }
}

/// Expressions that have only a few values.
fn check_fixed(api: &Fields<'_>) -> Result<(), Refusal> {
    const FIXED: [(&str, &[&str]); 2] = [
        (
            "apiKeySelectionExpression",
            &[
                "$request.header.x-api-key",
                "$context.authorizer.usageIdentifierKey",
                "${request.header.x-api-key}",
                "${context.authorizer.usageIdentifierKey}",
            ],
        ),
        ("apiMappingSelectionExpression", &["$request.basepath", "${request.basepath}"]),
    ];
    for (name, known) in FIXED {
        if let Some(text) = api.text(&[name])?.filter(|text| !known.contains(&text.as_str())) {
            let known: Vec<&str> = known.iter().copied().filter(|known| !known.starts_with("${")).collect();
            return Err(Refusal::unknown(api.path_of(&[name]), "selection expression", &text, &known));
        }
    }
    Ok(())
}

fn route(
    found: &Definition<'_>,
    part: &Part<'_>,
    integrations: &HashMap<String, Arc<Integration>>,
) -> Result<Route, Refusal> {
    let missing = |name: &str| Refusal::new(part.fields.path_of(&[name]), "is missing");
    let key = part.fields.text(&["routeKey"])?.ok_or_else(|| missing("routeKey"))?;
    if key.starts_with('$') && !RESERVED.contains(&key.as_str()) {
        return Err(Refusal::unknown(part.fields.path_of(&["routeKey"]), "route key", &key, &RESERVED));
    }
    let target = apigatewayv2::reference(&part.fields, &["target"])?.ok_or_else(|| missing("target"))?;
    let Some(integration) = integrations.get(&target) else {
        let message = format!("there is no integration `{}`", shown(&target));
        return Err(Refusal::new(part.fields.path_of(&["target"]), message));
    };
    let models = part.fields.object(&["requestModels"])?;
    let models = models
        .iter()
        .flat_map(|models| models.entries())
        .filter_map(|(key, json)| super::super::intrinsic::text(json).map(|model| (key.to_owned(), model)));
    let names = ["modelSelectionExpression"];
    let model_selection = part.fields.text(&names)?;
    let model_selection =
        model_selection.map(|source| Selection::parse(&source, Stand::Request, &part.fields.path_of(&names)));
    Ok(Route {
        key,
        integration: Arc::clone(integration),
        two_way: is_two_way(found, part)?,
        model_selection: model_selection.transpose()?,
        models: models.collect(),
    })
}

fn integration(found: &Definition<'_>, part: &Part<'_>, options: &Options) -> Result<Integration, Refusal> {
    let responses = found.responses_of(part, Kind::IntegrationResponse)?;
    let responses: Vec<Fields<'_>> = responses.into_iter().map(|response| response.fields).collect();
    definition::integration(&part.fields, &responses, options)
}

/// A route answers if its route response selection expression is `$default`, and there is such a route response.
fn is_two_way(found: &Definition<'_>, part: &Part<'_>) -> Result<bool, Refusal> {
    let names = ["routeResponseSelectionExpression"];
    let Some(text) = part.fields.text(&names)? else { return Ok(false) };
    if text != "$default" && text != "\\$default" {
        let refusal =
            Refusal::unknown(part.fields.path_of(&names), "route response selection expression", &text, &["$default"]);
        return Err(refusal);
    }
    let responses = found.responses_of(part, Kind::RouteResponse)?;
    for response in &responses {
        let names = ["routeResponseKey"];
        if let Some(key) = response.fields.text(&names)?.filter(|key| key != "$default") {
            return Err(Refusal::unknown(response.fields.path_of(&names), "route response key", &key, &["$default"]));
        }
    }
    Ok(!responses.is_empty() || !found.is_template())
}
