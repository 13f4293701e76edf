#!/usr/bin/env bash
# Workbooks and pictures, read back by other programs: openpyxl reads the cells of a workbook with their types, and Python's XML
# reader what an SVG picture draws.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

cargo build --quiet
storeql=${CARGO_TARGET_DIR:-target}/debug/storeql
tools=${STOREQL_TOOLS:-$HOME/.cache/storeql/tools}
python=$tools/openpyxl/bin/python
if ! "$python" -c 'import openpyxl' 2>/dev/null; then
  python3 -m venv "$tools/openpyxl"
  "$tools/openpyxl/bin/pip" install --quiet openpyxl==3.1.5
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

"$storeql" query --sandbox -o "$folder/cells.xlsx" "
  SELECT 7 AS whole, CAST(349.5 AS decimal(20,4)) AS money, 9223372036854775807 AS long, true AS truth, NULL AS nothing,
         TIMESTAMP '2026-01-31T08:26:00Z' AS moment, DATE '2026-01-31' AS day, '=1+2' AS formula, '+49 30 1234' AS phone,
         '007' AS code, DATE '1850-01-01' AS old, 'Möbius 日本 <&>' AS name, CAST(12345678901234.5678 AS decimal(20,4)) AS exact
  UNION ALL
  SELECT -1, -0.0005, 1, false, NULL, TIMESTAMP '1999-12-31T23:59:59Z', DATE '2024-02-29', '-2', '@x', '', DATE '1900-03-01', 'x', 1"
"$python" - "$folder/cells.xlsx" <<'END'
import datetime
import sys

import openpyxl

sheet = openpyxl.load_workbook(sys.argv[1]).active
rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
rows = [rows[0], *sorted(rows[1:], key=lambda row: -row[0])]
time, long = datetime.datetime, "9223372036854775807"
expected = [
    "whole money long truth nothing moment day formula phone code old name exact".split(),
    [7, 349.5, long, True, None, time(2026, 1, 31, 8, 26), time(2026, 1, 31), "=1+2", "+49 30 1234", "007", "1850-01-01",
     "Möbius 日本 <&>", "12345678901234.5678"],
    [-1, -0.0005, 1, False, None, time(1999, 12, 31, 23, 59, 59), time(2024, 2, 29), "-2", "@x", None, time(1900, 3, 1), "x", 1],
]
assert rows == expected, rows
# A text that begins as a formula does is a text: openpyxl calls a formula `f`.
kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
assert "f" not in kinds, kinds
assert sheet.freeze_panes == "A2", sheet.freeze_panes
END

by_status="SELECT status, count(*) AS orders FROM orders GROUP BY status ORDER BY orders DESC, status LIMIT 5"
"$storeql" query --sandbox "$by_status" -o "$folder/bars.svg"
"$storeql" query --sandbox "$by_status" --format csv -o "$folder/bars.csv"
"$storeql" query --sandbox "SELECT date_trunc('month', date_created) AS month, count(*) AS orders FROM orders GROUP BY 1" -o "$folder/line.svg"
"$storeql" query --sandbox "SELECT status, count(*) AS orders, sum(total_inc_tax) AS money FROM orders
  GROUP BY status ORDER BY orders DESC, status LIMIT 5" -o "$folder/two.svg"
"$storeql" query --sandbox "SELECT 'a <b> & \"c\"' AS label, 3 AS n UNION ALL SELECT 'd', -1" -o "$folder/signs.svg"
python3 - "$folder" <<'END'
import csv
import sys
import xml.etree.ElementTree as tree

folder = sys.argv[1]
SVG = "{http://www.w3.org/2000/svg}"


def drawn(name):
    """The texts of a picture, and its bars as (x, width) from the top down."""
    root = tree.parse(f"{folder}/{name}").getroot()
    texts = [text.text.strip() for text in root.iter(SVG + "text")]
    bars = [one for one in root.iter(SVG + "rect") if one.get("fill") != "#FFFFFF"]
    bars.sort(key=lambda one: float(one.get("y")))
    return root, texts, [(float(one.get("x")), float(one.get("width"))) for one in bars]


rows = list(csv.reader(open(f"{folder}/bars.csv")))[1:]
_, texts, bars = drawn("bars.svg")
for label, number in rows:
    assert label in texts and number in texts, (label, number, texts)
assert "orders" in texts and "0" in texts, texts
# A bar is as long as its number says, give or take a pixel.
assert len(bars) == len(rows), bars
for (_, number), (_, width) in zip(rows, bars):
    assert abs(width / bars[0][1] - int(number) / int(rows[0][1])) < 0.01, (number, width)

root, texts, _ = drawn("line.svg")
lines = [line.get("points").split() for line in root.iter(SVG + "polyline")]
assert max(map(len, lines)) == 24, lines
assert "2024-02-01" in texts and "2026-01-01" in texts, texts

# Several numbers are several charts, and every text of them stands in the picture.
root, texts, bars = drawn("two.svg")
assert texts.count("Completed") == 2 and len(bars) == 2 * len(rows), texts
wide, high = float(root.get("width")), float(root.get("height"))
for text in root.iter(SVG + "text"):
    x, y, length = float(text.get("x")), float(text.get("y")), 6 * len(text.text.strip())
    anchor = text.get("text-anchor")
    left = x - (length if anchor == "end" else length / 2 if anchor == "middle" else 0)
    assert 0 <= left and left + length <= wide and 0 <= y <= high, (text.text, x, y)

_, texts, bars = drawn("signs.svg")
assert 'a <b> & "c"' in texts and "-1" in texts, texts
# What is below zero goes to the other side of it.
below, above = sorted(bars)  # The rows of a UNION ALL come in any order.
assert abs(above[0] - (below[0] + below[1])) <= 1, bars
END
echo 'formats: openpyxl reads the cells with their types, and the pictures draw what the rows say'
