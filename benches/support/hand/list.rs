use std::borrow::Cow;

use serde::Deserialize;

use super::{boolean, double, integer};
use crate::support::Request;

#[derive(Deserialize)]
struct Found<'a> {
    hits: u64,
    #[serde(borrow)]
    books: Vec<Book<'a>>,
}

#[derive(Deserialize)]
struct Book<'a> {
    number: u64,
    #[serde(borrow)]
    isbn: Cow<'a, str>,
    #[serde(borrow)]
    title: Cow<'a, str>,
    #[serde(borrow)]
    subject: Cow<'a, str>,
    price: f64,
    copies: u64,
    lent: bool,
    #[serde(borrow)]
    place: Place<'a>,
}

#[derive(Deserialize)]
struct Place<'a> {
    #[serde(borrow)]
    shelf: Cow<'a, str>,
}

pub fn list(request: &Request, out: &mut String) {
    let found: Found = serde_json::from_str(&request.body).expect("a body of ours");
    out.push_str("{\n  \"hits\": ");
    integer(out, found.hits);
    out.push_str(",\n  \"books\": [\n");
    for (i, book) in found.books.iter().enumerate() {
        out.push_str("    {\n      \"number\": ");
        integer(out, book.number);
        out.push_str(",\n      \"isbn\": \"");
        out.push_str(&book.isbn);
        out.push_str("\",\n      \"title\": \"");
        out.push_str(&book.title);
        out.push_str("\",\n      \"subject\": \"");
        out.push_str(&book.subject);
        out.push_str("\",\n      \"price\": ");
        double(out, book.price);
        out.push_str(",\n      \"copies\": ");
        integer(out, book.copies);
        out.push_str(",\n      \"lent\": ");
        boolean(out, book.lent);
        out.push_str(",\n      \"shelf\": \"");
        out.push_str(&book.place.shelf);
        out.push_str(if i + 1 < found.books.len() { "\"\n    },\n\n" } else { "\"\n    }\n\n" });
    }
    out.push_str("  ]\n}\n");
}
