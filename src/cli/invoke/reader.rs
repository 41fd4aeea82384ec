//! An API as the library reads it, and what the service would refuse of it.

use vtl::definitions::{Api, ApiKind, Operation};
use vtl::rest::Refusal;

use super::super::report::{self, Failure};
use super::answer::Answer;
use super::exchange::Exchange;
use super::message::MessageArguments;
use super::{http, rest, websocket};

/// The method or route that a message is for, and the parameters of its path.
pub struct Found<'a> {
    pub operation: &'a Operation,
    pub parameters: Vec<(String, String)>,
}

/// One of the three types of APIs, read once.
pub trait Reader<'a> {
    /// The method or route that a message is for.
    fn find(&self, message: &MessageArguments) -> Result<Option<Found<'a>>, Failure>;

    /// The message to the integration and back.
    fn exchange(
        &self,
        found: &Found<'a>,
        message: &MessageArguments,
        answer: Option<Answer>,
    ) -> Result<Exchange, Failure>;

    /// The integrations that the service refuses.
    fn refusals(&self) -> Refusals<'a>;
}

/// Reads an API.
pub fn read(api: &Api) -> Result<Box<dyn Reader<'_> + '_>, Failure> {
    Ok(match api.kind {
        ApiKind::Http => Box::new(http::Reader::new(api)?),
        ApiKind::WebSocket => Box::new(websocket::Reader::new(api)?),
        _ => Box::new(rest::Reader::new(api)?),
    })
}

/// Integrations that the service refuses: they stand in nobody's way but that of their own messages.
#[derive(Clone, Default)]
pub struct Refusals<'a>(Vec<(&'a Operation, Refusal)>);

impl<'a> Refusals<'a> {
    pub fn add(&mut self, operation: &'a Operation, refusal: Refusal) {
        self.0.push((operation, refusal));
    }

    /// Why no message gets to an operation.
    pub fn of(&self, operation: &Operation) -> Option<Failure> {
        let (operation, refusal) = self.0.iter().find(|(refused, _)| std::ptr::eq(*refused, operation))?;
        Some(refused(&operation.address, refusal))
    }

    /// Says that the API cannot be made as it is.
    pub fn warn(&self) {
        const MOST: usize = 5;
        for (operation, refusal) in self.0.iter().take(MOST) {
            let (path, message) = (within_integration(refusal), refusal.message());
            report::warn_of(&format!("{}: {path}: {message}", operation.address), refusal.help());
        }
        if self.0.len() > MOST {
            report::warn_of(&format!("and {} integrations more are refused", self.0.len() - MOST), None);
        }
    }
}

/// What is wrong in a definition, by the address of its integration.
pub fn refused(address: &str, refusal: &Refusal) -> Failure {
    Failure::Input {
        name: address.to_owned(),
        message: format!("{}: {}", within_integration(refusal), refusal.message()),
        help: refusal.help().map(ToOwned::to_owned),
    }
}

/// `integration.uri` → `uri`: the address says already where the integration is.
fn within_integration(refusal: &Refusal) -> &str {
    refusal.path().strip_prefix("integration.").unwrap_or(refusal.path())
}
