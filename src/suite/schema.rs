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
}
