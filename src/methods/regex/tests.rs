//! What Java says.
