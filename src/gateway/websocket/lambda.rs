//! What a function with a proxy integration answers.

use super::super::http::of_proxy;
use super::{EventType, IntegrationAnswer, Message, Rejection, Reply, response};

/// What the client gets of a function's `{"statusCode": 200, "body": "…"}`.
///
/// A function that threw, and one whose answer is malformed, is an error that the client is told of, be its route one-way
/// or not.
pub(super) fn reply(message: &Message, two_way: bool, answer: &IntegrationAnswer) -> Result<Reply, Rejection> {
    let failed = |cause: &str| Rejection::error(message, 502, "Internal server error", cause);
    if answer.function_error {
        return Err(failed("the function failed"));
    }
    let response = of_proxy(&answer.body).ok_or_else(|| failed("the function's answer is malformed"))?;
    match message.event_type() {
        EventType::Connect => response::opening(message, response.status.into(), response.headers, response.body),
        _ if two_way => Ok(Reply::Frame(response.body)),
        _ => Ok(Reply::Nothing),
    }
}
