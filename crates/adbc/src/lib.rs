//! A store as an ADBC database, by the engine's sessions and nothing below them.
