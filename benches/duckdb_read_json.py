"""DuckDB's `read_json` over the pages of `cargo bench -p storeql-engine --bench decode`: one case a process, one thread.

Started by that benchmark with the case's folder, which holds `columns.json` (the columns with their types, as DuckDB spells
them), `rows.ndjson` (the pages' rows, one a line) and `pages/*.json` (the same rows, an array a page). Reads a word a line from
standard input and answers each with one JSON object: the seconds of one reading, into Arrow, and its rows.
"""

import glob
import json
import sys
import time

import duckdb

folder = sys.argv[1]
with open(f"{folder}/columns.json") as file:
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in json.load(file).items())
pages = sorted(glob.glob(f"{folder}/pages/*.json"))
connection = duckdb.connect()
connection.execute("SET threads = 1")
WAYS = {
    "lines": f"read_json('{folder}/rows.ndjson', format = 'newline_delimited', columns = {{{columns}}})",
    "pages": f"read_json({pages!r}, format = 'array', columns = {{{columns}}})",
}


def read(source: str) -> dict:
    wall, processor = time.perf_counter(), time.process_time()
    table = connection.sql(f"SELECT * FROM {source}").to_arrow_table()
    return {
        "seconds": time.perf_counter() - wall,
        "processor_seconds": time.process_time() - processor,
        "rows": table.num_rows,
    }


for line in sys.stdin:
    readings = [read(source) for source in WAYS.values()]
    best = min(readings, key=lambda reading: reading["processor_seconds"])
    print(json.dumps(best | {"version": duckdb.__version__}), flush=True)
