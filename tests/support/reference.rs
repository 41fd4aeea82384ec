//! The reference renderer as a process: JSON lines in, JSON lines out.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::Value;

use super::{Answer, trimmed};

/// What the service calls the maps in `$context`.
const CONTEXT_MAP: &str = "com.amazonaws.backplane.executioncore.frontend.proxy.transform.EmptyStringExpandingMap";

/// A running reference.
pub struct Reference {
    process: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Reference {
    /// Starts the command in `VTL_ORACLE`, or the one beside the project; `None` where there is neither.
    pub fn start() -> Option<Reference> {
        let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/oracle/run");
        let command =
            std::env::var("VTL_ORACLE").ok().or_else(|| beside.exists().then(|| beside.display().to_string()));
        let Some(command) = command else {
            println!("skipped: no reference (set VTL_ORACLE to its command)");
            return None;
        };
        let process = Command::new("sh").arg("-c").arg(&command).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut process = process.expect("the reference starts");
        let input = process.stdin.take();
        let output = BufReader::new(process.stdout.take().expect("its output is piped"));
        let mut reference = Reference { process, input, output };
        let probe = serde_json::json!({"id": 0, "template": "ok"});
        match reference.ask(&[probe]).first() {
            Some(Answer::Output(text, _)) if text == "ok" => Some(reference),
            other => {
                println!("skipped: the reference does not answer: {other:?}");
                None
            }
        }
    }

    /// The reference's answers, in order.
    pub fn ask(&mut self, cases: &[Value]) -> Vec<Answer> {
        let mut lines = String::new();
        for case in cases {
            lines.push_str(&case.to_string());
            lines.push('\n');
        }
        let mut input = self.input.take().expect("the reference listens");
        let writer = std::thread::spawn(move || {
            let _ = input.write_all(lines.as_bytes()).and_then(|()| input.flush());
            input
        });
        let answers = cases.iter().map_while(|_| self.answer()).collect();
        self.input = Some(writer.join().expect("the reference reads"));
        answers
    }

    fn answer(&mut self) -> Option<Answer> {
        let mut line = String::new();
        if self.output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let answer: Value = serde_json::from_str(&line).expect("an answer is JSON");
        if let Some(error) = answer.get("error") {
            return Some(Answer::Error(error.to_string()));
        }
        // its JSONPath carries a copy of json-smart under a name of its own, and its maps are no classes of the service
        let output = answer["output"]
            .as_str()
            .unwrap_or_default()
            .replace("wiremock.net.minidev", "net.minidev")
            .replace("Oracle$ContextMap", CONTEXT_MAP)
            .replace("Oracle$", "");
        let overrides = match answer.get("requestOverride").is_some() || answer.get("responseOverride").is_some() {
            true => trimmed(&serde_json::json!({
                "requestOverride": answer["requestOverride"],
                "responseOverride": answer["responseOverride"],
            })),
            false => Value::Null,
        };
        Some(Answer::Output(output, overrides))
    }
}

impl Drop for Reference {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
