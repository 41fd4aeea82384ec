pub(crate) mod number;
