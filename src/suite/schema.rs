//! The JSON Schema of suites, for editors.

/// The JSON Schema that `vtl test --schema` prints.
pub const SCHEMA: &str = include_str!("../../schema/vtltest.schema.json");

#[cfg(test)]
mod tests {
    use super::SCHEMA;
    use crate::suite::read::Format;
    use crate::suite::read::fields::*;
    use serde_json::Value as Json;

    fn keys(schema: &Json, pointer: &str) -> Vec<String> {
        let object = schema.pointer(pointer).unwrap_or_else(|| panic!("no {pointer}"));
        assert_eq!(object["additionalProperties"], Json::Bool(false), "{pointer} takes unknown keys");
        let properties = object["properties"].as_object().unwrap_or_else(|| panic!("no properties in {pointer}"));
        let mut keys: Vec<String> = properties.keys().cloned().collect();
        keys.sort();
        keys
    }

    #[test]
    fn the_schema_and_the_reader_know_the_same_keys() {
        let schema: Json = serde_json::from_str(SCHEMA).expect("the schema is JSON");
        let known: [(&str, &[&[&str]]); 14] = [
            ("", &[SUITE]),
            ("/definitions/defaults", &[DEFAULTS]),
            ("/definitions/case", &[CASE, DEFAULTS]),
            ("/definitions/params", &[PARAMS]),
            ("/definitions/expect", &[EXPECT, STEPS]),
            ("/definitions/step", &[EXPECT, SENT]),
            ("/definitions/answer", &[EXPECT, ANSWER]),
            ("/definitions/error", &[ERROR]),
            ("/definitions/overrides", &[OVERRIDES]),
            ("/definitions/overrides/properties/request", &[REQUEST_OVERRIDE]),
            ("/definitions/overrides/properties/response", &[RESPONSE_OVERRIDE]),
            ("/definitions/pipeline", &[PIPELINE]),
            ("/definitions/response", &[RESPONSE]),
            ("/definitions/backend", &[BACKEND]),
        ];
        for (pointer, expected) in known {
            let mut expected: Vec<&str> = expected.concat();
            expected.sort_unstable();
            assert_eq!(keys(&schema, pointer), expected, "{pointer}");
        }
    }

    /// Whether a schema takes a text such as `${status}`.
    fn takes_placeholder(root: &Json, schema: &Json) -> bool {
        const PATTERN: &str = r"^\$\{[^}]+\}$";
        let some = |schemas: &Json| {
            schemas.as_array().map(|schemas| schemas.iter().filter(|schema| takes_placeholder(root, schema)).count())
        };
        if let Some(target) = schema["$ref"].as_str() {
            return takes_placeholder(root, root.pointer(&target[1..]).unwrap_or_else(|| panic!("no {target}")));
        }
        let types = &schema["type"];
        schema["enum"].is_null()
            && (types.is_null()
                || types == "string"
                || types.as_array().is_some_and(|all| all.contains(&"string".into())))
            && (schema["pattern"].is_null() || schema["pattern"] == PATTERN)
            && some(&schema["anyOf"]).is_none_or(|count| count > 0)
            && some(&schema["oneOf"]).is_none_or(|count| count == 1)
    }

    /// The keys, wherever they stand in a schema, that take no placeholder.
    fn strict(root: &Json, schema: &Json, path: &str, found: &mut Vec<String>) {
        let Some(parts) = schema.as_object() else {
            let parts = schema.as_array().into_iter().flatten();
            return parts.for_each(|part| strict(root, part, path, found));
        };
        for (name, part) in parts {
            let path = format!("{path}/{name}");
            if path.rsplit('/').nth(1) == Some("properties") && !takes_placeholder(root, part) {
                found.push(path.clone());
            }
            strict(root, part, &path, found);
        }
    }

    #[test]
    fn a_row_may_give_the_value_of_any_key() {
        let schema: Json = serde_json::from_str(SCHEMA).expect("the schema is JSON");
        let mut found = Vec::new();
        strict(&schema, &schema["definitions"], "", &mut found);
        assert!(found.is_empty(), "{found:?} take no `${{…}}`");
        for key in ["defaults", "cases"] {
            assert!(!takes_placeholder(&schema, &schema["properties"][key]), "`{key}` is of the suite");
        }
    }

    fn is_of(value: &Json, name: &str) -> bool {
        match name {
            "null" => value.is_null(),
            "boolean" => value.is_boolean(),
            "integer" => value.is_i64() || value.is_u64(),
            "number" => value.is_number(),
            "string" => value.is_string(),
            "array" => value.is_array(),
            "object" => value.is_object(),
            other => panic!("`{other}` is no type"),
        }
    }

    /// Why a value is not as a schema says, by those keywords that ours has.
    fn refused(root: &Json, schema: &Json, value: &Json, at: &str) -> Option<String> {
        if let Some(target) = schema["$ref"].as_str() {
            return refused(root, root.pointer(&target[1..]).unwrap_or_else(|| panic!("no {target}")), value, at);
        }
        schema.as_object().into_iter().flatten().find_map(|(keyword, says)| {
            let (list, object) = (value.as_array().into_iter().flatten(), value.as_object().into_iter().flatten());
            let listed = || says.as_array().into_iter().flatten();
            let least = |has: Option<usize>| has.is_none_or(|has| has as u64 >= says.as_u64().unwrap_or_default());
            let met = || listed().filter(|schema| refused(root, schema, value, at).is_none()).count();
            let is_met = match keyword.as_str() {
                "description" | "default" | "title" | "$schema" | "definitions" => true,
                "type" => {
                    says.as_str().into_iter().chain(listed().filter_map(Json::as_str)).any(|name| is_of(value, name))
                }
                "enum" => listed().any(|known| known == value),
                "pattern" => value.as_str().is_none_or(|text| text.starts_with("${") && text.ends_with('}')),
                "minItems" => least(value.as_array().map(Vec::len)),
                "minProperties" => least(value.as_object().map(serde_json::Map::len)),
                "minLength" => least(value.as_str().map(str::len)),
                "minimum" => value.as_f64().is_none_or(|number| Some(number) >= says.as_f64()),
                "maximum" => value.as_f64().is_none_or(|number| Some(number) <= says.as_f64()),
                "anyOf" => met() > 0,
                "oneOf" => met() == 1,
                "required" => listed().filter_map(Json::as_str).all(|key| value.get(key).is_some()),
                "items" => {
                    return list.enumerate().find_map(|(n, item)| refused(root, says, item, &format!("{at}/{n}")));
                }
                "properties" => {
                    let known =
                        |(key, value): (&String, _)| refused(root, says.get(key)?, value, &format!("{at}/{key}"));
                    return object.into_iter().find_map(known);
                }
                "additionalProperties" => {
                    let known = schema.get("properties");
                    let mut others = object.filter(|(key, _)| known.is_none_or(|known| known.get(key).is_none()));
                    return others.find_map(|(key, value)| match says {
                        Json::Bool(false) => Some(format!("{at} has no key `{key}`")),
                        says => refused(root, says, value, &format!("{at}/{key}")),
                    });
                }
                other => panic!("who reads `{other}`?"),
            };
            (!is_met).then(|| format!("{at}: {keyword} is {says}"))
        })
    }

    /// Why the schema refuses a suite; nothing if it does not.
    fn said(text: &str) -> Option<String> {
        let schema: Json = serde_json::from_str(SCHEMA).expect("the schema is JSON");
        let suite = Format::Yaml.read(text).expect("it reads").to_json();
        refused(&schema, &schema, &suite, "")
    }

    #[test]
    fn the_schema_takes_every_suite_that_is_read() {
        insta::glob!("../../fixtures/projects", "*/*.vtltest.*", |path| {
            // snapshots are beside them
            let Some(format) = Format::of(&path.display().to_string()) else { return };
            let suite = format.read(&std::fs::read_to_string(path).expect("it is there"));
            let Ok(suite) = suite else { return };
            let schema: Json = serde_json::from_str(SCHEMA).expect("the schema is JSON");
            let why = refused(&schema, &schema, &suite.to_json(), "");
            // the one that does not read is there to show that
            let is_readable = !path.ends_with("unreadable.vtltest.yaml");
            assert_eq!(why.is_none(), is_readable, "{}: {why:?}", path.display());
        });
    }

    #[test]
    fn null_takes_a_value_away_in_the_schema_too() {
        let case = |keys: &str| said(&format!("template: t.vtl\ncases: [{{name: one, {keys}}}]"));
        assert_eq!(case("params: {path: {id: ~}, header: {A: 1}}, stageVariables: {s: ~}"), None);
        assert_eq!(case("expect: {overrides: {request: {header: {A: ~}}}}"), None);
        assert_eq!(case("expect: {json: ~, text: '', warnings: [], valid_json: true}"), None);
        assert_eq!(case("params: {id: 1}").as_deref(), Some("/cases/0/params has no key `id`"));
    }

    #[test]
    fn the_schema_refuses_what_expects_nothing() {
        for expect in [
            "contains: []",
            "contains: ''",
            "matches: ['']",
            "path: {}",
            "no_path: []",
            "error: ''",
            "error: {contains: []}",
        ] {
            assert!(said(&format!("cases: [{{name: one, expect: {{{expect}}}}}]")).is_some(), "{expect}");
        }
    }
}
