//! Random templates, ours against the reference. `VTL_DIFFERENTIAL` says how many (none: a short run), `VTL_SEED` from
//! which seed; a failure prints the first difference, shrunk.

#[path = "support/mod.rs"]
mod support;

use std::time::{SystemTime, UNIX_EPOCH};

use support::generate::{Random, case};
use support::reference::Reference;
use support::shrink::shrink;
use support::{Answer, ours};

fn number(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).ok().and_then(|v| v.parse().ok()).unwrap_or(otherwise)
}

#[test]
fn random_templates_render_as_the_reference_does() {
    let Some(mut reference) = Reference::start() else { return };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |d| d.as_nanos() as u64);
    let seed = number("VTL_SEED", now);
    let count = number("VTL_DIFFERENTIAL", 300) as usize;
    let show = number("VTL_SHOW", 1) as usize;
    println!("{count} random templates from VTL_SEED={seed}");
    let mut random = Random(seed);
    let (mut asked, mut rendered, mut differing) = (0, 0, Vec::new());
    while asked < count {
        let cases: Vec<_> = (0..500.min(count - asked)).map(|i| case(&mut random, asked + i)).collect();
        asked += cases.len();
        let theirs = reference.ask(&cases);
        assert_eq!(theirs.len(), cases.len(), "the reference answers every case");
        for (case, theirs) in cases.into_iter().zip(theirs) {
            rendered += usize::from(matches!(theirs, Answer::Output(..)));
            if !ours(&case).agrees(&theirs) {
                differing.push(case);
            }
        }
    }
    println!("{} of {asked} agree ({rendered} of them render)", asked - differing.len());
    for case in differing.iter().take(show) {
        let (small, own, theirs) = shrink(case, &mut reference);
        println!("difference: {small}\n  ours:      {own:?}\n  reference: {theirs:?}");
    }
    // the bar: 99.9 % of what is asked
    assert!(differing.len() * 1000 <= asked, "{} of {asked} differ", differing.len());
}
