//! `vtl bench template.vtl --event event.json`: how fast a template renders.

use std::fs;
use std::hint::black_box;
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};
use serde_json::json;
use vtl::Error;

use super::event_arguments::EventArguments;
use super::output;
use super::report::{self, Failure};
use super::template_arguments::TemplateArguments;

/// What to measure, and for how long.
#[derive(Args)]
pub struct BenchArguments {
    #[command(flatten)]
    template: TemplateArguments,

    /// What one operation is
    #[arg(long, value_enum, default_value = "full")]
    mode: Mode,

    /// How long to measure
    #[arg(long, value_name = "TIME", default_value = "2s", value_parser = duration)]
    budget: Duration,

    /// How long to run before that
    #[arg(long, value_name = "TIME", default_value = "60ms", value_parser = duration)]
    warm_up: Duration,

    /// Print one JSON object: median_ns, min_ns, p90_ns, n (batches), rss_kb, bytes
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    event: EventArguments,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Mode {
    /// the body's text in, the output out, with the body's JSON read each time
    Full,
    /// the same with the body's JSON read before
    Render,
    /// the template's source in, the parsed template out
    Parse,
}

/// Measures a template.
pub fn run(arguments: &BenchArguments) -> Result<(), Failure> {
    report::check_stdin(usize::from(arguments.template.is_stdin()) + arguments.event.stdin_count())?;
    let options = arguments.template.options();
    let loaded = arguments.template.parse()?;
    let (source, template) = (&loaded.source, &loaded.template);
    let event = arguments.event.event()?;
    let measured = match arguments.mode {
        Mode::Parse => {
            measure(arguments, whole(|| options.parse(&source.text).map(|template| template.source().len())))
        }
        Mode::Full => measure(arguments, whole(|| template.render(&event).map(|output| output.body.len()))),
        Mode::Render => measure(arguments, |batch| {
            let mut sum = (0, Duration::ZERO);
            for _ in 0..batch {
                let (output, took) = template.render_timed(&event)?;
                sum = (black_box(output).body.len(), sum.1 + took);
            }
            Ok(sum)
        }),
    };
    let failure = if arguments.mode == Mode::Parse { Failure::Parse } else { Failure::Render };
    let measured = measured.map_err(|error| failure(source.in_file(error)))?;
    let text = if arguments.json { measured.as_json() } else { measured.as_text(arguments.mode) };
    output::print(text.as_bytes())
}

/// What the runs of one operation took.
struct Measured {
    /// Nanoseconds of one operation, the mean of a batch; sorted.
    samples: Vec<f64>,
    batch: u64,
    /// What one operation gave, or read in mode `parse`.
    bytes: usize,
    peak_kb: Option<u64>,
}

/// Times a batch of an operation as a whole.
fn whole(operation: impl Fn() -> Result<usize, Error>) -> impl Fn(u64) -> Result<(usize, Duration), Error> {
    move |batch| {
        let start = Instant::now();
        let mut bytes = 0;
        for _ in 0..batch {
            bytes = black_box(operation()?);
        }
        Ok((bytes, start.elapsed()))
    }
}

/// Measures an operation that is told how often to run, and tells how many bytes one run gave and how long all took.
fn measure(
    arguments: &BenchArguments,
    operation: impl Fn(u64) -> Result<(usize, Duration), Error>,
) -> Result<Measured, Error> {
    let (bytes, _) = operation(1)?;
    forget_peak_memory();
    let batch = warm_up(arguments.warm_up, &operation)?;
    let mut samples = Vec::new();
    let start = Instant::now();
    while samples.len() < 3 || start.elapsed() < arguments.budget {
        let (_, took) = operation(batch)?;
        samples.push(took.as_nanos() as f64 / batch as f64);
    }
    let peak_kb = peak_memory_kb();
    samples.sort_by(f64::total_cmp);
    Ok(Measured { samples, batch, bytes, peak_kb })
}

/// Runs for a while and says how many operations take about half a millisecond.
fn warm_up(time: Duration, operation: impl Fn(u64) -> Result<(usize, Duration), Error>) -> Result<u64, Error> {
    let start = Instant::now();
    let mut runs = 0u64;
    loop {
        operation(1)?;
        runs += 1;
        if start.elapsed() >= time {
            let each = start.elapsed().as_nanos() as f64 / runs as f64;
            return Ok((500_000.0 / each.max(1.0)).clamp(1.0, 100_000.0) as u64);
        }
    }
}

/// From here on the kernel counts the peak anew.
fn forget_peak_memory() {
    let _ = fs::write("/proc/self/clear_refs", "5");
}

/// `VmHWM:     1234 kB`, where there is a `/proc`
fn peak_memory_kb() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

impl Measured {
    fn median(&self) -> f64 {
        self.samples[self.samples.len() / 2]
    }

    fn p90(&self) -> f64 {
        self.samples[self.samples.len() * 9 / 10]
    }

    fn as_json(&self) -> String {
        let object = json!({
            "median_ns": self.median().round() as u64,
            "min_ns": self.samples[0].round() as u64,
            "p90_ns": self.p90().round() as u64,
            "n": self.samples.len(),
            "rss_kb": self.peak_kb,
            "bytes": self.bytes,
        });
        format!("{object}\n")
    }

    fn as_text(&self, mode: Mode) -> String {
        let per_second = 1e9 / self.median();
        let (what, bytes) = match mode {
            Mode::Parse => ("templates/s", "bytes of template"),
            Mode::Full | Mode::Render => ("renders/s", "bytes of output"),
        };
        let rows = [
            ("median", format!("{}, {per_second:.0} {what}", time(self.median()))),
            ("min", time(self.samples[0])),
            ("p90", time(self.p90())),
            ("throughput", format!("{:.1} MB/s, {} {bytes}", self.bytes as f64 * per_second / 1e6, self.bytes)),
            ("peak memory", self.peak_kb.map_or("unknown".to_owned(), |kb| format!("{:.1} MB", kb as f64 / 1024.0))),
            ("measured", format!("{} batches of {}", self.samples.len(), self.batch)),
        ];
        rows.iter().map(|(name, value)| format!("{name:<12} {value}\n")).collect()
    }
}

/// `1.23 µs`
fn time(nanoseconds: f64) -> String {
    match nanoseconds {
        n if n < 1e3 => format!("{n:.0} ns"),
        n if n < 1e6 => format!("{:.2} µs", n / 1e3),
        n if n < 1e9 => format!("{:.2} ms", n / 1e6),
        n => format!("{:.2} s", n / 1e9),
    }
}

/// `2s`, `300ms`, `50us`
fn duration(text: &str) -> Result<Duration, &'static str> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match &text[digits.len()..] {
        "s" => 1.0,
        "ms" => 1e-3,
        "us" => 1e-6,
        _ => return Err("a time has a unit: `2s`, `300ms` or `50us`"),
    };
    let number: f64 = digits.parse().map_err(|_| "not a number with a unit, such as `300ms`")?;
    Duration::try_from_secs_f64(number * unit).map_err(|_| "out of range")
}
