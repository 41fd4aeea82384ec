//! `https://${stageVariables.host}/pets/{id}`: the URI of an integration, with its placeholders filled.

/// Fills `{name}` with the parameters of the path, and `${stageVariables.name}`. A name without a parameter stays as it
/// is; a stage variable that is not there is nothing.
pub(super) fn filled(uri: &str, path: &[(String, String)], stage_variable: impl Fn(&str) -> Option<String>) -> String {
    const STAGE_VARIABLE: &str = "${stageVariables.";
    let mut out = String::with_capacity(uri.len());
    let mut rest = uri;
    while let Some(at) = rest.find(['$', '{']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let variable = rest.strip_prefix(STAGE_VARIABLE).and_then(|inner| inner.split_once('}'));
        let placeholder = rest.strip_prefix('{').and_then(|inner| inner.split_once('}'));
        let value = |name: &str| path.iter().find(|(key, _)| key == name).map(|(_, value)| value);
        rest = match (variable, placeholder.and_then(|(name, after)| Some((value(name)?, after)))) {
            (Some((name, after)), _) => {
                out.push_str(&stage_variable(name).unwrap_or_default());
                after
            }
            (None, Some((value, after))) => {
                out.push_str(value);
                after
            }
            (None, None) => {
                out.push_str(&rest[..1]);
                &rest[1..]
            }
        };
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::filled;

    #[test]
    fn placeholders_and_stage_variables_are_filled() {
        let path = [("id".to_owned(), "7".to_owned())];
        let fill = |uri| filled(uri, &path, |name| (name == "host").then(|| "pets.example".to_owned()));
        assert_eq!(fill("https://${stageVariables.host}/{id}/{id}"), "https://pets.example/7/7");
        assert_eq!(fill("https://x/{other}/${stageVariables.nope}?a={id}"), "https://x/{other}/?a=7");
        assert_eq!(fill("a$b{c${d}{id"), "a$b{c${d}{id");
    }
}
