//! A trace as a tree for the terminal.

use crate::terminal::Paint;
use crate::trace::{Condition, Ended, Lines, Reference, Shown, Step, StepKind, Taken, Trace, Why};

use super::words;

/// How much a tree shows.
#[derive(Debug, Clone, Copy)]
pub struct TreeOptions {
    /// Colours, or none.
    pub paint: Paint,
    /// Turns of one loop; of more, the first ones and the last are shown.
    pub turns: usize,
    /// Characters of one value.
    pub value: usize,
}

impl Default for TreeOptions {
    fn default() -> TreeOptions {
        TreeOptions { paint: Paint::Plain, turns: 5, value: 60 }
    }
}

/// What happened, line by line: the template's line, what stands there, and what came of it. Text that is nothing but
/// blanks is left out. Below stand the warnings, the overrides, and how the render ended.
///
/// ```
/// use vtl::trace::report::{TreeOptions, tree};
/// use vtl::{Event, Template};
///
/// let template = Template::parse("#if($input.params('id') == '')none#else\nid $input.params('id')#end")?;
/// let trace = template.trace(&Event::new().path_param("id", "7"));
/// assert_eq!(
///     tree(&trace, &TreeOptions::default()),
///     "1  ├ #if($input.params('id') == '')  no\n\
///      1  │ └ $input.params('id') = \"7\"  String  ← params.path.id\n\
///      2  └ #else  taken\n\
///      2    ├ text `id `\n\
///      2    └ $input.params('id') → \"7\"  String  ← params.path.id\n\
///      \n\
///      4 bytes were printed.\n"
/// );
/// # Ok::<(), vtl::Error>(())
/// ```
pub fn tree(trace: &Trace, options: &TreeOptions) -> String {
    let lines: Vec<Lines<'_>> = trace.sources().iter().map(|source| Lines::new(&source.text)).collect();
    let last = lines.first().map_or(1, Lines::count);
    let gutter = trace.file_line(last).to_string().len();
    let grower = Grower { trace, options, lines };
    let rows = grower.rows(trace.children(None));
    let mut out = String::new();
    print(&rows, options.paint, gutter, "", &mut out);
    if !rows.is_empty() {
        out.push('\n');
    }
    out + &grower.end()
}

/// A line of the tree, and what hangs below it.
struct Row {
    /// The line of the template; `None` where the template has none.
    line: Option<usize>,
    text: String,
    below: Vec<Row>,
}

fn print(rows: &[Row], paint: Paint, gutter: usize, indent: &str, out: &mut String) {
    for (number, row) in rows.iter().enumerate() {
        let last = number + 1 == rows.len();
        let line = row.line.map(|line| line.to_string()).unwrap_or_default();
        let guide = if last { "└ " } else { "├ " };
        *out += &format!(
            "{}  {}{}\n",
            paint.faint(&format!("{line:>gutter$}")),
            paint.faint(&format!("{indent}{guide}")),
            row.text
        );
        print(&row.below, paint, gutter, &format!("{indent}{}", if last { "  " } else { "│ " }), out);
    }
}

struct Grower<'t> {
    trace: &'t Trace,
    options: &'t TreeOptions,
    lines: Vec<Lines<'t>>,
}

impl Grower<'_> {
    fn rows(&self, steps: impl Iterator<Item = usize>) -> Vec<Row> {
        let mut rows = Vec::new();
        for number in steps {
            self.row(number, &mut rows);
        }
        rows
    }

    fn row(&self, number: usize, rows: &mut Vec<Row>) {
        let step = self.trace.step(number);
        let text = match &step.kind {
            StepKind::Text => match self.printed(step) {
                text if text.trim().is_empty() => return,
                text => format!("{} `{}`", self.faint("text"), words::line(text, self.options.value)),
            },
            StepKind::If { taken } => return self.branch(number, *taken, rows),
            StepKind::Foreach(_) => return rows.push(self.foreach(number)),
            StepKind::Reference(reference) => self.reference(step, reference),
            StepKind::Set(_) => self.set(number),
            StepKind::Define | StepKind::Include | StepKind::Raise => self.head(step),
            StepKind::Call { .. } => match self.trace.children(Some(number)).next() {
                None if step.ended == Ended::Done => {
                    format!("{} {}", self.head(step), self.faint("no such macro: it is text"))
                }
                _ => self.head(step),
            },
            StepKind::Parse | StepKind::Evaluate | StepKind::Stop | StepKind::Break => self.head(step),
            // these two stand in an `#if` and in a loop, which show them
            StepKind::Condition(_) | StepKind::Turn { .. } => self.head(step),
        };
        let hidden = self.only_child(number);
        let below = self.rows(self.trace.children(Some(number)).filter(|child| Some(*child) != hidden));
        rows.push(self.finished(number, text, below));
    }

    /// A row, with the error if the render failed right there.
    fn finished(&self, number: usize, mut text: String, below: Vec<Row>) -> Row {
        let step = self.trace.step(number);
        let inside = self.trace.children(Some(number)).any(|child| self.trace.step(child).ended == Ended::Failed);
        if step.ended == Ended::Failed
            && !inside
            && let Err(error) = self.trace.result()
        {
            text += &format!("  {}", self.options.paint.removed(&format!("✗ {}", words::line(error.message(), 200))));
        }
        // a text starts behind the end of the line before
        let blanks = match self.trace.text_of(step) {
            text if matches!(step.kind, StepKind::Text) => text.len() - text.trim_start().len(),
            _ => 0,
        };
        Row { line: self.line(step, step.span.start + blanks), text, below }
    }

    fn line(&self, step: &Step, offset: usize) -> Option<usize> {
        (step.source == 0).then(|| self.trace.file_line(self.lines[0].line(offset)))
    }

    fn printed(&self, step: &Step) -> &str {
        step.output.clone().and_then(|output| self.trace.printed().get(output)).unwrap_or("")
    }

    fn faint(&self, text: &str) -> String {
        self.options.paint.faint(text)
    }

    fn head(&self, step: &Step) -> String {
        let name = match step.source {
            0 => String::new(),
            _ => {
                let source = &self.trace.sources()[step.source];
                let line = self.lines[step.source].line(step.span.start);
                self.faint(&format!("{}:{line} ", words::line(&source.name, 40)))
            }
        };
        name + &self.options.paint.strong(&words::code(self.trace.text_of(step), 100))
    }

    fn value(&self, value: &Shown) -> String {
        let text = words::value(value, self.options.value);
        if value.is_null() {
            return self.options.paint.warning(&text);
        }
        format!("{}  {}", self.options.paint.added(&text), self.faint(words::class(value.class)))
    }

    fn place(&self, place: &str) -> String {
        format!("  {}", self.faint(&format!("← {}", words::line(&words::place(place), 80))))
    }

    /// Why a reference is null, unless it is to be seen.
    fn null(&self, step: &Step, reference: &Reference) -> String {
        let null = reference.null.as_ref().and_then(|null| words::null(self.trace, step.source, null));
        null.map(|null| format!("  {}", self.options.paint.warning(&null))).unwrap_or_default()
    }

    /// What is to say of a reference's value behind it.
    fn notes(&self, step: &Step, reference: &Reference) -> String {
        let mut notes = String::new();
        if let Some(place) = &reference.place {
            notes += &self.place(place);
        }
        notes += &self.null(step, reference);
        if let Some(name) = &reference.sets_override {
            notes += &format!("  {}", self.options.paint.strong(&format!("sets {}", words::line(name, 80))));
        }
        notes
    }

    fn reference(&self, step: &Step, reference: &Reference) -> String {
        let sign = if step.output.is_some() { "→" } else { "=" };
        match &reference.value {
            // `\$a` prints `$a`
            Some(value)
                if !value.is_null()
                    && self.trace.text_of(step).starts_with('\\')
                    && self.printed(step).starts_with('$') =>
            {
                format!("{} {}", self.head(step), self.faint("is escaped: it prints its source"))
            }
            Some(value) => {
                let silent = match value.is_null() && step.output.is_some() {
                    true if self.printed(step).is_empty() => self.faint(", which prints nothing"),
                    true => self.faint(", which prints its source"),
                    false => String::new(),
                };
                format!("{} {sign} {}{silent}{}", self.head(step), self.value(value), self.notes(step, reference))
            }
            None => self.head(step),
        }
    }

    /// The reference that a `#set`'s value or a condition is, and nothing else.
    fn only_child(&self, number: usize) -> Option<usize> {
        let step = self.trace.step(number);
        let mut children = self.trace.children(Some(number));
        let child = children.next().filter(|_| children.next().is_none())?;
        let inner = self.trace.step(child);
        let is_leaf = self.trace.children(Some(child)).next().is_none() && inner.ended != Ended::Failed;
        let is_whole = match &step.kind {
            StepKind::Condition(_) => inner.span == step.span,
            StepKind::Set(set) => {
                let behind = self.trace.text_at(step.source, &(set.target.end..inner.span.start));
                let rest = self.trace.text_at(step.source, &(inner.span.end..step.span.end));
                behind.trim() == "=" && rest.trim() == ")"
            }
            _ => false,
        };
        (is_leaf && is_whole && matches!(inner.kind, StepKind::Reference(_))).then_some(child)
    }

    fn set(&self, number: usize) -> String {
        let step = self.trace.step(number);
        let StepKind::Set(set) = &step.kind else { return String::new() };
        let mut text = self.head(step);
        if let Some(value) = &set.value {
            let target = words::code(self.trace.text_at(step.source, &set.target), 60);
            text += &format!("  {} = {}", target, self.value(value));
        }
        if let Some(StepKind::Reference(of)) = self.only_child(number).map(|child| &self.trace.step(child).kind) {
            text += &self.notes(step, of);
            let is_null = of.value.as_ref().is_some_and(Shown::is_null);
            if is_null && set.value.as_ref().is_some_and(|value| !value.is_null()) {
                text += &format!("  {}", self.options.paint.warning("null, which is the empty string on API Gateway"));
            }
        }
        if let Some(name) = &set.sets_override {
            text += &format!("  {}", self.options.paint.strong(&format!("sets {}", words::line(name, 80))));
        }
        match words::not_set(self.trace, step) {
            Some(not_set) => text + &format!("  {}", self.options.paint.warning(&not_set)),
            None => text,
        }
    }

    /// A row for each condition that was looked at; what the taken arm did hangs below its condition.
    fn branch(&self, number: usize, taken: Taken, rows: &mut Vec<Row>) {
        let step = self.trace.step(number);
        let is_condition = |child: &usize| matches!(self.trace.step(*child).kind, StepKind::Condition(_));
        let body: Vec<usize> = self.trace.children(Some(number)).filter(|child| !is_condition(child)).collect();
        for child in self.trace.children(Some(number)).filter(is_condition) {
            let inner = self.trace.step(child);
            let StepKind::Condition(condition) = &inner.kind else { continue };
            let hidden = self.only_child(child);
            let mut below = self.rows(self.trace.children(Some(child)).filter(|child| Some(*child) != hidden));
            if taken == Taken::Arm(condition.arm) {
                below.extend(self.rows(body.iter().copied()));
            }
            let line = if condition.arm == 0 { step.span.start } else { inner.span.start };
            let mut row = self.finished(child, self.condition(child, condition, hidden), below);
            row.line = self.line(step, line);
            rows.push(row);
        }
        if taken == Taken::Else {
            let text = format!("{}  taken", self.options.paint.strong("#else"));
            let below = self.rows(body.iter().copied());
            let line = below.first().and_then(|row| row.line);
            rows.push(Row { line, text, below });
        }
    }

    fn condition(&self, number: usize, condition: &Condition, reference: Option<usize>) -> String {
        let step = self.trace.step(number);
        let name = if condition.arm == 0 { "#if" } else { "#elseif" };
        let text = words::code(self.trace.text_of(step), 100);
        let mut text = self.options.paint.strong(&format!("{name}({text})"));
        let mut is_surprising = false;
        match condition.holds {
            Some(true) => text += &format!("  {}", self.options.paint.added("yes")),
            Some(false) => text += &format!("  {}", self.options.paint.removed("no")),
            None => return text,
        }
        if let Some(StepKind::Reference(of)) = reference.map(|number| &self.trace.step(number).kind)
            && let Some(value) = &of.value
        {
            is_surprising = matches!(value.text.as_str(), "" | "0" | "false" | "[]" | "{}" | "null");
            if condition.why != Why::Boolean {
                let place = of.place.as_ref().map(|place| self.place(place)).unwrap_or_default();
                text += &format!(": {}{place}", self.value(value));
            }
            text += &self.null(step, of);
        }
        match condition.why {
            Why::Itself | Why::Boolean => text,
            // nobody wonders at a text that is there
            Why::NotNull if !is_surprising => text + &format!("  {}", self.faint(&Why::NotNull.to_string())),
            why => text + &format!("  {}", self.options.paint.warning(&why.to_string())),
        }
    }

    fn foreach(&self, number: usize) -> Row {
        let step = self.trace.step(number);
        let StepKind::Foreach(of) = &step.kind else { return self.finished(number, String::new(), Vec::new()) };
        let mut text = format!("{}  {}", self.head(step), words::turns(of));
        if let Some(list) = of.list.as_ref().filter(|list| !list.is_null()) {
            text += &format!("  {}", self.faint(words::class(list.class)));
        }
        let is_turn = |child: &usize| matches!(self.trace.step(*child).kind, StepKind::Turn { .. });
        let mut below = self.rows(self.trace.children(Some(number)).filter(|child| !is_turn(child)));
        let turns: Vec<usize> = self.trace.children(Some(number)).filter(is_turn).collect();
        let most = self.options.turns.max(1);
        let first = if turns.len() > most { most.saturating_sub(1).max(1) } else { turns.len() };
        below.extend(turns[..first].iter().map(|turn| self.turn(*turn)));
        if turns.len() > most {
            let skipped = turns.len() - first - 1;
            let more = if skipped == 1 { "turn" } else { "turns" };
            let text = self.faint(&format!("… {skipped} more {more} (`--turns {}` shows all)", turns.len()));
            below.push(Row { line: None, text, below: Vec::new() });
            below.extend(turns.last().map(|turn| self.turn(*turn)));
        }
        self.finished(number, text, below)
    }

    fn turn(&self, number: usize) -> Row {
        let step = self.trace.step(number);
        let StepKind::Turn { number: turn, variable, item, place } = &step.kind else {
            return self.finished(number, String::new(), Vec::new());
        };
        let variable = words::line(variable, 60);
        let mut text = format!("turn {}  ${variable} = {}", u64::from(*turn) + 1, self.value(item));
        text += &place.as_ref().map(|place| self.place(place)).unwrap_or_default();
        if step.ended == Ended::Early {
            text += &format!("  {}", self.options.paint.warning("ended early"));
        }
        self.finished(number, text, self.rows(self.trace.children(Some(number))))
    }

    /// The lines below the tree.
    fn end(&self) -> String {
        let paint = self.options.paint;
        let mut out = String::new();
        if self.trace.is_truncated() {
            let steps = self.trace.steps().len();
            out += &format!("{}\n", paint.warning(&format!("Only the first {steps} steps are shown.")));
        }
        let bytes = match self.trace.printed().len() {
            1 => "1 byte was printed".to_owned(),
            n => format!("{n} bytes were printed"),
        };
        let output = match self.trace.result() {
            Ok(output) => output,
            Err(error) => {
                let place =
                    error.line().map(|line| format!(" in line {}", self.trace.file_line(line))).unwrap_or_default();
                let message = words::line(error.message(), 300);
                return out + &format!("{bytes} until the render failed{place}: {}\n", paint.removed(&message));
            }
        };
        out += &format!("{bytes}.\n");
        if !output.overrides.is_empty() {
            let overrides = [
                ("requestOverride", output.overrides.request_override()),
                ("responseOverride", output.overrides.response_override()),
            ];
            for (name, json) in overrides {
                out += &format!("{}: {}\n", paint.strong(name), words::line(&json.to_string(), 500));
            }
        }
        for warning in &output.warnings {
            let line = self.trace.file_line(warning.line);
            out += &format!("{}\n", paint.warning(&words::line(&format!("line {line}: {}", warning.message), 300)));
        }
        out
    }
}
