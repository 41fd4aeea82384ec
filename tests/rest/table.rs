//! `docs/mapping.md` names a test for each rule; each test that it names is there.
