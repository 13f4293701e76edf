//! The catalog's and the schemas' names, which statements may put before a table's.

/// The catalog's name in three-part names.
pub(crate) const CATALOG: &str = "storeql";
/// The schema of the system tables.
pub(crate) const SYSTEM_SCHEMA: &str = "sys";
/// The schema of views, by the field's name.
pub(crate) const VIEWS_SCHEMA: &str = "UserViews";
/// The schema of the SQL standard's system tables.
pub(crate) const INFORMATION_SCHEMA: &str = "information_schema";
/// The schema of PostgreSQL's own catalogue.
pub(crate) const PG_CATALOG: &str = "pg_catalog";
