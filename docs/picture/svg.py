"""Draws what a terminal shows, with its colours, as an SVG picture: from standard input to standard output. Its argument is the
width in columns."""

import html
import re
import sys
import unicodedata

COLUMN, LINE, EDGE = 8.4, 19, 16
INK, PAPER = "#d8dee9", "#1e2430"
# The eight colours of a terminal, and their bright ones.
COLOURS = "#4c566a #e06c75 #98c379 #e5c07b #61afef #c678dd #56b6c2 #d8dee9".split()
ESCAPE = re.compile(r"\x1b\[([0-9;]*)m")


def applied(style, codes):
    """The style behind an escape sequence with these codes."""
    style = dict(style)
    codes = [int(code or 0) for code in codes.split(";")]
    while codes:
        code = codes.pop(0)
        if code == 0:
            style = {}
        elif code == 1:
            style["weight"] = "bold"
        elif code == 2:
            style["opacity"] = "0.55"
        elif 30 <= code <= 37 or 90 <= code <= 97:
            style["fill"] = COLOURS[code % 10]
        elif code == 38 and codes[:1] == [5]:
            style["fill"] = COLOURS[codes[1] % 8]
            del codes[:2]
        elif code == 39:
            style.pop("fill", None)
    return style


def width(text):
    """Columns of a text: letters of the Far East take two."""
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    marks = sum(bool(unicodedata.combining(sign)) for sign in text)
    return len(text) + wide - marks


def spans(line):
    """The text elements of a line: one for each word, so that columns stand where they do in the terminal."""
    style, column, position = {}, 0, 0
    for found in [*ESCAPE.finditer(line), None]:
        text = line[position:found.start() if found else len(line)]
        names = {"weight": "font-weight", "fill": "fill", "opacity": "fill-opacity"}
        look = "".join(f' {names[key]}="{value}"' for key, value in style.items())
        for word in re.finditer(r"\S+", text):
            x = EDGE + (column + width(text[:word.start()])) * COLUMN
            length = width(word.group()) * COLUMN
            fit = f'textLength="{length:.1f}" lengthAdjust="spacingAndGlyphs"'
            yield f'<tspan x="{x:.1f}" {fit}{look}>{html.escape(word.group())}</tspan>'
        column += width(text)
        if found:
            style, position = applied(style, found.group(1)), found.end()


def main():
    columns = int(sys.argv[1])
    lines = sys.stdin.read().rstrip().split("\n")
    wide, high = columns * COLUMN + 2 * EDGE, len(lines) * LINE + 2 * EDGE
    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0f} {high}" width="{wide:.0f}" height="{high}">')
    print(f'<rect width="100%" height="100%" rx="8" fill="{PAPER}"/>')
    print(f'<g font-family="ui-monospace, Menlo, Consolas, monospace" font-size="14" fill="{INK}">')
    for number, line in enumerate(lines):
        texts = "".join(spans(line))
        if texts:
            print(f'<text y="{EDGE + number * LINE + 14}">{texts}</text>')
    print("</g>\n</svg>")


main()
