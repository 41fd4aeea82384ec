//! Writes to stdout, whose reader may go at any time.

use std::io::{self, ErrorKind, Write};

use super::report::Failure;

/// Prints bytes as they are.
pub fn print(bytes: &[u8]) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(bytes).and_then(|()| stdout.flush()).map_err(failed)
}

/// A failure to write: `| head -1` is none.
pub fn failed(error: io::Error) -> Failure {
    if error.kind() == ErrorKind::BrokenPipe { Failure::ClosedOutput } else { Failure::Output(error) }
}
