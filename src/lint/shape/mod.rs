//! The JSON that a template prints.
mod chains;
mod explore;
mod expression;
mod host;
mod json;
mod path;
mod plan;
mod probe;
mod reference;
mod terms;
mod text;
mod value;

#[cfg(test)]
mod scratch {
    use super::*;
    #[test]
    fn scratch() {
        for i in 1..=115 {
            let file = format!("/work/shared/realworld/{i:03}.vtl");
            let text = std::fs::read_to_string(&file).unwrap();
            let arena = bumpalo::Bump::new();
            let options = crate::syntax::ParseOptions { dialect: crate::Dialect::ApiGateway, depth: 200, macros: &|_| false };
            let Ok(tree) = crate::syntax::parse(&arena, &text, &options) else { println!("{i:03}: syntax"); continue };
            let start = std::time::Instant::now();
            let explored = explore::explore(path::Source { text: &text, holes: &[] }, tree);
            println!("{i:03}: {} documents json={} {:?}", explored.documents.len(), explored.documents.iter().filter(|d| d.is_json).count(), start.elapsed());
            for case in &explored.cases {
                let f = &case.found;
                let line = text[..f.at.start as usize].matches('\n').count() + 1;
                let mut extra = String::new();
                if let Some(u) = f.unknown {
                    extra = format!("{:?} {}", u.origin, explored.world.chains.expression(u.chain, "X"));
                }
                println!("   {:?} line {line} `{}` {extra} {:?} when {:?}", f.trouble, text.get(f.at.start as usize..f.at.end as usize).unwrap_or("?"), f.text,
                    case.when.iter().map(|d| format!("{}={} turn {:?}", &text[d.at.start as usize..d.at.end as usize], d.answer, d.turn)).collect::<Vec<_>>());
            }
        }
    }
}
