"""A dialect of SQLAlchemy 2: `create_engine("storeql://sandbox")`. It reads tables, keys and comments from the system tables.

SQL is PostgreSQL's, so that its compiler writes it.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from sqlalchemy import exc, pool, types
from sqlalchemy.dialects.postgresql.base import PGCompiler, PGIdentifierPreparer, PGTypeCompiler
from sqlalchemy.engine import Connection, default, reflection
from sqlalchemy.engine.url import URL
from sqlalchemy.sql import text

_TYPES: dict[str, type[types.TypeEngine[Any]]] = {
    "BIGINT": types.BigInteger,
    "INTEGER": types.Integer,
    "SMALLINT": types.SmallInteger,
    "BOOLEAN": types.Boolean,
    "DOUBLE": types.Double,
    "DATE": types.Date,
    "VARCHAR": types.String,
}


class StoreqlCompiler(PGCompiler):
    """PostgreSQL's SQL, with `?` for values."""

    def render_bind_cast(self, type_: Any, dbapi_type: Any, sqltext: str) -> str:
        return sqltext


class StoreqlTypes(PGTypeCompiler):
    """PostgreSQL's names of types."""


class StoreqlDialect(default.DefaultDialect):
    """A store in SQLAlchemy."""

    name = "storeql"
    driver = "adbc"
    default_paramstyle = "qmark"
    statement_compiler = StoreqlCompiler
    type_compiler_cls = StoreqlTypes
    preparer = PGIdentifierPreparer
    poolclass = pool.SingletonThreadPool

    supports_statement_cache = True
    supports_native_boolean = True
    supports_native_decimal = True
    supports_sane_rowcount = True
    supports_sane_multi_rowcount = False
    supports_multivalues_insert = True
    supports_comments = True
    supports_alter = False
    insert_returning = True
    update_returning = True
    delete_returning = True
    postfetch_lastrowid = False
    supports_sequences = False
    supports_default_values = False
    # What PostgreSQL's compiler asks its own dialect.
    _backslash_escapes = False
    _supports_create_index_concurrently = False
    _supports_drop_index_concurrently = False

    @classmethod
    def import_dbapi(cls) -> ModuleType:
        import storeql

        return storeql

    def create_connect_args(self, url: URL) -> tuple[list[Any], dict[str, Any]]:
        if url.username or url.password or url.port or url.database:
            raise exc.ArgumentError("the address names a profile and properties only: storeql://PROFILE?Property=value")
        return ([url.set(drivername="storeql").render_as_string(hide_password=False)], {})

    def do_rollback(self, dbapi_connection: Any) -> None:
        """Nothing: SQLAlchemy rolls back whenever a connection is given back, and there is no transaction."""

    def do_commit(self, dbapi_connection: Any) -> None:
        """Nothing: what was written is written."""

    def get_isolation_level(self, dbapi_connection: Any) -> Any:
        return "AUTOCOMMIT"

    def get_isolation_level_values(self, dbapi_connection: Any) -> Any:
        return ["AUTOCOMMIT"]

    def set_isolation_level(self, dbapi_connection: Any, level: Any) -> None:
        if level != "AUTOCOMMIT":
            raise exc.ArgumentError("there are no transactions: the isolation level is AUTOCOMMIT")

    def is_disconnect(self, e: Exception, connection: Any, cursor: Any) -> bool:
        return False

    def _get_default_schema_name(self, connection: Connection) -> str:
        return str(connection.connection.dbapi_connection.adbc_current_db_schema)  # type: ignore[union-attr]

    def _get_server_version_info(self, connection: Connection) -> Any:
        return None

    def _rows(self, connection: Connection, query: str, **values: Any) -> Any:
        return connection.execute(text(query), values).all()

    def _schema(self, schema: str | None) -> str:
        return schema or self.default_schema_name or "bigcommerce"

    def _of(self, connection: Connection, columns: str, source: str, table: str, schema: str | None) -> Any:
        found = self._rows(
            connection,
            f"SELECT {columns} FROM {source} WHERE SchemaName = :schema AND TableName = :name",
            schema=self._schema(schema),
            name=table,
        )
        if not found and not self.has_table(connection, table, schema):
            raise exc.NoSuchTableError(table)
        return found

    @reflection.cache
    def get_schema_names(self, connection: Connection, **kw: Any) -> list[str]:
        return [row[0] for row in self._rows(connection, "SELECT SchemaName FROM sys_schemas")]

    def _tables(self, connection: Connection, schema: str | None, kinds: tuple[str, ...]) -> list[str]:
        query = "SELECT TableName, TableType FROM sys_tables WHERE SchemaName = :schema"
        found = self._rows(connection, query, schema=self._schema(schema))
        return [name for name, kind in found if kind in kinds]

    @reflection.cache
    def get_table_names(self, connection: Connection, schema: str | None = None, **kw: Any) -> list[str]:
        return self._tables(connection, schema, ("TABLE", "SYSTABLE"))

    @reflection.cache
    def get_view_names(self, connection: Connection, schema: str | None = None, **kw: Any) -> list[str]:
        return self._tables(connection, schema, ("VIEW",))

    @reflection.cache
    def get_view_definition(self, connection: Connection, view_name: str, schema: str | None = None, **kw: Any) -> str:
        return str(self._of(connection, "Description", "sys_tables", view_name, schema)[0][0])

    @reflection.cache
    def has_table(self, connection: Connection, table_name: str, schema: str | None = None, **kw: Any) -> bool:
        query = "SELECT 1 FROM sys_tables WHERE SchemaName = :schema AND TableName = :name"
        return bool(self._rows(connection, query, schema=self._schema(schema), name=table_name))

    @reflection.cache
    def get_columns(self, connection: Connection, table_name: str, schema: str | None = None, **kw: Any) -> Any:
        columns = (
            "ColumnName, DataTypeName, NumericPrecision, NumericScale, IsNullable, Description, IsAutoIncrement, Ordinal"
        )
        found = self._of(connection, columns, "sys_tablecolumns", table_name, schema)
        return [
            {
                "name": name,
                "type": _type(kind, precision, scale),
                "nullable": bool(nullable),
                "default": None,
                "autoincrement": increments == "YES",
                "comment": about,
            }
            for name, kind, precision, scale, nullable, about, increments, _ in sorted(found, key=lambda row: row[7])
        ]

    @reflection.cache
    def get_pk_constraint(self, connection: Connection, table_name: str, schema: str | None = None, **kw: Any) -> Any:
        found = self._of(connection, "ColumnName, PrimaryKeyName", "sys_keycolumns", table_name, schema)
        keys = {column: name for column, name in found if name is not None}
        return {"constrained_columns": list(keys), "name": next(iter(keys.values()), None)}

    @reflection.cache
    def get_foreign_keys(self, connection: Connection, table_name: str, schema: str | None = None, **kw: Any) -> Any:
        columns = "ColumnName, ForeignKeyName, ReferencedSchemaName, ReferencedTableName, ReferencedColumnName"
        keys: dict[str, Any] = {}
        for column, name, of, table, other in self._of(connection, columns, "sys_keycolumns", table_name, schema):
            if name is None:
                continue
            key = keys.setdefault(
                name,
                {
                    "name": name,
                    "constrained_columns": [],
                    "referred_schema": of if schema or of != self._schema(None) else None,
                    "referred_table": table,
                    "referred_columns": [],
                    "options": {},
                },
            )
            key["constrained_columns"].append(column)
            key["referred_columns"].append(other)
        return list(keys.values())

    @reflection.cache
    def get_table_comment(self, connection: Connection, table_name: str, schema: str | None = None, **kw: Any) -> Any:
        found = self._of(connection, "Description", "sys_tables", table_name, schema)
        return {"text": found[0][0] if found else None}

    def get_indexes(self, connection: Connection, table_name: str, schema: str | None = None, **kw: Any) -> Any:
        return []

    def get_unique_constraints(self, connection: Connection, table_name: str, schema: str | None = None, **kw: Any) -> Any:
        return []

    def get_check_constraints(self, connection: Connection, table_name: str, schema: str | None = None, **kw: Any) -> Any:
        return []


def _type(kind: str, precision: int | None, scale: int | None) -> types.TypeEngine[Any]:
    if kind == "DECIMAL":
        return types.Numeric(precision, scale)
    if kind == "TIMESTAMP":
        return types.DateTime(timezone=True)
    return _TYPES.get(kind, types.String)()
