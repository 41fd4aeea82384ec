//! A difference of texts, for people.

use super::lines::{Line, Side, TextDiff};
use super::visible::{Show, Visible};
use super::words::Piece;
use crate::terminal::Paint;

/// A piece of a line that does not differ is shown with so many characters at either end.
const KEPT_EQUAL: usize = 60;

/// And one that differs.
const KEPT_DIFFERENT: usize = 200;

impl TextDiff {
    /// The lines that differ with three around them, with the line's number in the expected and in the actual text. What
    /// cannot be seen is shown by signs, which the last line explains; long lines and long differences are cut and say so.
    pub fn render(&self, paint: Paint) -> String {
        let numbers = self.hunks.iter().flatten().flat_map(|line| [line.expected, line.actual]).flatten();
        let width = numbers.max().unwrap_or(1).to_string().len();
        let mut visible = Visible::default();
        let mut out = String::new();
        for (at, hunk) in self.hunks.iter().enumerate() {
            if at > 0 {
                out.push_str(&paint.faint(&format!("{:>1$}", "...", 2 * width + 1)));
                out.push('\n');
            }
            for line in hunk {
                render_line(line, width, paint, &mut visible, &mut out);
                if line.unended && line.side != Side::Both && self.ends_differ {
                    let note = format!("{:1$}\\ no line break at the end", "", 2 * width + 2);
                    out.push_str(&paint.faint(&note));
                    out.push('\n');
                }
            }
        }
        out + &visible.ending(self.omitted, ["line differs", "lines differ"], paint)
    }
}

fn render_line(line: &Line, width: usize, paint: Paint, visible: &mut Visible, out: &mut String) {
    let number = |number: Option<usize>| number.map(|n| n.to_string()).unwrap_or_default();
    let numbers = format!("{:>width$} {:>width$} ", number(line.expected), number(line.actual));
    out.push_str(&paint.faint(&numbers));
    let (sign, text) = match line.side {
        Side::Both => (" ".to_owned(), pieces(&line.pieces, Show::Control, visible, |_, text| text.to_owned())),
        Side::Expected => (paint.removed("-"), removed(&line.pieces, paint, visible)),
        Side::Actual => (paint.added("+"), added(&line.pieces, paint, visible)),
    };
    out.push_str(&format!("{sign} {text}"));
    out.truncate(out.trim_end_matches(' ').len());
    out.push('\n');
}

/// What is expected, its changed words marked.
pub(super) fn removed(line: &[Piece], paint: Paint, visible: &mut Visible) -> String {
    pieces(
        line,
        Show::Unusual,
        visible,
        |differs, text| {
            if differs { paint.removed_word(text) } else { paint.removed(text) }
        },
    )
}

/// What is there, its changed words marked.
pub(super) fn added(line: &[Piece], paint: Paint, visible: &mut Visible) -> String {
    pieces(
        line,
        Show::Unusual,
        visible,
        |differs, text| {
            if differs { paint.added_word(text) } else { paint.added(text) }
        },
    )
}

fn pieces(line: &[Piece], show: Show, visible: &mut Visible, paint: impl Fn(bool, &str) -> String) -> String {
    let length: usize = line.iter().map(|(_, text)| text.len()).sum();
    // blanks at the line's end are no plain blanks
    let mut trailing = 0;
    for (_, text) in line.iter().rev() {
        let blanks = text.len() - text.trim_end_matches(' ').len();
        trailing += blanks;
        if blanks < text.len() {
            break;
        }
    }
    let mut out = String::new();
    let mut at = 0;
    for (index, (differs, text)) in line.iter().enumerate() {
        let split = (length - trailing).saturating_sub(at).min(text.len());
        let (body, blanks) = text.split_at(split);
        let only_blanks = *differs && body.trim_matches(' ').is_empty();
        let body_show = if only_blanks && show != Show::Control { Show::All } else { show };
        let kept = if *differs || line.len() == 1 { KEPT_DIFFERENT } else { KEPT_EQUAL };
        let several = line.len() > 1;
        let body = cut(body, kept, several && index == 0, several && index + 1 == line.len());
        let blanks_show = if show == Show::Control { show } else { Show::All };
        let blanks = visible.text(&cut(blanks, KEPT_EQUAL, false, false), blanks_show);
        out.push_str(&paint(*differs, &format!("{}{blanks}", visible.text(&body, body_show))));
        at += text.len();
    }
    out
}

/// A long text without its middle; the first piece of a line without its start, the last without its end.
fn cut(text: &str, kept: usize, first: bool, last: bool) -> String {
    let count = text.chars().count();
    // a cut that saves little is not worth its note
    if count <= 2 * kept + 40 {
        return text.to_owned();
    }
    let head = if first { 0 } else { kept };
    let tail = if last { 0 } else { kept };
    let at = |n: usize| text.char_indices().nth(n).map_or(text.len(), |(at, _)| at);
    format!("{}[{} more characters]{}", &text[..at(head)], count - head - tail, &text[at(count - tail)..])
}
