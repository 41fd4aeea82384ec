//! The parts of a WebSocket or HTTP API, which version 2 of the service's API keeps apart: routes, integrations, their
//! responses. From a CloudFormation template (`AWS::ApiGatewayV2::…`), or from one object that has the lists that the
//! service's API gives.

use std::collections::HashMap;

use serde_json::Value as Json;

use super::definition::Fields;
use super::refusal::Refusal;

/// Kinds of parts: the list's name in an object, and the resource's type in a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Route,
    Integration,
    IntegrationResponse,
    RouteResponse,
}

impl Kind {
    const ALL: [Kind; 4] = [Kind::Route, Kind::Integration, Kind::IntegrationResponse, Kind::RouteResponse];

    fn list(self) -> &'static str {
        match self {
            Kind::Route => "routes",
            Kind::Integration => "integrations",
            Kind::IntegrationResponse => "integrationResponses",
            Kind::RouteResponse => "routeResponses",
        }
    }

    fn resource(self) -> &'static str {
        match self {
            Kind::Route => "AWS::ApiGatewayV2::Route",
            Kind::Integration => "AWS::ApiGatewayV2::Integration",
            Kind::IntegrationResponse => "AWS::ApiGatewayV2::IntegrationResponse",
            Kind::RouteResponse => "AWS::ApiGatewayV2::RouteResponse",
        }
    }

    /// The field that has a part's own id.
    fn id(self) -> &'static str {
        match self {
            Kind::Route => "routeId",
            Kind::Integration => "integrationId",
            Kind::IntegrationResponse => "integrationResponseId",
            Kind::RouteResponse => "routeResponseId",
        }
    }
}

/// A part of an API, with its own id.
#[derive(Debug, Clone)]
pub(super) struct Part<'j> {
    pub id: String,
    pub fields: Fields<'j>,
}

/// An API's own fields and its parts.
#[derive(Debug, Clone)]
pub(super) struct Definition<'j> {
    /// `name`, `routeSelectionExpression` …
    pub api: Fields<'j>,
    /// `None` if it is no template, and the parts stand in the API's own lists.
    template: Option<Template<'j>>,
}

/// The parts of one API in a template.
#[derive(Debug, Clone, Default)]
struct Template<'j> {
    routes: Vec<Part<'j>>,
    integrations: Vec<Part<'j>>,
    /// Responses by what they belong to.
    responses: HashMap<(Kind, String), Vec<Part<'j>>>,
}

impl<'j> Definition<'j> {
    /// Finds the API of that protocol (`WEBSOCKET`, `HTTP`) in a definition; in a template by its logical name, if there is
    /// more than one.
    pub fn find(json: &'j Json, protocol: &str, name: Option<&str>) -> Result<Definition<'j>, Refusal> {
        let fields = Fields::of(json, "")?;
        let Some(resources) = fields.object(&["resources"])? else {
            return Ok(Definition { api: fields, template: None });
        };
        let resources = typed(&resources)?;
        let mut found: Vec<(&str, &Fields<'j>)> = Vec::new();
        for (id, kind, properties) in &resources {
            if *kind != "AWS::ApiGatewayV2::Api" || name.is_some_and(|name| name != *id) {
                continue;
            }
            // an API of OpenAPI has its protocol in the body
            if properties.text(&["protocolType"])?.as_deref().unwrap_or("HTTP") == protocol {
                found.push((*id, properties));
            }
        }
        let (id, api) = match (found.as_slice(), name) {
            ([only], _) => *only,
            ([], Some(name)) => {
                return Err(Refusal::new("Resources", format!("there is no API `{name}` of protocol `{protocol}`")));
            }
            ([], None) => return Err(Refusal::new("Resources", format!("there is no API of protocol `{protocol}`"))),
            (several, _) => {
                let names: Vec<&str> = several.iter().map(|(id, _)| *id).collect();
                let refusal = Refusal::new("Resources", format!("there is more than one API of protocol `{protocol}`"));
                return Err(refusal.with_help(format!("say which of them: {}", names.join(", "))));
            }
        };
        let template = Some(Template::of(&resources, id)?);
        Ok(Definition { api: api.clone(), template })
    }

    /// The API's routes or integrations, in order.
    pub fn parts(&self, kind: Kind) -> Result<Vec<Part<'j>>, Refusal> {
        match (&self.template, kind) {
            (None, _) => parts_in(&self.api, kind),
            (Some(template), Kind::Route) => Ok(template.routes.clone()),
            (Some(template), _) => Ok(template.integrations.clone()),
        }
    }

    /// The responses that belong to a route or an integration: by their own field in a template (`integrationId`), else in
    /// a list inside it.
    pub fn responses_of(&self, owner: &Part<'j>, kind: Kind) -> Result<Vec<Part<'j>>, Refusal> {
        match &self.template {
            None => parts_in(&owner.fields, kind),
            Some(template) => Ok(template.responses.get(&(kind, owner.id.clone())).cloned().unwrap_or_default()),
        }
    }

    /// True in a template, where nothing is but what it has.
    pub fn is_template(&self) -> bool {
        self.template.is_some()
    }
}

impl<'j> Template<'j> {
    fn of(resources: &[(&'j str, &'j str, Fields<'j>)], api: &str) -> Result<Template<'j>, Refusal> {
        let mut template = Template::default();
        for (id, resource, fields) in resources {
            let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.resource() == *resource) else { continue };
            if reference(fields, &["apiId"])?.is_some_and(|of| of != api) {
                continue;
            }
            let part = Part { id: (*id).to_owned(), fields: fields.clone() };
            match kind {
                Kind::Route => template.routes.push(part),
                Kind::Integration => template.integrations.push(part),
                Kind::IntegrationResponse | Kind::RouteResponse => {
                    let names = [if kind == Kind::RouteResponse { "routeId" } else { "integrationId" }];
                    let owner = reference(fields, &names)?.unwrap_or_default();
                    template.responses.entry((kind, owner)).or_default().push(part);
                }
            }
        }
        Ok(template)
    }
}

/// `integrations/abc123` → `abc123`; `${Name}` → `Name`.
pub(super) fn reference(fields: &Fields<'_>, names: &[&str]) -> Result<Option<String>, Refusal> {
    let Some(text) = fields.text(names)? else { return Ok(None) };
    let id = text.rsplit('/').next().unwrap_or_default();
    let bare = id.strip_prefix("${").and_then(|id| id.strip_suffix('}')).unwrap_or(id);
    Ok(Some(bare.to_owned()))
}

/// A list of a kind, which may be in `Items` as the service's API answers.
fn parts_in<'j>(fields: &Fields<'j>, kind: Kind) -> Result<Vec<Part<'j>>, Refusal> {
    let names = [kind.list()];
    let items = match fields.get(&names) {
        Some(Json::Object(_)) => fields.object(&names)?.map_or(Ok(Vec::new()), |inner| inner.list(&["items"]))?,
        _ => fields.list(&names)?,
    };
    let mut parts = Vec::new();
    for (path, json) in items {
        let fields = Fields::of(json, path)?;
        let id = fields.text(&[kind.id(), "id"])?.unwrap_or_default();
        parts.push(Part { id, fields });
    }
    Ok(parts)
}

/// The resources of a template that have a type: name, type, properties.
pub(super) fn typed<'j>(resources: &Fields<'j>) -> Result<Vec<(&'j str, &'j str, Fields<'j>)>, Refusal> {
    let mut found = Vec::new();
    for (id, json) in resources.entries() {
        let Some(kind) = json.get("Type").and_then(Json::as_str) else { continue };
        let path = format!("{}.Properties", super::definition::inner(resources.path(), id));
        if let Some(properties) = json.get("Properties").filter(|properties| properties.is_object()) {
            found.push((id, kind, Fields::of(properties, path)?));
        }
    }
    Ok(found)
}
