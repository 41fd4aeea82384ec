//! `$context.authorizer`: what a JWT, Lambda or IAM authorizer found, in the forms in which the service passes it on.

use serde_json::Value as Json;

use super::super::context::Entries;
use super::super::overrides::{json, text};
use crate::value::Datum;

/// What an authorizer found.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Authorizer {
    /// The claims of a token, each as text.
    pub claims: Option<Entries>,
    /// The scopes of a token that its route asked for.
    pub scopes: Option<Datum>,
    /// The `context` of a Lambda authorizer.
    pub lambda: Option<Entries>,
    pub iam: Option<Entries>,
    /// What stands beside them.
    pub rest: Entries,
}

impl Authorizer {
    /// Of the `authorizer` in a request's context.
    pub fn of(context: &Entries) -> Authorizer {
        let mut authorizer = Authorizer::default();
        let Some((_, Datum::Map(entries))) = context.iter().find(|(name, _)| name == "authorizer") else {
            return authorizer;
        };
        for (name, datum) in entries {
            match (name.as_str(), datum) {
                ("jwt", Datum::Map(jwt)) => {
                    let field = |name| jwt.iter().find(|(key, _)| key == name).map(|(_, datum)| datum);
                    authorizer.claims = Some(claims(field("claims")));
                    authorizer.scopes = field("scopes").filter(|scopes| **scopes != Datum::Null).cloned();
                }
                ("claims", claims_given) => authorizer.claims = Some(claims(Some(claims_given))),
                ("scopes", scopes) => authorizer.scopes = Some(scopes.clone()),
                ("lambda", Datum::Map(lambda)) => authorizer.lambda = Some(lambda.clone()),
                ("iam", Datum::Map(iam)) => authorizer.iam = Some(iam.clone()),
                (_, datum) => authorizer.rest.push((name.clone(), datum.clone())),
            }
        }
        authorizer
    }

    /// What `$context.authorizer` shows: `claims`, and beside it each property that a Lambda authorizer gave.
    pub fn shown(&self) -> Option<Datum> {
        let mut entries = self.rest.clone();
        entries.extend(self.lambda.clone().unwrap_or_default());
        if let Some(claims) = &self.claims {
            let jwt = vec![("claims".to_owned(), Datum::Map(claims.clone()))];
            entries.push(("claims".to_owned(), Datum::Map(claims.clone())));
            entries.push(("jwt".to_owned(), Datum::Map(jwt)));
        }
        (!entries.is_empty()).then_some(Datum::Map(entries))
    }

    /// `requestContext.authorizer` of format 2.0.
    pub fn of_version_2(&self) -> Option<Json> {
        let object = |entries: &Entries| json(&Datum::Map(entries.clone()));
        let mut found = serde_json::Map::new();
        if let Some(claims) = &self.claims {
            let scopes = self.scopes.as_ref().map_or(Json::Null, json);
            found.insert("jwt".to_owned(), serde_json::json!({"claims": object(claims), "scopes": scopes}));
        }
        let lambda = match (&self.lambda, self.rest.is_empty()) {
            (None, true) => None,
            (lambda, _) => Some([lambda.as_deref().unwrap_or_default(), self.rest.as_slice()].concat()),
        };
        if let Some(lambda) = lambda {
            found.insert("lambda".to_owned(), object(&lambda));
        }
        if let Some(iam) = &self.iam {
            found.insert("iam".to_owned(), object(iam));
        }
        (!found.is_empty()).then_some(Json::Object(found))
    }

    /// `requestContext.authorizer` of format 1.0.
    pub fn of_version_1(&self) -> Json {
        let object = |entries: Entries| json(&Datum::Map(entries));
        if self.claims.is_none() && (self.lambda.is_some() || !self.rest.is_empty()) {
            return object([self.rest.clone(), self.lambda.clone().unwrap_or_default()].concat());
        }
        let claims = self.claims.clone().map_or(Json::Null, object);
        serde_json::json!({"claims": claims, "scopes": self.scopes.as_ref().map_or(Json::Null, json)})
    }
}

/// Claims as the service passes them on: a number or boolean as its text, a list as `[a b]`, an object as JSON; null is
/// left out.
fn claims(given: Option<&Datum>) -> Entries {
    let Some(Datum::Map(entries)) = given else { return Vec::new() };
    let shown = entries.iter().filter_map(|(name, datum)| Some((name.clone(), Datum::String(claim(datum)?))));
    shown.collect()
}

fn claim(datum: &Datum) -> Option<String> {
    match datum {
        Datum::Null => None,
        Datum::List(items) => {
            let items: Vec<String> = items.iter().filter_map(claim).collect();
            Some(format!("[{}]", items.join(" ")))
        }
        Datum::Map(_) => Some(json(datum).to_string()),
        scalar => Some(text(scalar)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn authorizer(given: Json) -> Authorizer {
        let Datum::Map(context) = Datum::from(&json!({"authorizer": given})) else { panic!() };
        Authorizer::of(&context)
    }

    #[test]
    fn claims_are_texts_and_a_list_of_them_has_brackets() {
        let given = json!({"jwt": {"claims": {
            "sub": "u", "exp": 1_787_996_002, "email_verified": true, "none": null,
            "cognito:groups": ["admin", "poweruser"], "address": {"country": "NL"},
        }}});
        assert_eq!(
            authorizer(given).of_version_2().unwrap(),
            json!({"jwt": {
                "claims": {
                    "sub": "u", "exp": "1787996002", "email_verified": "true",
                    "cognito:groups": "[admin poweruser]", "address": "{\"country\":\"NL\"}",
                },
                "scopes": null,
            }})
        );
    }

    #[test]
    fn what_a_lambda_authorizer_gave_keeps_its_types() {
        let given = json!({"lambda": {"numberKey": 1, "booleanKey": true, "arrayKey": ["a"], "mapKey": {"a": "b"}}});
        assert_eq!(authorizer(given.clone()).of_version_2().unwrap(), given);
        assert_eq!(authorizer(given.clone()).of_version_1(), given["lambda"]);
    }

    #[test]
    fn without_an_authorizer_format_1_has_nulls_and_format_2_nothing() {
        assert_eq!(authorizer(json!(null)).of_version_1(), json!({"claims": null, "scopes": null}));
        assert_eq!(authorizer(json!(null)).of_version_2(), None);
    }
}
