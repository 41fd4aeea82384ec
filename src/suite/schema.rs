//! The JSON Schema of suites, for editors.

/// The JSON Schema that `vtl test --schema` prints.
pub const SCHEMA: &str = include_str!("../../schema/vtltest.schema.json");

#[cfg(test)]
mod tests {
    use super::SCHEMA;
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
}
