//! `!Sub arn:aws:…:${Function.Arn}/invocations`: intrinsic functions of CloudFormation where a text is expected.

use serde_json::Value as Json;

/// A text with what only a deployment knows left in it as `${Name}`, or as `${Fn::If}` where it is more than a name. `None`
/// for what is neither text nor function.
pub(super) fn text(json: &Json) -> Option<String> {
    at_depth(json, 8)
}

fn at_depth(json: &Json, depth: u32) -> Option<String> {
    let object = match json {
        Json::String(text) => return Some(text.clone()),
        Json::Object(object) if object.len() == 1 && depth > 0 => object,
        _ => return None,
    };
    let (name, argument) = object.iter().next()?;
    match (name.as_str(), argument) {
        ("Fn::Sub", Json::String(text)) => Some(text.clone()),
        ("Fn::Sub", Json::Array(items)) => items.first()?.as_str().map(ToOwned::to_owned),
        ("Fn::Join", Json::Array(items)) => {
            let [Json::String(between), Json::Array(parts)] = items.as_slice() else { return left_open(name) };
            let parts: Option<Vec<String>> = parts.iter().map(|part| at_depth(part, depth - 1)).collect();
            Some(parts?.join(between))
        }
        ("Fn::GetAtt", Json::String(name)) | ("Ref" | "Fn::ImportValue", Json::String(name)) => {
            Some(format!("${{{name}}}"))
        }
        ("Fn::GetAtt", Json::Array(names)) => {
            let names: Option<Vec<&str>> = names.iter().map(Json::as_str).collect();
            Some(format!("${{{}}}", names?.join(".")))
        }
        _ => left_open(name),
    }
}

/// `Fn::If` → `${Fn::If}`
fn left_open(function: &str) -> Option<String> {
    function.starts_with("Fn::").then(|| format!("${{{function}}}"))
}

#[cfg(test)]
mod tests {
    use super::text;
    use serde_json::json;

    #[test]
    fn names_of_a_deployment_stay_in_the_text() {
        let uri =
            json!({"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":", {"Fn::GetAtt": ["Function", "Arn"]}]]});
        assert_eq!(text(&uri).as_deref(), Some("arn:${AWS::Partition}:${Function.Arn}"));
        assert_eq!(text(&json!({"Fn::Sub": "a${B}"})).as_deref(), Some("a${B}"));
    }

    #[test]
    fn what_a_function_gives_is_left_open() {
        assert_eq!(text(&json!({"Fn::If": ["a", "b", "c"]})).as_deref(), Some("${Fn::If}"));
        assert_eq!(
            text(&json!({"Fn::ImportValue": {"Fn::Sub": "${Stack}-host"}})).as_deref(),
            Some("${Fn::ImportValue}")
        );
        assert_eq!(text(&json!({"Fn::Join": [",", {"Ref": "Names"}]})).as_deref(), Some("${Fn::Join}"));
        let host = json!({"Fn::FindInMap": ["Hosts", {"Ref": "Stage"}, "Name"]});
        let uri = json!({"Fn::Join": ["", ["https://", host, "/pets"]]});
        assert_eq!(text(&uri).as_deref(), Some("https://${Fn::FindInMap}/pets"));
        assert_eq!(text(&json!({"if": ["a", "b", "c"]})), None);
    }
}
