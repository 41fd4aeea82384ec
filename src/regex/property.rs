//! `\p{..}`: the sets of characters that have a name.

use regex_syntax::hir::{ClassUnicode, HirKind};

use super::flags::Flags;
use super::{blocks, set};

/// The set behind the name between `\p{` and `}`, or Java's complaint about it.
pub(super) fn named(name: &str, flags: Flags) -> Result<ClassUnicode, String> {
    let any_case = flags.has(Flags::CASE_INSENSITIVE);
    if let Some((key, value)) = name.split_once('=') {
        let key = key.to_lowercase();
        let found = match key.as_str() {
            "sc" | "script" => script(value),
            "blk" | "block" => block(value),
            "gc" | "general_category" => java_name(value, any_case),
            _ => None,
        };
        return found.ok_or_else(|| format!("Unknown Unicode property {{name=<{key}>, value=<{value}>}}"));
    }
    let found = if let Some(rest) = name.strip_prefix("In") {
        block(rest)
    } else if let Some(rest) = name.strip_prefix("Is") {
        binary(rest, any_case).or_else(|| java_name(rest, any_case)).or_else(|| script(rest))
    } else {
        let wide = flags.has(Flags::UNICODE_CHARACTER_CLASS);
        let posix = if wide { posix_name(name, any_case) } else { None };
        posix.or_else(|| java_name(name, any_case))
    };
    found.ok_or_else(|| format!("Unknown character property name {{{name}}}"))
}

fn block(name: &str) -> Option<ClassUnicode> {
    let (start, end) = blocks::find(name)?;
    Some(set::range(start, end))
}

fn script(name: &str) -> Option<ClassUnicode> {
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_') {
        return None;
    }
    match name.to_ascii_lowercase().as_str() {
        "unknown" | "zzzz" => return java_name("C", false).map(not_formats),
        "common" | "zyyy" => return Some(aged(r"[\p{sc=Zyyy}\u{16fe2}\u{16fe3}]")),
        "han" | "hani" => return Some(aged(r"[\p{sc=Hani}--[\u{16fe2}\u{16fe3}]]")),
        "hrkt" | "katakana_or_hiragana" => return None,
        _ => {}
    }
    let scripts = regex_syntax::parse(&format!(r"\p{{sc={name}}}")).ok()?;
    match scripts.into_kind() {
        HirKind::Class(regex_syntax::hir::Class::Unicode(class)) => Some(set::intersect(class, &assigned())),
        _ => None,
    }
}

fn not_formats(mut class: ClassUnicode) -> ClassUnicode {
    class.difference(&aged(r"[\p{Cc}\p{Cf}]"));
    class
}

/// A class in the syntax of `regex-syntax`. Empty if that crate does not know it, which the tests rule out.
pub(super) fn known(class: &str) -> ClassUnicode {
    match regex_syntax::parse(class).map(regex_syntax::hir::Hir::into_kind) {
        Ok(HirKind::Class(regex_syntax::hir::Class::Unicode(class))) => class,
        // A class of one character comes back as a literal.
        Ok(HirKind::Literal(literal)) => set::of(std::str::from_utf8(&literal.0).unwrap_or_default()),
        _ => ClassUnicode::empty(),
    }
}

/// What Unicode 13, Java 17's, gives a meaning to.
pub(super) fn assigned() -> ClassUnicode {
    known(r"[\p{age=13.0}--\p{Noncharacter_Code_Point}]")
}

/// A class, without what came after Unicode 13.
pub(super) fn aged(class: &str) -> ClassUnicode {
    set::intersect(known(class), &assigned())
}

/// Characters that were none of these in Unicode 13, though it had them.
const NOT_YET_ALPHABETIC: &str = r"\u{363}-\u{36f}\u{c04}\u{f82}-\u{f83}\u{1dd3}-\u{1de6}\u{11080}-\u{11081}";
const NOT_YET_LOWERCASE: &str = r"\u{10fc}\u{ab69}";

fn alphabetic() -> ClassUnicode {
    aged(&format!(r"[\p{{Alphabetic}}--[{NOT_YET_ALPHABETIC}]]"))
}

fn lowercase() -> ClassUnicode {
    aged(&format!(r"[\p{{Lowercase}}--[{NOT_YET_LOWERCASE}]]"))
}

/// Any of the three cases.
fn cased() -> ClassUnicode {
    set::union(lowercase(), &aged(r"[\p{Uppercase}\p{Lt}]"))
}

/// `Character.isLetterOrDigit` or `_`: what `\b` takes for a word.
pub(super) fn bound_word() -> ClassUnicode {
    aged(r"[\p{L}\p{Nd}_]")
}

/// Marks that take no space of their own.
pub(super) fn marks() -> ClassUnicode {
    aged(r"[\p{Mn}\u{1734}\u{1171e}]")
}

/// `\w` under `(?U)`.
pub(super) fn wide_word() -> ClassUnicode {
    aged(r"[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]")
}

/// `\d` under `(?U)`.
pub(super) fn wide_digit() -> ClassUnicode {
    aged(r"\p{Nd}")
}

/// A general category, a POSIX class, or a method of `java.lang.Character`.
fn java_name(name: &str, any_case: bool) -> Option<ClassUnicode> {
    general_category(name, any_case).or_else(|| ascii_class(name, any_case)).or_else(|| method(name, any_case))
}

const CATEGORIES: &str =
    " Lu Ll Lt Lm Lo Mn Me Mc Nd Nl No Zs Zl Zp Cc Cf Pd Ps Pe Pc Po Sm Sc Sk So Pi Pf L M N Z P S ";

fn general_category(name: &str, any_case: bool) -> Option<ClassUnicode> {
    Some(match name {
        "LC" => aged(r"[\p{Lu}\p{Ll}\p{Lt}]"),
        "Lu" | "Ll" | "Lt" if any_case => aged(r"[\p{Lu}\p{Ll}\p{Lt}]"),
        "LD" => aged(r"[\p{L}\p{Nd}]"),
        "L1" => set::range(0, 0xff),
        "all" => set::all(),
        "Cn" => set::negate(assigned()),
        "Co" => set::intersect(aged(r"\p{Co}"), &set::negate(surrogates())),
        "Cs" => surrogates(),
        // Two vowel signs went from the one to the other.
        "Mn" => marks(),
        "Mc" => aged(r"[\p{Mc}--[\u{1734}\u{1171e}]]"),
        "C" => set::union(set::negate(assigned()), &aged(r"[\p{Cc}\p{Cf}\p{Co}]")),
        _ if name.is_ascii() && CATEGORIES.contains(&format!(" {name} ")) => aged(&format!(r"\p{{gc={name}}}")),
        _ => return None,
    })
}

fn ascii_class(name: &str, any_case: bool) -> Option<ClassUnicode> {
    Some(match name {
        "Lower" | "Upper" if any_case => known("[a-zA-Z]"),
        "ASCII" => set::range(0, 0x7f),
        "Alnum" => known("[[:alnum:]]"),
        "Alpha" => known("[[:alpha:]]"),
        "Blank" => known("[[:blank:]]"),
        "Cntrl" => known("[[:cntrl:]]"),
        "Digit" => known("[[:digit:]]"),
        "Graph" => known("[[:graph:]]"),
        "Lower" => known("[[:lower:]]"),
        "Print" => known("[[:print:]]"),
        "Punct" => known("[[:punct:]]"),
        "Space" => known("[[:space:]]"),
        "Upper" => known("[[:upper:]]"),
        "XDigit" => known("[[:xdigit:]]"),
        _ => return None,
    })
}

/// `\p{javaLowerCase}` and the others that ask a method of `Character`.
fn method(name: &str, any_case: bool) -> Option<ClassUnicode> {
    let ignorable = r"\x00-\x08\x0e-\x1b\x7f-\x9f\p{Cf}";
    Some(match name.strip_prefix("java")? {
        "LowerCase" | "UpperCase" | "TitleCase" if any_case => cased(),
        "LowerCase" => lowercase(),
        "UpperCase" => aged(r"\p{Uppercase}"),
        "TitleCase" => aged(r"\p{Lt}"),
        "Alphabetic" => alphabetic(),
        "Ideographic" => aged(r"\p{Ideographic}"),
        "Digit" => aged(r"\p{Nd}"),
        "Defined" => assigned(),
        "Letter" => aged(r"\p{L}"),
        "LetterOrDigit" => aged(r"[\p{L}\p{Nd}]"),
        "JavaIdentifierStart" => aged(r"[\p{L}\p{Nl}\p{Sc}\p{Pc}]"),
        "JavaIdentifierPart" => aged(&format!(r"[\p{{L}}\p{{Nl}}\p{{Sc}}\p{{Pc}}\p{{Nd}}\p{{Mc}}\p{{Mn}}{ignorable}]")),
        "UnicodeIdentifierStart" => aged(r"[\p{L}\p{Nl}\u{1885}\u{1886}\u{2118}\u{212e}\u{309b}\u{309c}]"),
        "UnicodeIdentifierPart" => aged(&format!(
            r"[\p{{L}}\p{{Nl}}\p{{Pc}}\p{{Nd}}\p{{Mc}}\p{{Mn}}{ignorable}\u{{1885}}\u{{1886}}\u{{2118}}\u{{212e}}\u{{309b}}\u{{309c}}\u{{b7}}\u{{387}}\u{{1369}}-\u{{1371}}\u{{19da}}]"
        )),
        "IdentifierIgnorable" => aged(&format!("[{ignorable}]")),
        "SpaceChar" => aged(r"\p{Z}"),
        "Whitespace" => aged(r"[\p{Z}\t-\r\x1c-\x1f--\u{a0}\u{2007}\u{202f}]"),
        "ISOControl" => known(r"[\x00-\x1f\x7f-\x9f]"),
        "Mirrored" => mirrored(),
        _ => return None,
    })
}

/// `Character.isMirrored`: brackets and mathematical signs that turn around in text from right to left.
fn mirrored() -> ClassUnicode {
    set::of_ranges(&MIRRORED)
}

/// `\p{IsAlphabetic}`: Unicode's own properties.
fn binary(name: &str, any_case: bool) -> Option<ClassUnicode> {
    Some(match name.to_ascii_uppercase().as_str() {
        "UPPERCASE" | "LOWERCASE" | "TITLECASE" if any_case => cased(),
        "ALPHABETIC" => alphabetic(),
        "LETTER" => aged(r"\p{L}"),
        "IDEOGRAPHIC" => aged(r"\p{Ideographic}"),
        "LOWERCASE" => lowercase(),
        "UPPERCASE" => aged(r"\p{Uppercase}"),
        "TITLECASE" => aged(r"\p{Lt}"),
        "WHITESPACE" | "WHITE_SPACE" => aged(r"\p{White_Space}"),
        "CONTROL" => aged(r"\p{Cc}"),
        "PUNCTUATION" => aged(r"\p{P}"),
        "HEXDIGIT" | "HEX_DIGIT" => aged(r"[\p{Nd}\p{Hex_Digit}]"),
        "ASSIGNED" => assigned(),
        "NONCHARACTERCODEPOINT" | "NONCHARACTER_CODE_POINT" => known(r"\p{Noncharacter_Code_Point}"),
        "DIGIT" => aged(r"\p{Nd}"),
        "ALNUM" => set::union(alphabetic(), &wide_digit()),
        "BLANK" => aged(r"[\p{Zs}\t]"),
        "GRAPH" => graph(),
        "PRINT" => print(),
        "WORD" => wide_word(),
        "JOINCONTROL" | "JOIN_CONTROL" => aged(r"\p{Join_Control}"),
        _ => return None,
    })
}

/// What can be seen.
fn graph() -> ClassUnicode {
    let mut graph = aged(r"[^\p{White_Space}\p{Cc}]");
    graph.difference(&surrogates());
    graph
}

fn print() -> ClassUnicode {
    set::union(graph(), &aged(r"\p{Zs}"))
}

fn surrogates() -> ClassUnicode {
    set::range(0xd800, 0xdfff)
}

/// `\p{Alpha}` under `(?U)`, where Java reads the POSIX names as Unicode does, in any case of letters.
fn posix_name(name: &str, any_case: bool) -> Option<ClassUnicode> {
    let unicode = match name.to_ascii_uppercase().as_str() {
        "ALPHA" => "ALPHABETIC",
        "LOWER" => "LOWERCASE",
        "UPPER" => "UPPERCASE",
        "SPACE" => "WHITE_SPACE",
        "PUNCT" => "PUNCTUATION",
        "XDIGIT" => "HEX_DIGIT",
        "ALNUM" => "ALNUM",
        "CNTRL" => "CONTROL",
        "DIGIT" => "DIGIT",
        "BLANK" => "BLANK",
        "GRAPH" => "GRAPH",
        "PRINT" => "PRINT",
        _ => return None,
    };
    binary(unicode, any_case)
}

#[rustfmt::skip]
const MIRRORED: [(char, char); 113] = [
    ('\u{28}', '\u{29}'), ('\u{3c}', '\u{3c}'), ('\u{3e}', '\u{3e}'), ('\u{5b}', '\u{5b}'), ('\u{5d}',
    '\u{5d}'), ('\u{7b}', '\u{7b}'), ('\u{7d}', '\u{7d}'), ('\u{ab}', '\u{ab}'), ('\u{bb}', '\u{bb}'),
    ('\u{f3a}', '\u{f3d}'), ('\u{169b}', '\u{169c}'), ('\u{2039}', '\u{203a}'), ('\u{2045}', '\u{2046}'),
    ('\u{207d}', '\u{207e}'), ('\u{208d}', '\u{208e}'), ('\u{2140}', '\u{2140}'), ('\u{2201}', '\u{2204}'),
    ('\u{2208}', '\u{220d}'), ('\u{2211}', '\u{2211}'), ('\u{2215}', '\u{2216}'), ('\u{221a}', '\u{221d}'),
    ('\u{221f}', '\u{2222}'), ('\u{2224}', '\u{2224}'), ('\u{2226}', '\u{2226}'), ('\u{222b}', '\u{2233}'),
    ('\u{2239}', '\u{2239}'), ('\u{223b}', '\u{224c}'), ('\u{2252}', '\u{2255}'), ('\u{225f}', '\u{2260}'),
    ('\u{2262}', '\u{2262}'), ('\u{2264}', '\u{226b}'), ('\u{226e}', '\u{228c}'), ('\u{228f}', '\u{2292}'),
    ('\u{2298}', '\u{2298}'), ('\u{22a2}', '\u{22a3}'), ('\u{22a6}', '\u{22b8}'), ('\u{22be}', '\u{22bf}'),
    ('\u{22c9}', '\u{22cd}'), ('\u{22d0}', '\u{22d1}'), ('\u{22d6}', '\u{22ed}'), ('\u{22f0}', '\u{22ff}'),
    ('\u{2308}', '\u{230b}'), ('\u{2320}', '\u{2321}'), ('\u{2329}', '\u{232a}'), ('\u{2768}', '\u{2775}'),
    ('\u{27c0}', '\u{27c0}'), ('\u{27c3}', '\u{27c6}'), ('\u{27c8}', '\u{27c9}'), ('\u{27cb}', '\u{27cd}'),
    ('\u{27d3}', '\u{27d6}'), ('\u{27dc}', '\u{27de}'), ('\u{27e2}', '\u{27ef}'), ('\u{2983}', '\u{2998}'),
    ('\u{299b}', '\u{29a0}'), ('\u{29a2}', '\u{29af}'), ('\u{29b8}', '\u{29b8}'), ('\u{29c0}', '\u{29c5}'),
    ('\u{29c9}', '\u{29c9}'), ('\u{29ce}', '\u{29d2}'), ('\u{29d4}', '\u{29d5}'), ('\u{29d8}', '\u{29dc}'),
    ('\u{29e1}', '\u{29e1}'), ('\u{29e3}', '\u{29e5}'), ('\u{29e8}', '\u{29e9}'), ('\u{29f4}', '\u{29f9}'),
    ('\u{29fc}', '\u{29fd}'), ('\u{2a0a}', '\u{2a1c}'), ('\u{2a1e}', '\u{2a21}'), ('\u{2a24}', '\u{2a24}'),
    ('\u{2a26}', '\u{2a26}'), ('\u{2a29}', '\u{2a29}'), ('\u{2a2b}', '\u{2a2e}'), ('\u{2a34}', '\u{2a35}'),
    ('\u{2a3c}', '\u{2a3e}'), ('\u{2a57}', '\u{2a58}'), ('\u{2a64}', '\u{2a65}'), ('\u{2a6a}', '\u{2a6d}'),
    ('\u{2a6f}', '\u{2a70}'), ('\u{2a73}', '\u{2a74}'), ('\u{2a79}', '\u{2aa3}'), ('\u{2aa6}', '\u{2aad}'),
    ('\u{2aaf}', '\u{2ad6}'), ('\u{2adc}', '\u{2adc}'), ('\u{2ade}', '\u{2ade}'), ('\u{2ae2}', '\u{2ae6}'),
    ('\u{2aec}', '\u{2aee}'), ('\u{2af3}', '\u{2af3}'), ('\u{2af7}', '\u{2afb}'), ('\u{2afd}', '\u{2afd}'),
    ('\u{2bfe}', '\u{2bfe}'), ('\u{2e02}', '\u{2e05}'), ('\u{2e09}', '\u{2e0a}'), ('\u{2e0c}', '\u{2e0d}'),
    ('\u{2e1c}', '\u{2e1d}'), ('\u{2e20}', '\u{2e29}'), ('\u{3008}', '\u{3011}'), ('\u{3014}', '\u{301b}'),
    ('\u{fe59}', '\u{fe5e}'), ('\u{fe64}', '\u{fe65}'), ('\u{ff08}', '\u{ff09}'), ('\u{ff1c}', '\u{ff1c}'),
    ('\u{ff1e}', '\u{ff1e}'), ('\u{ff3b}', '\u{ff3b}'), ('\u{ff3d}', '\u{ff3d}'), ('\u{ff5b}', '\u{ff5b}'),
    ('\u{ff5d}', '\u{ff5d}'), ('\u{ff5f}', '\u{ff60}'), ('\u{ff62}', '\u{ff63}'), ('\u{1d6db}', '\u{1d6db}'),
    ('\u{1d715}', '\u{1d715}'), ('\u{1d74f}', '\u{1d74f}'), ('\u{1d789}', '\u{1d789}'), ('\u{1d7c3}',
    '\u{1d7c3}'),
];
