//! `DA:3,12`: coverage as tools read it.

use std::fmt::Write;

use super::Coverage;

/// A tracefile in LCOV's format, a record for each template by its name, which should be its path, or by the file that it stands in. The arms of an `#if` are
/// the branches of a block; so are a loop's three: no turn, one turn, many turns.
///
/// ```
/// use vtl::suite::coverage::{Coverage, lcov};
/// use vtl::{Event, Options};
///
/// let mut coverage = Coverage::new(&Options::new().name("a.vtl").parse("#if(true)\none\n#end")?);
/// coverage.render(&Event::new())?;
/// assert_eq!(
///     lcov(&[coverage]),
///     "TN:\nSF:a.vtl\nBRDA:1,0,0,1\nBRDA:1,0,1,0\nBRF:2\nBRH:1\nDA:1,1\nDA:2,1\nLF:2\nLH:2\nend_of_record\n"
/// );
/// # Ok::<(), vtl::Error>(())
/// ```
pub fn lcov(all: &[Coverage]) -> String {
    let mut out = String::new();
    for coverage in all {
        record(coverage, &mut out);
    }
    out
}

fn record(coverage: &Coverage, out: &mut String) {
    // a line break would start a new field
    let name: String = coverage.path().chars().filter(|c| !c.is_control()).collect();
    let _ = writeln!(out, "TN:\nSF:{name}");
    let ifs = coverage
        .branches()
        .map(|branch| branch.arms.iter().map(|arm| (coverage.file_line(arm.line), arm.taken)).collect::<Vec<_>>());
    let loops = coverage.loops().map(|of| of.turns.map(|count| (coverage.file_line(of.line), count)).to_vec());
    let (mut found, mut hit) = (0, 0);
    for (block, branches) in ifs.chain(loops).enumerate() {
        let ran = branches.iter().any(|(_, taken)| *taken > 0);
        for (number, (line, taken)) in branches.into_iter().enumerate() {
            // `-` is of what was never looked at
            let count = if ran { taken.to_string() } else { "-".to_owned() };
            let _ = writeln!(out, "BRDA:{line},{block},{number},{count}");
            found += 1;
            hit += usize::from(taken > 0);
        }
    }
    let _ = writeln!(out, "BRF:{found}\nBRH:{hit}");
    let lines: Vec<_> = coverage.lines().collect();
    for (line, count) in &lines {
        let _ = writeln!(out, "DA:{},{count}", coverage.file_line(*line));
    }
    let hit = lines.iter().filter(|(_, count)| *count > 0).count();
    let _ = writeln!(out, "LF:{}\nLH:{hit}\nend_of_record", lines.len());
}
