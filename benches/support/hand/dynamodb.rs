use std::borrow::Cow;

use serde::Deserialize;

use super::{boolean, double, integer};
use crate::support::Request;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Loan<'a> {
    #[serde(borrow)]
    loan: Cow<'a, str>,
    #[serde(borrow)]
    title: Cow<'a, str>,
    #[serde(borrow)]
    author: Cow<'a, str>,
    #[serde(borrow)]
    branch: Cow<'a, str>,
    #[serde(borrow)]
    state: Cow<'a, str>,
    #[serde(borrow)]
    due: Cow<'a, str>,
    #[serde(borrow)]
    reader: Reader<'a>,
    #[serde(borrow)]
    remark: Option<Cow<'a, str>>,
    #[serde(borrow)]
    reserved_by: Option<Cow<'a, str>>,
    fee: f64,
    renewals: u64,
    digital: bool,
}

#[derive(Deserialize)]
struct Reader<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(borrow)]
    mail: Cow<'a, str>,
    #[serde(borrow)]
    address: Address<'a>,
}

#[derive(Deserialize)]
struct Address<'a> {
    #[serde(borrow)]
    street: Cow<'a, str>,
    #[serde(borrow)]
    town: Cow<'a, str>,
    #[serde(borrow)]
    code: Cow<'a, str>,
    #[serde(borrow)]
    country: Cow<'a, str>,
}

pub fn dynamodb_put(request: &Request, out: &mut String) {
    let loan: Loan = serde_json::from_str(&request.body).expect("a body of ours");
    out.push_str("{\n  \"TableName\": \"");
    out.push_str(request.stage_variables[0].1);
    out.push_str("\",\n  \"Item\": {\n    \"pk\": {\"S\": \"LOAN/");
    out.push_str(&loan.loan);
    out.push_str("\"},\n");
    let (reader, address) = (&loan.reader, &loan.reader.address);
    string(out, "request", request.context("requestId"));
    string(out, "ip", request.context("identity.sourceIp"));
    string(out, "loan", &loan.loan);
    string(out, "title", &loan.title);
    string(out, "author", &loan.author);
    string(out, "branch", &loan.branch);
    string(out, "state", &loan.state);
    string(out, "due", &loan.due);
    string(out, "reader", &reader.name);
    string(out, "mail", &reader.mail);
    string(out, "street", &address.street);
    string(out, "town", &address.town);
    string(out, "code", &address.code);
    string(out, "country", &address.country);
    out.push_str("    \"fee\": {\"N\": \"");
    double(out, loan.fee);
    out.push_str("\"},\n    \"renewals\": {\"N\": \"");
    integer(out, loan.renewals);
    out.push_str("\"},\n");
    if let Some(remark) = loan.remark.as_deref().filter(|remark| *remark != "-") {
        string(out, "remark", remark);
    }
    if let Some(reader) = &loan.reserved_by {
        string(out, "reservedBy", reader);
    }
    let standing = match loan.fee {
        fee if fee > 10.0 => "blocked",
        fee if fee > 5.0 => "warned",
        _ => "good",
    };
    string(out, "standing", standing);
    out.push_str("    \"digital\": {\"BOOL\": ");
    boolean(out, loan.digital);
    out.push_str("}\n  },\n  \"ConditionExpression\": \"attribute_not_exists(pk)\"\n}\n");
}

/// `"name": {"S": "value"},`
fn string(out: &mut String, name: &str, value: &str) {
    out.push_str("    \"");
    out.push_str(name);
    out.push_str("\": {\"S\": \"");
    out.push_str(value);
    out.push_str("\"},\n");
}
