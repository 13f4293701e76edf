"""Reads orders, products and customers of a sandbox with dlt's REST source, and loads them into DuckDB: what a script of the
usual kind does.

Takes the sandbox's first line of output as its argument and prints one JSON object: seconds of each of dlt's steps and rows by
table. The largest pages that the API gives, dlt's own paginators; with `--parallel` its resources are read side by side (pages
of one resource always follow each other).
"""

import json
import sys
import tempfile
import time

import dlt
from dlt.sources.helpers.rest_client.paginators import PageNumberPaginator
from dlt.sources.rest_api import rest_api_source

sandbox = json.loads(sys.argv[1])
parallel = "--parallel" in sys.argv


def by_total() -> PageNumberPaginator:
    """v3 tells how many pages there are."""
    return PageNumberPaginator(base_page=1, page_param="page", total_path="meta.pagination.total_pages")


def resource(name: str, path: str, paginator: PageNumberPaginator, selector: str | None) -> dict:
    endpoint = {"path": path, "params": {"limit": 250}, "paginator": paginator}
    if selector:
        endpoint["data_selector"] = selector
    else:
        # v2 answers 204 without a body behind its last page.
        endpoint["response_actions"] = [{"status_code": 204, "action": "ignore"}]
    return {"name": name, "primary_key": "id", "parallelized": parallel, "endpoint": endpoint}


source = rest_api_source(
    {
        "client": {
            "base_url": f"{sandbox['api_url']}/stores/{sandbox['store_id']}/",
            "headers": {"X-Auth-Token": sandbox["access_token"], "Accept": "application/json"},
        },
        "resources": [
            resource(
                "orders", "v2/orders", PageNumberPaginator(base_page=1, page_param="page", total_path=None), None
            ),
            resource("products", "v3/catalog/products", by_total(), "data"),
            resource("customers", "v3/customers", by_total(), "data"),
        ],
    }
)

with tempfile.TemporaryDirectory() as folder:
    pipeline = dlt.pipeline(
        "storeql_bench",
        pipelines_dir=folder,
        destination=dlt.destinations.duckdb(f"{folder}/destination.duckdb"),
        dataset_name="store",
    )
    seconds = {}
    for step, work in [
        ("extract", lambda: pipeline.extract(source)),
        ("normalize", pipeline.normalize),
        ("load", pipeline.load),
    ]:
        started = time.perf_counter()
        work()
        seconds[step] = time.perf_counter() - started
    with pipeline.sql_client() as client:
        counts = {
            table: client.execute_sql(f"SELECT count(*) FROM {table}")[0][0]
            for table in ("orders", "products", "customers")
        }

print(json.dumps({"version": dlt.__version__, "seconds": seconds, "rows": counts}))
