//! `vtl review`

use std::io::{self, ErrorKind, IsTerminal};
use std::path::PathBuf;

use clap::Args;
use console::{Key, Term};
use vtl::suite::snapshot::{self, Decision, Pending, Proposal};
use vtl::terminal::{self, Paint, one_line};

use super::output;
use super::report::{self, Failure};

/// Which snapshots to review.
#[derive(Args)]
#[command(after_help = EXIT_CODES)]
pub struct ReviewArguments {
    /// The folder whose suites' snapshots are meant, with all folders below it; or a suite
    #[arg(value_name = "PATH", default_value = ".")]
    path: PathBuf,

    /// Accept them all without asking
    #[arg(long, conflicts_with_all = ["reject", "list"])]
    accept: bool,

    /// Reject them all without asking
    #[arg(long, conflicts_with = "list")]
    reject: bool,

    /// List them, and change nothing
    #[arg(long)]
    list: bool,

    /// Only those with this text in the suite's path or the case's name; may be given more than once
    #[arg(long, value_name = "PATTERN")]
    snapshot: Vec<String>,
}

const EXIT_CODES: &str = "\
Keys:
  a  accept: the new snapshot takes the old one's place
  r  reject: the old one stays, the new one is forgotten
  s  skip: decide later
  A  accept this one and all after it
  R  reject this one and all after it
  q  quit

Exit codes:
  0    no snapshot is left waiting
  1    some are
  2    the arguments are wrong, or there is no terminal to ask at
  5    a file could not be read or written
  130  ended with ctrl-C";

/// Accept or reject the snapshots that changed.
pub fn run(arguments: &ReviewArguments) -> Result<(), Failure> {
    let all = snapshot::pending(&arguments.path).map_err(Failure::snapshots)?;
    let chosen: Vec<&Pending> = all.iter().filter(|pending| arguments.chooses(pending)).collect();
    if all.is_empty() {
        return output::print(b"No snapshot waits for a decision.\n");
    }
    if chosen.is_empty() {
        let patterns = arguments.snapshot.join("`, `");
        return Err(Failure::Usage(format!("no snapshot that waits has `{patterns}` in its name")));
    }
    if arguments.list {
        let lines: String = chosen.iter().map(|pending| format!("{} ({})\n", name(pending), kind(pending))).collect();
        output::print(lines.as_bytes())?;
        return Err(Failure::Found(1));
    }
    let settled = if arguments.accept || arguments.reject {
        let decision = if arguments.accept { Decision::Accept } else { Decision::Reject };
        settle(&chosen, decision)?;
        chosen.len()
    } else {
        ask_all(&chosen)?
    };
    if settled < all.len() { Err(Failure::Found(1)) } else { Ok(()) }
}

impl ReviewArguments {
    fn chooses(&self, pending: &Pending) -> bool {
        let name = name(pending);
        self.snapshot.is_empty() || self.snapshot.iter().any(|pattern| name.contains(pattern.as_str()))
    }
}

/// `orders/put.vtltest.yaml > puts one order`, without what a terminal would take for its own.
fn name(pending: &Pending) -> String {
    let suite = pending.suite.strip_prefix(".").unwrap_or(&pending.suite);
    one_line(&format!("{} > {}", suite.display(), pending.case))
}

fn kind(pending: &Pending) -> &'static str {
    match pending.proposal {
        Proposal::New(_) => "new",
        Proposal::Changed(..) => "changed",
        Proposal::Orphaned(_) => "orphaned: no case has this name",
    }
}

/// Settles snapshots, each suite's at once, and says so.
fn settle(chosen: &[&Pending], decision: Decision) -> Result<(), Failure> {
    for suite in chosen.chunk_by(|a, b| a.suite == b.suite) {
        let cases: Vec<&str> = suite.iter().map(|pending| pending.case.as_str()).collect();
        snapshot::settle(&suite[0].suite, &cases, decision).map_err(Failure::snapshots)?;
        let done = |pending: &Pending| match (decision, &pending.proposal) {
            (Decision::Accept, Proposal::Orphaned(_)) => "removed",
            (Decision::Reject, Proposal::Orphaned(_)) => "kept",
            (Decision::Accept, _) => "accepted",
            (Decision::Reject, _) => "rejected",
        };
        let lines: String = suite.iter().map(|pending| format!("{} {}\n", done(pending), name(pending))).collect();
        output::print(lines.as_bytes())?;
    }
    Ok(())
}

/// What a key asks for.
enum Answer {
    /// For this one, or for all that are left too.
    Settle(Decision, bool),
    Skip,
    Quit,
}

/// Asks about one snapshot after the other; says how many are settled.
fn ask_all(chosen: &[&Pending]) -> Result<usize, Failure> {
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        let message = "there is no terminal to ask at: say `--accept`, `--reject` or `--list`";
        return Err(Failure::Usage(message.to_owned()));
    }
    let _kept = terminal::keep();
    let term = Term::stdout();
    let paint = Paint::when(report::has_colours(&io::stdout()));
    let mut settled = 0;
    for (at, pending) in chosen.iter().enumerate() {
        output::print(question(pending, at + 1, chosen.len(), paint).as_bytes())?;
        match answer(&term)? {
            Answer::Settle(decision, rest) => {
                let end = if rest { chosen.len() } else { at + 1 };
                settle(&chosen[at..end], decision)?;
                settled += end - at;
                if rest {
                    break;
                }
            }
            Answer::Skip => output::print(format!("skipped {}\n", name(pending)).as_bytes())?,
            Answer::Quit => break,
        }
    }
    let left = chosen.len() - settled;
    if left > 0 {
        output::print(format!("{left} of {} left for later.\n", chosen.len()).as_bytes())?;
    }
    Ok(settled)
}

fn question(pending: &Pending, number: usize, count: usize, paint: Paint) -> String {
    let (what, snapshot) = match &pending.proposal {
        Proposal::New(new) => ("a new snapshot", new),
        Proposal::Changed(_, new) => ("a snapshot that changed", new),
        Proposal::Orphaned(old) => ("a snapshot to be removed, because no case has this name", old),
    };
    let template = match snapshot.template() {
        "" => String::new(),
        template => format!(", of {}", template.escape_debug()),
    };
    format!(
        "\n{} {}\n{}\n\n{}\n{} accept  {} reject  {} skip  {} quit  {} accept all  {} reject all ",
        paint.faint(&format!("[{number}/{count}]")),
        paint.strong(&name(pending)),
        paint.faint(&format!("{what}{template}")),
        snapshot::show(&pending.proposal, paint),
        paint.added("a"),
        paint.removed("r"),
        paint.strong("s"),
        paint.strong("q"),
        paint.added("A"),
        paint.removed("R"),
    )
}

/// Waits for a key that is an answer.
fn answer(term: &Term) -> Result<Answer, Failure> {
    let answer = loop {
        let key = match term.read_key_raw() {
            Ok(key) => key,
            // the terminal is gone
            Err(error) if matches!(error.kind(), ErrorKind::UnexpectedEof | ErrorKind::NotConnected) => Key::Escape,
            Err(error) => return Err(Failure::input("<terminal>", error.to_string())),
        };
        match key {
            Key::Char('a') => break Answer::Settle(Decision::Accept, false),
            Key::Char('A') => break Answer::Settle(Decision::Accept, true),
            Key::Char('r') => break Answer::Settle(Decision::Reject, false),
            Key::Char('R') => break Answer::Settle(Decision::Reject, true),
            Key::Char('s') => break Answer::Skip,
            Key::Char('q') | Key::Escape => break Answer::Quit,
            Key::CtrlC => {
                output::print(b"\n")?;
                return Err(Failure::Found(130));
            }
            _ => {}
        }
    };
    output::print(b"\n")?;
    Ok(answer)
}
