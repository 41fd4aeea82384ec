//! The rules' names, levels and pages. What they find is worked out together: see [`report`](super::report).

use crate::lint::check::Findings;
use crate::lint::facts::Facts;
use crate::lint::rule::Rule;
use crate::lint::rules::rule;

/// A rule whose findings are those of its code.
macro_rules! shape {
    ($static:ident, $code:literal, $name:literal, $level:ident, fixable: $fixable:literal, $summary:literal, $why:literal) => {
        static $static: Rule =
            rule!($code, $name, Json, $level, fixable: $fixable, $summary, $why, |facts, findings| pick(facts, findings, $code));
    };
}

fn pick(facts: &Facts<'_>, findings: &mut Findings, code: &str) {
    for reported in facts.shape().reported.iter().filter(|reported| reported.code == code) {
        let finding = findings.add(reported.span.clone(), reported.message.clone());
        finding.help(reported.help.clone());
        if let Some(why) = &reported.why {
            finding.why(why.clone());
        }
        match &reported.fix {
            Some((edit, true)) => finding.fix(vec![edit.clone()]),
            Some((edit, false)) => finding.unsafe_fix(vec![edit.clone()]),
            None => finding,
        };
    }
}

/// The rules of this room, VTL070 to VTL099.
pub(in crate::lint) const ALL: &[&Rule] = &[
    &APOSTROPHE,
    &PARAMETER,
    &PATH,
    &CLIENT,
    &AUTHORIZER,
    &JSON_IN_QUOTES,
    &UNQUOTED,
    &MAY_BE_MISSING,
    &JAVA_MAP,
    &ESCAPED_OUTSIDE,
    &TRAILING_COMMA,
    &LOOP_COMMA,
    &MISSING_COMMA,
    &STRAY_COMMA,
    &MISSING_VALUE,
    &DUPLICATE_KEY,
    &LINE_BREAK,
    &BAD_ESCAPE,
    &COMMENT,
    &SINGLE_QUOTES,
    &BARE_WORD,
    &UNCLOSED,
    &TEXT_BEHIND,
    &TWO_DOCUMENTS,
    &MISSING_COLON,
    &NESTED,
    &NOTHING,
    &MOCK_MISSING,
    &MOCK_STATUS,
];

shape!(
    APOSTROPHE,
    "VTL070",
    "escaped-apostrophe",
    Warning,
    fixable: true,
    "`$util.escapeJavaScript` in a JSON string, with `\\'` not turned back",
    "`escapeJavaScript` writes `\\'` for an apostrophe, which JSON does not allow: the first `it's` breaks the document."
);
shape!(
    PARAMETER,
    "VTL071",
    "unescaped-parameter",
    Warning,
    fixable: true,
    "A parameter or the body, unescaped in a JSON string",
    "A quote or a backslash in it breaks the document, and lets a client add fields of its own to it."
);
shape!(
    PATH,
    "VTL072",
    "unescaped-value",
    Warning,
    fixable: true,
    "A text of the body, unescaped in a JSON string",
    "`$input.path` gives the text itself, without JSON's escapes: a quote, a backslash or a line break in it breaks the \
     document."
);
shape!(
    CLIENT,
    "VTL073",
    "unescaped-user-agent",
    Warning,
    fixable: true,
    "A text of `$context` that the client chooses, unescaped in a JSON string",
    "The client writes what it likes into it: a quote breaks the document, and lets it add fields of its own."
);
shape!(
    AUTHORIZER,
    "VTL074",
    "unescaped-authorizer",
    Note,
    fixable: true,
    "A value of the authorizer, unescaped in a JSON string",
    "What an authorizer or a token says may hold quotes and backslashes, as names do."
);
shape!(
    JSON_IN_QUOTES,
    "VTL075",
    "json-in-quotes",
    Warning,
    fixable: true,
    "`$input.json` inside quotes",
    "`$input.json` prints JSON: a string comes with its own quotes, an object with those of its keys."
);
shape!(
    UNQUOTED,
    "VTL076",
    "unquoted-text",
    Warning,
    fixable: true,
    "A text where JSON needs a value, without quotes",
    "Text without quotes is no JSON, and neither is the nothing that a missing value prints."
);
shape!(
    MAY_BE_MISSING,
    "VTL077",
    "unquoted-value",
    Note,
    fixable: false,
    "A value that is JSON only if it is a number or a Boolean, and there",
    "Where the value is missing nothing is printed, a text is printed without quotes, and an object as Java prints it."
);
shape!(
    JAVA_MAP,
    "VTL078",
    "java-map",
    Warning,
    fixable: true,
    "An object printed as Java prints it: `{a=b}`",
    "`$input.path` and `$util.parseJson` give Java's objects, which print as `{key=value}`; only `$input.json` prints JSON."
);
shape!(
    ESCAPED_OUTSIDE,
    "VTL079",
    "escaped-outside-string",
    Error,
    fixable: true,
    "JSON that is escaped outside of a string",
    "`escapeJavaScript` makes of JSON the inside of a JSON string: `{\\\"a\\\":1}`. Outside of quotes that is no JSON."
);
shape!(
    TRAILING_COMMA,
    "VTL080",
    "trailing-comma",
    Error,
    fixable: false,
    "A comma with nothing behind it",
    "JSON allows no comma before `}` or `]`."
);
shape!(
    LOOP_COMMA,
    "VTL081",
    "loop-comma",
    Error,
    fixable: false,
    "A comma that a loop prints once too often",
    "JSON allows no comma before `}` or `]`, and none without a value before it."
);
shape!(
    MISSING_COMMA,
    "VTL082",
    "missing-comma",
    Error,
    fixable: false,
    "Two values without a comma between them",
    "JSON needs a comma between two members of an object and two items of an array."
);
shape!(
    STRAY_COMMA,
    "VTL083",
    "stray-comma",
    Error,
    fixable: false,
    "A comma with nothing before it",
    "JSON allows no comma without a value before it."
);
shape!(
    MISSING_VALUE,
    "VTL084",
    "missing-value",
    Error,
    fixable: false,
    "A key without a value",
    "Nothing is printed where JSON needs a value."
);
shape!(
    DUPLICATE_KEY,
    "VTL085",
    "duplicate-key",
    Warning,
    fixable: false,
    "A key that an object has twice",
    "Most readers of JSON keep the last of them, some the first, some refuse both."
);
shape!(
    LINE_BREAK,
    "VTL086",
    "control-character",
    Error,
    fixable: false,
    "A line break or a tab inside a JSON string",
    "JSON allows no control characters in strings; they are written `\\n`, `\\t`, `\\u0001`."
);
shape!(
    BAD_ESCAPE,
    "VTL087",
    "invalid-escape",
    Error,
    fixable: false,
    "A backslash before a character that JSON does not escape",
    "JSON knows `\\\"`, `\\\\`, `\\/`, `\\b`, `\\f`, `\\n`, `\\r`, `\\t` and `\\uXXXX`, and nothing else."
);
shape!(
    COMMENT,
    "VTL088",
    "json-comment",
    Error,
    fixable: false,
    "A comment of JavaScript in the JSON",
    "JSON has no comments: it is printed like everything else."
);
shape!(
    SINGLE_QUOTES,
    "VTL089",
    "single-quotes",
    Error,
    fixable: false,
    "JSON's text in single quotes",
    "JSON's strings and keys stand in double quotes."
);
shape!(
    BARE_WORD,
    "VTL090",
    "bare-word",
    Error,
    fixable: false,
    "A word or a key without quotes",
    "Without quotes JSON knows numbers, `true`, `false` and `null`."
);
shape!(
    UNCLOSED,
    "VTL091",
    "unbalanced",
    Error,
    fixable: false,
    "A bracket or a string that is not closed, or closed by another",
    "The document ends in the middle, or a bracket closes what it does not open."
);
shape!(
    TEXT_BEHIND,
    "VTL092",
    "text-behind-document",
    Error,
    fixable: false,
    "Text behind the JSON document",
    "Nothing but blanks may follow a JSON document."
);
shape!(
    TWO_DOCUMENTS,
    "VTL093",
    "two-documents",
    Error,
    fixable: false,
    "More than one JSON document",
    "What is printed is one document; several belong into an array."
);
shape!(
    MISSING_COLON,
    "VTL094",
    "missing-colon",
    Error,
    fixable: false,
    "A key without a colon",
    "Behind a key JSON needs `:`."
);
shape!(
    NESTED,
    "VTL095",
    "escaped-once",
    Note,
    fixable: false,
    "A text escaped once in JSON that is itself in a JSON string",
    "The outer document is right, but whoever reads the string as JSON finds a bare quote in it: a string in a string needs \
     two escapes."
);
shape!(
    NOTHING,
    "VTL096",
    "prints-nothing",
    Note,
    fixable: false,
    "JSON on one branch, nothing on another",
    "An empty text is no JSON; a backend that is promised JSON may refuse it."
);
shape!(
    MOCK_MISSING,
    "VTL097",
    "mock-without-status",
    Error,
    fixable: false,
    "A request template of a MOCK integration that prints no `statusCode`",
    "A MOCK integration takes the status from its request template, and answers 500 without one."
);
shape!(
    MOCK_STATUS,
    "VTL098",
    "mock-status-type",
    Error,
    fixable: false,
    "A `statusCode` of a MOCK integration that is no integer",
    "API Gateway takes `200`, but not `\"200\"`: it answers 500."
);
