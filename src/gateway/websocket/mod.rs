//! The mapping of WebSocket APIs: what API Gateway does to a message between client and integration, as pure functions over
//! plain data.
