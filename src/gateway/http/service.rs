//! `SQS-SendMessage`: integrations with a service of AWS, which take named parameters.

use super::super::definition::{self, Fields};
use super::super::refusal::shown;
use super::super::selection_expression::Expression;
use super::Refusal;
use super::source::{self, Facts, Side, Source};

/// An integration subtype: its name, and its parameters. Those with a `*` are required.
type Subtype = (&'static str, &'static [&'static str]);

/// The documentation's reference. Each also takes a `Region`.
const SUBTYPES: [Subtype; 10] = [
    (
        "EventBridge-PutEvents",
        &["Detail*", "DetailType*", "Source*", "Time", "EventBusName", "Resources", "TraceHeader"],
    ),
    (
        "SQS-SendMessage",
        &[
            "QueueUrl*",
            "MessageBody*",
            "DelaySeconds",
            "MessageAttributes",
            "MessageDeduplicationId",
            "MessageGroupId",
            "MessageSystemAttributes",
        ],
    ),
    (
        "SQS-ReceiveMessage",
        &[
            "QueueUrl*",
            "AttributeNames",
            "MaxNumberOfMessages",
            "MessageAttributeNames",
            "ReceiveRequestAttemptId",
            "VisibilityTimeout",
            "WaitTimeSeconds",
        ],
    ),
    ("SQS-DeleteMessage", &["ReceiptHandle*", "QueueUrl*"]),
    ("SQS-PurgeQueue", &["QueueUrl*"]),
    (
        "AppConfig-GetConfiguration",
        &["Application*", "Environment*", "Configuration*", "ClientId*", "ClientConfigurationVersion"],
    ),
    ("Kinesis-PutRecord", &["StreamName*", "Data*", "PartitionKey*", "SequenceNumberForOrdering", "ExplicitHashKey"]),
    ("StepFunctions-StartExecution", &["StateMachineArn*", "Name", "Input"]),
    ("StepFunctions-StartSyncExecution", &["StateMachineArn*", "Name", "Input", "TraceHeader"]),
    ("StepFunctions-StopExecution", &["ExecutionArn*", "Cause", "Error"]),
];

/// An action of a service, and where its parameters come from.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ServiceAction {
    pub name: &'static str,
    parameters: Vec<(String, Expression<Source>)>,
}

impl ServiceAction {
    /// Reads the action of that name with its `requestParameters`.
    pub fn read(name: &str, fields: &Fields<'_>) -> Result<ServiceAction, Refusal> {
        let names = ["integrationSubtype", "integration-subtype"];
        let Some((name, known)) = SUBTYPES.into_iter().find(|(known, _)| *known == name) else {
            let known = SUBTYPES.map(|(known, _)| known);
            return Err(Refusal::unknown(fields.path_of(&names), "integration subtype", name, &known));
        };
        let mut parameters = Vec::new();
        let names = ["requestParameters"];
        let path = fields.path_of(&names);
        for (key, json) in fields.object(&names)?.iter().flat_map(Fields::entries) {
            let path = definition::inner(&path, key);
            if key != "Region" && !known.iter().any(|known| known.trim_end_matches('*') == key) {
                let known: Vec<&str> = known.iter().map(|known| known.trim_end_matches('*')).collect();
                return Err(Refusal::unknown(path, "parameter", key, &known));
            }
            let text = definition::text(json, || path.clone())?;
            parameters.push((key.to_owned(), source::value(&text, Side::Request, &path)?));
        }
        let required = known.iter().filter_map(|known| known.strip_suffix('*'));
        for required in required {
            if !parameters.iter().any(|(key, _)| key == required) {
                let message = format!("`{}` needs the parameter `{required}`", shown(name));
                return Err(Refusal::new(path, message));
            }
        }
        Ok(ServiceAction { name, parameters })
    }

    /// The parameters that a request gives the action; one without a value is left out.
    pub fn parameters(&self, facts: Facts<'_>) -> Vec<(String, String)> {
        let values = source::evaluate(self.parameters.iter().map(|(_, value)| value), facts);
        let named = self.parameters.iter().zip(values).map(|((name, _), value)| (name.clone(), value));
        named.filter(|(_, value)| !value.is_empty()).collect()
    }
}
