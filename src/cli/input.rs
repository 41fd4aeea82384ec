//! Reads files and stdin as text.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use super::report::{Failure, name};

/// No template, event or body is as long as this; a device that never ends is.
const MOST: u64 = 256 << 20;

/// The text of a file, byte for byte; of stdin where the path is `-`.
pub fn text(path: &Path) -> Result<String, Failure> {
    String::from_utf8(bytes(path)?).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..at].iter().filter(|b| **b == b'\n').count() + 1;
        let byte = error.as_bytes()[at];
        Failure::Input {
            name: name(path),
            message: format!("not UTF-8: byte 0x{byte:02x} at offset {at}, in line {line}"),
            help: Some("API Gateway takes text in UTF-8 only".to_owned()),
        }
    })
}

/// The bytes of a file; of stdin where the path is `-`.
pub fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let bytes = read(path).map_err(|error| Failure::input(name(path), complaint(&error)))?;
    if bytes.len() as u64 > MOST {
        return Err(Failure::input(name(path), format!("longer than {MOST} bytes")));
    }
    Ok(bytes)
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if path.as_os_str() == "-" {
        io::stdin().lock().take(MOST + 1).read_to_end(&mut bytes)?;
    } else {
        let file = File::open(path)?;
        bytes.reserve_exact(file.metadata().map_or(0, |data| data.len().min(MOST)) as usize);
        file.take(MOST + 1).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

fn complaint(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such file".to_owned(),
        ErrorKind::IsADirectory => "this is a directory, not a file".to_owned(),
        ErrorKind::PermissionDenied => "permission to read it is denied".to_owned(),
        _ => format!("cannot be read: {error}"),
    }
}
