"""SQLAlchemy 2: reflection without a request, Core and ORM."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pandas
import pytest
import sqlalchemy as sa
from conftest import Sandbox
from sqlalchemy import orm


@pytest.fixture
def engine() -> Iterator[sa.Engine]:
    engine = sa.create_engine("storeql://sandbox")
    yield engine
    engine.dispose()


def test_reflection_sends_nothing(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STOREQL_CONNECTION", sandbox.connection)
    engine = sa.create_engine("storeql://")
    inspector = sa.inspect(engine)
    assert inspector.default_schema_name == "bigcommerce"
    assert {"orders", "order_items"} <= set(inspector.get_table_names())
    assert "sys_tables" in inspector.get_table_names("sys")
    metadata = sa.MetaData()
    items = sa.Table("order_items", metadata, autoload_with=engine)
    assert [column.name for column in items.primary_key] == ["id"]
    assert items.c.order_id.references(metadata.tables["orders"].c.id)
    assert isinstance(items.c.total_inc_tax.type, sa.Numeric) and items.c.total_inc_tax.type.scale == 4
    assert items.comment and items.c.quantity.comment
    with pytest.raises(sa.exc.NoSuchTableError):
        sa.Table("no_such", metadata, autoload_with=engine)
    assert sandbox.requests() == 0


def test_core(engine: sa.Engine) -> None:
    products = sa.Table("products", sa.MetaData(), autoload_with=engine, resolve_fks=False)
    query = sa.select(products.c.id, products.c.price).where(products.c.price > Decimal("100")).order_by(products.c.price.desc()).limit(3)
    with engine.connect() as connection:
        rows = connection.execute(query).all()
        assert len(rows) == 3 and all(isinstance(row.price, Decimal) and row.price > 100 for row in rows)
        named = connection.execute(sa.text("SELECT count(*) FROM products WHERE id IN (:a, :b)"), {"a": rows[0].id, "b": rows[1].id})
        assert named.scalar_one() == 2
        many = connection.execute(sa.select(sa.func.count()).select_from(products).where(products.c.id.in_([row.id for row in rows])))
        assert many.scalar_one() == 3
    frame = pandas.read_sql(query, engine)
    assert len(frame) == 3


class Base(orm.DeclarativeBase):
    pass


class Brand(Base):
    __tablename__ = "brands"
    id: orm.Mapped[int] = orm.mapped_column(primary_key=True)
    name: orm.Mapped[str]
    page_title: orm.Mapped[str | None]


class Product(Base):
    __tablename__ = "products"
    id: orm.Mapped[int] = orm.mapped_column(primary_key=True)
    name: orm.Mapped[str]
    brand_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("brands.id"))
    brand: orm.Mapped[Brand] = orm.relationship()


def test_orm(engine: sa.Engine) -> None:
    with orm.Session(engine) as session:
        product = session.scalars(sa.select(Product).join(Product.brand).order_by(Product.id).limit(1)).one()
        assert product.brand.id == product.brand_id
        brand = Brand(name="Of the ORM")
        session.add(brand)
        session.commit()
        assert brand.id > 0
        brand.page_title = "Changed"
        session.commit()
        assert session.scalar(sa.select(Brand.page_title).where(Brand.name == "Of the ORM")) == "Changed"
        session.delete(brand)
        session.commit()
        assert session.scalar(sa.select(sa.func.count()).select_from(Brand).where(Brand.name == "Of the ORM")) == 0


def test_an_address_with_more_is_refused() -> None:
    with pytest.raises(sa.exc.ArgumentError, match="storeql://PROFILE"):
        sa.create_engine("storeql://me:secret@shop").connect()
