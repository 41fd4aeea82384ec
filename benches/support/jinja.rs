//! minijinja, as fast as it can be had: the body is read straight into its values.

use minijinja::{AutoEscape, Environment, Template, Value, context};

use super::hand::escape_javascript;
use super::{Request, Workload};

pub struct Jinja {
    template: Template<'static, 'static>,
    environment: &'static Environment<'static>,
    source: &'static str,
    workload: &'static Workload,
    params: Value,
    context: Value,
    stage_variables: Value,
}

impl Jinja {
    pub fn new(workload: &'static Workload) -> Jinja {
        let mut environment = Environment::new();
        environment.set_auto_escape_callback(|_| AutoEscape::None);
        environment.add_filter("escape_javascript", |text: &str| {
            let mut out = String::with_capacity(text.len() + 8);
            escape_javascript(text, &mut out);
            out
        });
        environment.add_filter("index_of", |text: &str, part: &str| text.find(part).map_or(-1, |i| i as i64));
        // it takes one line break off the end
        let source: &'static str = format!("{}\n", workload.jinja).leak();
        environment.add_template("template", source).expect("a template of ours");
        let environment: &'static Environment = Box::leak(Box::new(environment));
        let template = environment.get_template("template").expect("just added");
        let request: &Request = &workload.request;
        let params = request.params().into_iter().map(|(place, given)| (place, map(given)));
        let params = Value::from_pairs(params);
        let context = serde_json::from_str(&request.context.to_string()).expect("an object");
        let stage_variables = map(&request.stage_variables);
        Jinja { template, environment, source, workload, params, context, stage_variables }
    }

    pub fn render(&self) -> String {
        let root: Value = serde_json::from_str(&self.workload.request.body).expect("a body of ours");
        let (params, request, stage) = (self.params.clone(), self.context.clone(), self.stage_variables.clone());
        self.template
            .render(context! { root => root, params => params, context => request, stageVariables => stage })
            .expect("a template of ours")
    }

    /// Reads the template anew.
    pub fn parse(&self) -> Template<'static, 'static> {
        self.environment.template_from_str(self.source).expect("a template of ours")
    }
}

fn map(entries: &[(&'static str, &'static str)]) -> Value {
    Value::from_pairs(entries.iter().map(|(name, value)| (*name, *value)))
}
