//! Templates and bodies by chance, the same for the same seed.

use serde_json::{Map, Value, json};

const DEPTH: u64 = 3;

struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn condition(&mut self) -> String {
        let name = ["a", "b", "c"][self.roll(3) as usize];
        match self.roll(7) {
            0 => format!("$in.{name} == 'x'"),
            1 => format!("$in.{name} != 'y'"),
            2 => format!("$in.{name} > {}", self.roll(4)),
            3 => format!("$in.l{name}.size() > {}", self.roll(3)),
            4 => format!("$in.{name} == ''"),
            5 => format!("!($in.{name} == 'x') && $in.b != 'x'"),
            _ => "$foreach.hasNext".to_owned(),
        }
    }

    fn members(&mut self, depth: u64, item: bool) -> String {
        (0..1 + self.roll(3)).map(|_| self.member(depth, item)).collect()
    }

    fn member(&mut self, depth: u64, item: bool) -> String {
        let comma = [",", ",", "", "#if($foreach.hasNext),#end"][self.roll(4) as usize];
        let text = if item { String::new() } else { format!("\"k{}\":", self.roll(3)) };
        if depth == 0 {
            return format!("{text}{}{comma}", self.roll(9));
        }
        match self.roll(8) {
            0 => format!("#if({}){}#end", self.condition(), self.members(depth - 1, item)),
            1 => {
                let condition = self.condition();
                let (yes, no) = (self.members(depth - 1, item), self.members(depth - 1, item));
                format!("#if({condition}){yes}#{{else}}{no}#end")
            }
            2 => {
                let long = if depth == DEPTH { "[1..1200]" } else { "[1..4]" };
                let list = ["$in.la", "$in.lb", "[1..3]", long][self.roll(4) as usize];
                format!("#foreach($i in {list}){}#end", self.members(depth - 1, item))
            }
            3 => format!("{text}[{}]{comma}", self.members(depth - 1, true)),
            4 => format!("{text}{{{}}}{comma}", self.members(depth - 1, false)),
            5 => format!("{text}\"$util.urlEncode($in.a)\"{comma}"),
            _ => format!("{text}{}{comma}", self.roll(9)),
        }
    }
}

/// A template that prints JSON, more or less, made of branches and loops.
pub(super) fn template(seed: u64) -> String {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let list = dice.roll(2) == 0;
    let inside = dice.members(DEPTH, list);
    let (open, close) = if list { ("[", "]") } else { ("{", "}") };
    // `#end1` is no `#end`
    format!("#set($in = $input.path('$')){open}{inside}{close}").replace("#end", "#{end}")
}

/// A body with some of what such templates ask for.
pub(super) fn body(seed: u64) -> String {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let mut body = Map::new();
    for name in ["a", "b", "c"] {
        let value = match dice.roll(6) {
            0 => continue,
            1 => json!(""),
            2 => json!("x"),
            3 => json!("y"),
            4 => json!(dice.roll(6)),
            _ => json!("z"),
        };
        body.insert(name.to_owned(), value);
    }
    for name in ["la", "lb", "lc"] {
        let items = dice.roll(4);
        if items < 3 {
            body.insert(name.to_owned(), (0..items).collect());
        }
    }
    Value::Object(body).to_string()
}
