//! The workloads that the benchmarks and `examples/profile.rs` run: for each a template of ours, its equivalent for
//! minijinja, the same output by hand-written Rust, and one request.
#![allow(dead_code, unused_imports)] // no target uses everything

mod body;
pub mod hand;
mod jinja;
mod literal;
mod random;
mod request;

pub use body::books;
pub use jinja::Jinja;
pub use request::Request;

use std::time::Duration;

use criterion::Criterion;
use vtl::{Dialect, Limits, Options, Template};

/// A second for each benchmark.
pub fn criterion() -> Criterion {
    Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .sample_size(20)
}

/// Appends what the template would print.
type Hand = Box<dyn Fn(&Request, &mut String)>;

/// One template and what it renders.
pub struct Workload {
    pub name: &'static str,
    pub vtl: String,
    pub jinja: String,
    pub request: Request,
    hand: Hand,
}

/// The workloads' names, smallest first within each kind.
pub const NAMES: [&str; 9] =
    ["passthrough", "dynamodb-put", "list-10", "list-100", "list-1k", "list-10k", "list-100k", "compute", "literal"];

impl Workload {
    /// The workload of a name. It lives as long as the program.
    pub fn named(name: &str) -> Option<&'static Workload> {
        let name = NAMES.into_iter().find(|known| *known == name)?;
        Some(Box::leak(Box::new(match name {
            "passthrough" => Workload {
                name,
                vtl: include_str!("../workloads/passthrough.vtl").to_owned(),
                jinja: include_str!("../workloads/passthrough.j2").to_owned(),
                request: Request::new(body::order()),
                hand: Box::new(hand::passthrough),
            },
            "dynamodb-put" => Workload {
                name,
                vtl: include_str!("../workloads/dynamodb-put.vtl").to_owned(),
                jinja: include_str!("../workloads/dynamodb-put.j2").to_owned(),
                request: Request::new(body::loan()),
                hand: Box::new(hand::dynamodb_put),
            },
            "compute" => Workload {
                name,
                vtl: include_str!("../workloads/compute.vtl").to_owned(),
                jinja: include_str!("../workloads/compute.j2").to_owned(),
                request: Request::new("{}".to_owned()),
                hand: Box::new(hand::compute),
            },
            "literal" => literal(),
            "list-10" => list(name, 10),
            "list-100" => list(name, 100),
            "list-1k" => list(name, 1000),
            "list-10k" => list(name, 10_000),
            _ => list(name, 100_000),
        })))
    }

    /// By hand-written Rust, into a string of `capacity`.
    pub fn hand(&self, capacity: usize) -> String {
        let mut out = String::with_capacity(capacity);
        (self.hand)(&self.request, &mut out);
        out
    }

    pub fn template(&self) -> Template {
        self.options().parse(&self.vtl).expect("a template of ours")
    }

    /// Only `compute` needs Velocity: API Gateway has no macros.
    pub fn options(&self) -> Options {
        let dialect = if self.name == "compute" { Dialect::Velocity } else { Dialect::ApiGateway };
        options().dialect(dialect)
    }

    /// Makes sure that all three give the same.
    ///
    /// # Panics
    /// If they do not.
    pub fn check(&'static self) {
        let rendered = self.template().render(&self.request.event()).expect("a template of ours").body;
        let others = [("minijinja", Jinja::new(self).render()), ("hand-typed", self.hand(0))];
        for (peer, other) in others {
            let same = if self.name == "literal" { rendered == other } else { json(&rendered) == json(&other) };
            assert!(same, "{}: {peer} differs\n--- vtl\n{rendered:.3000}\n--- {peer}\n{other:.3000}", self.name);
        }
    }
}

/// No limit stands in the way of the largest list.
pub fn options() -> Options {
    Options::new().limits(Limits {
        loop_iterations: None,
        steps: u64::MAX,
        output_bytes: 1 << 30,
        value_bytes: 1 << 30,
        ..Limits::default()
    })
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text:.3000}"))
}

fn list(name: &'static str, books: usize) -> Workload {
    Workload {
        name,
        vtl: include_str!("../workloads/list.vtl").to_owned(),
        jinja: include_str!("../workloads/list.j2").to_owned(),
        request: Request::new(body::books(books)),
        hand: Box::new(hand::list),
    }
}

fn literal() -> Workload {
    let chunks = literal::chunks();
    Workload {
        name: "literal",
        vtl: literal::template(|reference| reference.vtl.to_owned()),
        jinja: literal::template(|reference| format!("{{{{ {} }}}}", reference.jinja)),
        request: Request::new(body::reader()),
        hand: Box::new(move |request, out| hand::literal(request, &chunks, out)),
    }
}
