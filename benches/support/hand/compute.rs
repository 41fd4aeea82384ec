use std::hint::black_box;

use super::integer;
use crate::support::Request;

pub fn compute(_: &Request, out: &mut String) {
    let towns = black_box(["porto", "bergen", "lyon", "gdansk", "toledo", "malmo", "vilnius"]);
    let mut takings = 0;
    out.push_str("{\n\"coaches\":[\n");
    for row in 1..=20i64 {
        out.push_str("{\"coach\":");
        integer(out, row);
        out.push_str(",\"seats\":[\n");
        let mut sum = 0;
        for number in 1..=10i64 {
            let price = (row * 29 + number * 13) % 89;
            sum += price;
            seat(out, row, number, towns[((row + number * 3) % 7) as usize]);
            if price > 55 && number != 10 {
                out.push_str(",{\"dear\":");
                integer(out, price);
                out.push('}');
            }
            out.push_str(if number < 10 { "\n,\n" } else { "\n" });
        }
        out.push_str("],\"sum\":");
        integer(out, sum);
        out.push_str(if sum % 2 == 0 { ",\"kind\":\"even\"}\n" } else { ",\"kind\":\"odd\"}\n" });
        takings += sum;
        out.push_str(if row < 20 { ",\n" } else { "" });
    }
    out.push_str("],\n\"takings\":");
    integer(out, takings);
    out.push_str("\n}\n");
}

fn seat(out: &mut String, row: i64, number: i64, town: &str) {
    out.push_str("{\"seat\":\"");
    out.extend(town[..2].chars().map(|c| c.to_ascii_uppercase()));
    out.push('-');
    integer(out, row);
    out.push('.');
    integer(out, number);
    out.push_str("\",\"line\":\"");
    out.push_str(&town[2..]);
    out.push('"');
    if let Some(at) = town.find('o') {
        out.push_str(",\"stop\":");
        integer(out, at);
    }
    out.push_str("}\n");
}
