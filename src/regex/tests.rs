//! What Java says, example by example; and that hostile patterns end.

use std::cell::Cell;

use super::search::Search;
use super::{Exhausted, Flags, Regex, ReplaceError};

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).unwrap_or_else(|error| panic!("{error}"))
}

fn error(pattern: &str) -> String {
    Regex::new(pattern).map_or_else(|error| error.message, |_| "none".to_owned())
}

fn budget() -> Cell<u64> {
    Cell::new(100_000)
}

fn matches(pattern: &str, text: &str) -> bool {
    regex(pattern).is_match(text, &budget()).unwrap()
}

/// Each match, with its groups after it; `-` for a group that took no part.
fn find(pattern: &str, text: &str) -> String {
    let regex = regex(pattern);
    let budget = budget();
    let mut search = Search::new(&regex, text, &budget).unwrap();
    let mut all = Vec::new();
    while search.next().unwrap() {
        let groups = (0..=regex.group_count()).map(|group| search.group(group).map_or("-", |range| &text[range]));
        all.push(groups.collect::<Vec<_>>().join(","));
    }
    all.join(" ")
}

fn replace(pattern: &str, text: &str, replacement: &str) -> Result<String, ReplaceError> {
    let mut out = String::new();
    regex(pattern).replace(text, replacement, usize::MAX, &budget(), 1000, &mut out)?;
    Ok(out)
}

fn split<'t>(pattern: &str, text: &'t str, limit: i32) -> Vec<&'t str> {
    regex(pattern).split(text, limit, &budget()).unwrap()
}

/// On a thread with a small stack, as hosts may have.
fn on_small_stack<T: Send>(run: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(512 * 1024);
        thread.spawn_scoped(scope, run).unwrap().join().unwrap()
    })
}

#[test]
fn a_whole_text_matches_or_not() {
    assert!(matches("a|ab", "ab"));
    assert!(!matches("a|ab", "abc"));
    assert!(matches("", ""));
    assert!(matches(r"\d{3}-\d{4}", "555-1234"));
}

#[test]
fn the_first_match_is_found_from_a_place_on() {
    let regex = regex(r"(?<key>\w+)=(?<value>\w*)");
    let budget = budget();
    let mut search = Search::new(&regex, "a=1,b=2", &budget).unwrap();
    assert_eq!(search.find_from(3, 3), Ok(true));
    assert_eq!(search.range(), 4..7);
    assert_eq!(search.group(regex.group_number("value").unwrap()), Some(6..7));
    assert_eq!(search.group(9), None);
}

#[test]
fn the_first_alternative_wins() {
    assert_eq!(find("a|ab", "ab"), "a");
    assert_eq!(find("(a|ab)(c|bcd)(d*)", "abcd"), "abcd,a,bcd,");
}

#[test]
fn quantifiers_are_greedy_lazy_or_possessive() {
    assert_eq!(find("<.+>", "<a><b>"), "<a><b>");
    assert_eq!(find("<.+?>", "<a><b>"), "<a> <b>");
    assert_eq!(find("<.++>", "<a><b>"), "");
    assert_eq!(find("a{2,3}", "aaaaaa"), "aaa aaa");
}

#[test]
fn a_second_count_repeats_nothing() {
    assert_eq!(find("a{2}{3}", "aaaa"), "aa aa");
}

#[test]
fn a_turn_that_takes_nothing_ends_a_loop() {
    assert_eq!(find("(a*)*", "aab"), "aab".replace('b', ",") + " , ,");
    assert_eq!(find("(^)*", "a"), ",- ,-");
    assert_eq!(find("(^)+", "a"), ",");
}

#[test]
fn groups_keep_what_a_guarded_body_set() {
    assert_eq!(find("(?:(?>(a))b|ac)", "ac"), "ac,a");
    assert_eq!(find("(?=(a))?b", "ab"), "b,a");
}

#[test]
fn a_loop_sets_its_group_again_after_all_matched() {
    assert_eq!(find("((b){1,2}){0,}", "bbb"), "bbb,b,b ,-,-");
    let (regex, budget) = (regex("((b){1,2}){0,}"), budget());
    let mut search = Search::new(&regex, "bbb", &budget).unwrap();
    assert_eq!(search.next(), Ok(true));
    assert_eq!(search.group(2), Some(1..2));
}

#[test]
fn back_references_repeat_a_group() {
    assert_eq!(find(r"(\w)\1", "aabbc"), "aa,a bb,b");
    assert_eq!(find(r"(?<q>['\x22]).*?\k<q>", "'a' \"b'\""), "'a',' \"b'\",\"");
    // There is no group 11, so this is group 1 and a digit.
    assert_eq!(find(r"(a)\11", "aa1"), "aa1,a");
    assert_eq!(find(r"\1", "a"), "");
}

#[test]
fn looks_take_no_text() {
    assert_eq!(find(r"\w+(?=;)", "a;b"), "a");
    assert_eq!(find(r"\b\w+\b(?!;)", "a;b"), "b");
    assert_eq!(find(r"(?<=\$)\d+", "$12 34"), "12");
    assert_eq!(find(r"(?<![\d$])\d+", "$12 34"), "34");
}

#[test]
fn lines_end_where_java_says() {
    assert_eq!(find("(?m)^.*$", "a\r\nb\u{85}c\n"), "a b c");
    assert_eq!(find("(?m)^", ""), "");
    assert!(matches("a$\n", "a\n"));
    assert_eq!(find(r"\R", "\r\n\n"), "\r\n \n");
    assert_eq!(find("(?d).", "\r\n"), "\r");
}

#[test]
fn flags_hold_to_the_end_of_their_group() {
    assert_eq!(find("((?i)a)a", "Aa AA"), "Aa,A");
    assert_eq!(find("(?i:a)b", "Ab AB"), "Ab");
    assert_eq!(find("(?x) a b # both", "ab"), "ab");
    assert_eq!(find("(?i)é", "É"), "");
    assert_eq!(find("(?iu)é", "É"), "É");
}

#[test]
fn classes_nest_and_intersect() {
    assert_eq!(find("[a-d&&[^bc]]", "abcd"), "a d");
    assert_eq!(find("[a-c[x-z]]", "acmz"), "a c z");
    assert_eq!(find("[]a]", "]a"), "] a");
    assert_eq!(find("[a&&&b]", "a&b"), "a & b");
    assert_eq!(find(r"[\w&&\D]", "1a_"), "a _");
}

#[test]
fn properties_have_javas_names() {
    assert_eq!(find(r"\p{Lu}\p{javaLowerCase}", "Éa aB"), "Éa");
    assert_eq!(find(r"\p{InGreek}", "aβ"), "β");
    assert_eq!(find(r"\p{IsCyrillic}\P{L}", "ж1жж"), "ж1");
    assert_eq!(find(r"\p{Alpha}", "aé"), "a");
    assert_eq!(find(r"(?U)\p{Alpha}", "aé"), "a é");
    assert_eq!(find(r"\w", "aé"), "a");
}

#[test]
fn quoted_text_stands_for_itself() {
    assert_eq!(find(r"\Qa.b\E.", "a.bc"), "a.bc");
    assert_eq!(find(r"\Qab\E*", "abb"), "abb");
    let literal = Regex::with_flags("a.(", Flags::LITERAL).unwrap();
    assert_eq!(literal.is_match("a.(", &budget()), Ok(true));
}

#[test]
fn escapes_are_characters() {
    assert_eq!(find(r"\x41\u0042\x{43}\0104\t\cA", "ABCD\t\u{1}"), "ABCD\t\u{1}");
    assert_eq!(find(r"\ud83d\ude00", "😀"), "😀");
}

#[test]
fn graphemes_are_taken_whole() {
    assert_eq!(find(r"\X", "e\u{301}🇩🇪x"), "e\u{301} 🇩🇪 x");
}

#[test]
fn mistakes_have_javas_words_and_places() {
    assert_eq!(error("(a"), "Unclosed group near index 2\n(a");
    assert_eq!(error("a)"), "Unmatched closing ')' near index 0\na)\n^");
    assert_eq!(error(")"), "Unmatched closing ')'\n)");
    assert_eq!(error("*a"), "Dangling meta character '*' near index 0\n*a\n^");
    assert_eq!(error("[a"), "Unclosed character class near index 1\n[a\n ^");
    assert_eq!(error("a{,2}"), "Illegal repetition near index 2\na{,2}\n  ^");
    assert_eq!(error("a{2,1}"), "Illegal repetition range near index 5\na{2,1}\n     ^");
    assert_eq!(error("[z-a]"), "Illegal character range near index 3\n[z-a]\n   ^");
    assert_eq!(error("\\"), "Unexpected internal error near index 1\n\\");
    assert_eq!(error(r"\y"), "Illegal/unsupported escape sequence near index 1\n\\y\n ^");
    assert_eq!(error(r"\p{Foo}"), "Unknown character property name {Foo} near index 6\n\\p{Foo}\n      ^");
    assert_eq!(
        error("(?<=(a|b)*)c"),
        "Look-behind group does not have an obvious maximum length near index 9\n(?<=(a|b)*)c\n         ^"
    );
}

#[test]
fn replacements_refer_to_groups() {
    assert_eq!(replace("(a)(?<x>b)", "abc", "$2${x}$1$0").unwrap(), "bbaabc");
    assert_eq!(replace("(a)", "a", "$12").unwrap(), "a2");
    assert_eq!(replace("(a)|b", "b", "[$1]").unwrap(), "[]");
    assert_eq!(replace("a", "a", r"\$1\\").unwrap(), r"$1\");
    assert_eq!(replace("x*", "ab", "-").unwrap(), "-a-b-");
    assert_eq!(replace(r"\G", "aa", "-").unwrap(), "-aa");
}

#[test]
fn only_the_first_match_is_replaced() {
    let mut out = String::from("> ");
    let result = regex("a").replace("aa", "b", 1, &budget(), 1000, &mut out);
    assert_eq!((result, out.as_str()), (Ok(()), "> ba"));
}

#[test]
fn wrong_replacements_have_javas_words() {
    let illegal = |text: &str| Err(ReplaceError::IllegalArgument(text.to_owned()));
    assert_eq!(replace("a", "a", "$x"), illegal("Illegal group reference"));
    assert_eq!(replace("a", "a", "$"), illegal("Illegal group reference: group index is missing"));
    assert_eq!(replace("a", "a", "\\"), illegal("character to be escaped is missing"));
    assert_eq!(replace("a", "a", "${x"), illegal("named capturing group is missing trailing '}'"));
    assert_eq!(replace("a", "a", "${x}"), illegal("No group with name {x}"));
    let no_group = ReplaceError::IndexOutOfBounds("No group 3".to_owned());
    assert_eq!(replace("a", "a", "$3"), Err(no_group));
}

#[test]
fn a_wrong_replacement_is_no_mistake_if_nothing_matches() {
    assert_eq!(replace("a", "b", "$").unwrap(), "b");
}

#[test]
fn a_result_is_no_longer_than_allowed() {
    let long = "a".repeat(1001);
    assert_eq!(replace("b", &long, ""), Err(ReplaceError::TooLong));
}

#[test]
fn splitting_drops_empty_ends() {
    assert_eq!(split(",", "a,b,,", 0), ["a", "b"]);
    assert_eq!(split(",", "a,b,,", -1), ["a", "b", "", ""]);
    assert_eq!(split(",", "a,b,c", 2), ["a", "b,c"]);
    assert_eq!(split(",", ",a", 0), ["", "a"]);
    assert_eq!(split(",", ",", 0), [""; 0]);
    assert_eq!(split(",", "", 0), [""]);
}

#[test]
fn an_empty_match_at_the_start_cuts_nothing_off() {
    assert_eq!(split("", "abc", 0), ["a", "b", "c"]);
    assert_eq!(split("(?=b)", "abab", 0), ["a", "ba", "b"]);
    assert_eq!(split("x*", "axxb", 0), ["a", "", "b"]);
}

#[test]
fn hostile_patterns_exhaust_the_budget() {
    let text = "a".repeat(40);
    for pattern in [
        r"((a+)+)+b",
        r"(?:(a|a)*\1)*b",
        r"(a*)*\1(a*)*\2b",
        r"(a|aa)+\1(a|aa)+\2b",
        r"(?:(?:a|b|ab)*?(?:a|b|ab)*?){30}c",
        r"(?:(?:(?:a{0,9}){0,9}){0,9}){0,9}b",
    ] {
        let budget = Cell::new(20_000);
        let result = on_small_stack(|| regex(pattern).is_match(&text, &Cell::new(20_000)));
        assert_eq!(result, Err(Exhausted), "{pattern}");
        assert_eq!(regex(pattern).find(&text, &budget), Err(Exhausted), "{pattern}");
        assert_eq!(budget.get(), 0, "{pattern}");
    }
}

#[test]
fn a_loop_that_led_nowhere_is_not_tried_again() {
    let text = "a".repeat(500);
    let budget = Cell::new(300_000);
    assert_eq!(regex("(a+)+b").is_match(&text, &budget), Ok(false));
    assert_eq!(regex("(?:a|a)*b").is_match(&text, &budget), Ok(false));
}

#[test]
fn a_long_text_needs_no_deep_stack() {
    let text = "ab".repeat(50_000);
    let found = on_small_stack(|| regex("(a|b)*").is_match(&text, &Cell::new(1_000_000)));
    assert_eq!(found, Ok(true));
    let text = "a".repeat(2_000_000);
    let found = on_small_stack(|| regex("(a|b)*").is_match(&text, &Cell::new(u64::MAX)));
    assert_eq!(found, Err(Exhausted));
}

#[test]
fn deep_patterns_are_refused() {
    for (open, close) in [("(", ")"), ("[a", "]"), ("(?=", ")"), ("(a|", ")*"), ("[a&&", "]")] {
        let nested = |depth| [open.repeat(depth).as_str(), "b", &close.repeat(depth)].concat();
        let (deep, deeper) = (nested(99), nested(100_000 / 8));
        on_small_stack(|| {
            let result = Regex::new(&deep).map(|regex| regex.is_match("ab", &budget()));
            assert!(result.is_ok(), "{open}");
            let message = Regex::new(&deeper).unwrap_err().message;
            assert!(message.starts_with("Pattern nested too deeply"), "{open}");
        });
    }
}

#[test]
fn counts_are_not_copies() {
    assert!(matches("(?:a{1,1000000}){1,1000000}", "aaa"));
    assert!(matches("(?:(?:){2000000000}){2000000000}", ""));
    let greedy = regex("(?:a|b){2000000000}").is_match("ab", &budget());
    assert_eq!(greedy, Ok(false));
}

#[test]
fn big_patterns_are_refused() {
    assert!(error(&"a|".repeat(60_000)).starts_with("Pattern too large"));
    assert!(error(&r"[\p{L}a]".repeat(10_000)).starts_with("Pattern too large"));
    assert_eq!(error(&r"\p{L}".repeat(10_000)), "none");
}

#[test]
fn a_loop_over_many_matches_stays_linear() {
    let text = "ab,".repeat(20_000);
    let budget = Cell::new(1_000_000);
    let mut out = String::new();
    let result = regex("(a|b)+c|(a|b)+,").replace(&text, "", usize::MAX, &budget, 10, &mut out);
    assert_eq!((result, out.as_str()), (Ok(()), ""));
}
