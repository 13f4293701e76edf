"""A notebook as a script, from top to bottom: `# %%` begins a cell. It runs on the sandbox store."""

# %% Open a store: this one is made up, and lies in the process.
import storeql

connection = storeql.connect("storeql://sandbox?orders=1000")

# %% What there is.
tables = connection.tables().to_pandas()
print(tables.head())

# %% What a query asks of the store, before it does.
print(connection.explain("SELECT id FROM orders WHERE status_id = 11").requests)

# %% A data frame, with money exact.
by_month = connection.execute(
    """
    SELECT date_trunc('month', date_created) AS month, count(*) AS orders, sum(total_inc_tax) AS total
    FROM orders GROUP BY 1 ORDER BY 1
    """
).fetch_df()
print(by_month)
assert by_month["orders"].sum() == 1000

# %% Two pictures of it: the turnover of each month, and how many orders are in which status.
import matplotlib.pyplot

figure, axes = matplotlib.pyplot.subplots(figsize=(8, 3))
axes.bar(by_month["month"].dt.strftime("%Y-%m"), by_month["total"].astype(float))
axes.set(title="Turnover by month", ylabel="USD")
axes.tick_params(axis="x", rotation=90)
matplotlib.pyplot.show()

# %%
by_status = connection.execute("SELECT status, count(*) AS orders FROM orders GROUP BY status ORDER BY orders").fetch_df()
figure, axes = matplotlib.pyplot.subplots(figsize=(8, 3))
axes.barh(by_status["status"], by_status["orders"])
axes.set(title="Orders by status", xlabel="orders")
matplotlib.pyplot.show()

# %% The same in Polars, by the stream.
import polars

orders = polars.from_arrow(connection.execute("SELECT id, status, total_inc_tax FROM orders").fetch_record_batch())
print(orders.group_by("status").agg(polars.len(), polars.col("total_inc_tax").sum()).sort("status"))

# %% Only what has changed since the last time, as an incremental load does.
since = connection.execute("SELECT max(date_modified) FROM orders").fetchone()[0]
connection.execute("UPDATE orders SET staff_notes = 'seen' WHERE id = (SELECT min(id) FROM orders)")
changed = connection.execute("SELECT id, date_modified FROM orders WHERE date_modified > ?", (since,)).fetchall()
print(changed)
assert len(changed) == 1

# %% And SQL over Arrow, in DuckDB.
import duckdb

products = connection.sql("SELECT id, name, price FROM products")
print(duckdb.sql("SELECT round(avg(price), 2) AS average FROM products"))

connection.close()
