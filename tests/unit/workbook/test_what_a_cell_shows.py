"""The table "what a cell shows" of docs/reading.md: every format that it says tells something of a cell tells it, and no other.

Each file is one cell, looked at as a reader of sheets gets it.
"""

import io
import re
import struct
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import xlwt

from etl.cell_traits import Trait
from etl.workbook.xlsb import STRIKE
from tests.unit.workbook.reading import grid
from tests.workbooks.content import Runs, Sheet, Struck
from tests.workbooks.ods import build_ods
from tests.workbooks.spreadsheetml import build_spreadsheetml, pack_spreadsheetml
from tests.workbooks.text import build_html
from tests.workbooks.xls import build_xls
from tests.workbooks.xlsb import build_xlsb, record
from tests.workbooks.xlsx import build_xlsx, read_part, replace_parts

PROJECT = Path(__file__).parents[3]
MONTH = 'yyyy"年"m"月"'


def xls(write: Callable[[xlwt.Worksheet], None]) -> bytes:
    book, target = xlwt.Workbook(encoding="utf-8"), io.BytesIO()
    write(book.add_sheet("表"))
    book.save(target)
    return target.getvalue()


def struck_runs_of_xls(sheet: xlwt.Worksheet) -> None:
    sheet.write_rich_text(0, 0, [("8", xlwt.easyfont("struck_out on")), ("9.5", xlwt.easyfont(""))])


def ods(cell: str, styles: str = "") -> bytes:
    """A spreadsheet of one cell, as raw XML, with more styles."""
    whole = build_ods([Sheet([["x"]], "表")])
    page = read_part(whole, "content.xml").decode()
    page = page.replace("</office:automatic-styles>", f"{styles}</office:automatic-styles>")
    return replace_parts(
        whole, {"content.xml": re.sub("<table:table-cell.*?</table:table-cell>", lambda _: cell, page, count=1)}
    )


def ods_style(properties: str) -> str:
    return f'<style:style style:name="look" style:family="text"><style:text-properties {properties}/></style:style>'


def xml(data: str, style: str = "") -> bytes:
    look = ' ss:StyleID="look"' if style else ""
    row = f"<Row><Cell{look}>{data}</Cell></Row>"
    styles = f'<Style ss:ID="look">{style}</Style>'
    return pack_spreadsheetml(f'<Worksheet ss:Name="表"><Table>{row}</Table></Worksheet>', styles=styles)


def html(cell: str) -> bytes:
    return build_html(Sheet([["CELL"]])).replace(b"CELL", cell.encode())


def struck_xlsb() -> bytes:
    font = record(611, struct.pack("<I", 1)) + record(43, bytes(2) + bytes([STRIKE]) + bytes(21)) + record(612)
    look = record(617, struct.pack("<I", 1)) + record(47, bytes(16)) + record(618)
    whole = build_xlsb([Sheet([["12"]], "表")])
    return replace_parts(whole, {"xl/styles.bin": record(278) + font + look + record(279)})


def formatted(build: Callable[[list[Sheet]], bytes], value: float, code: str) -> bytes:
    return build([Sheet([[value]], "表", formats={(0, 0): code})])


THROUGH = 'style:text-line-through-style="solid"'
RUNS = {"struck": Runs((("8", "struck"), ("9.5", ""))), "raised": Runs((("12.5", ""), ("1", "raised")))}
DATA = '<ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">{}</ss:Data>'
MONEY, YEAR_AND_MONTH = (12.5, "[$€-2]#,##0.00"), (45231.0, MONTH)
FILES: Mapping[str, Mapping[str, tuple[bytes, Trait]]] = {
    "strike-through": {
        "xlsx": (build_xlsx([Sheet([[Struck("12")]], "表")]), Trait.STRUCK),
        "xls": (xls(lambda sheet: sheet.write(0, 0, "12", xlwt.easyxf("font: struck_out on"))), Trait.STRUCK),
        "ods": (ods('<table:table-cell office:value-type="string"><text:p><text:span text:style-name="look">12</text:span></text:p></table:table-cell>', ods_style(THROUGH)), Trait.STRUCK),
        "SpreadsheetML": (xml('<Data ss:Type="String">12</Data>', '<Font ss:StrikeThrough="1"/>'), Trait.STRUCK),
        "HTML": (html("<del>12</del>"), Trait.STRUCK),
        "xlsb": (struck_xlsb(), Trait.STRUCK),
    },
    "raised or struck runs": {
        "xlsx": (build_xlsx([Sheet([[RUNS["struck"]]], "表")]), Trait.PARTLY_STRUCK),
        "xls": (xls(struck_runs_of_xls), Trait.PARTLY_STRUCK),
        "ods": (ods('<table:table-cell office:value-type="string"><text:p>12.5<text:span text:style-name="look">1</text:span></text:p></table:table-cell>', ods_style('style:text-position="super 58%"')), Trait.RAISED),
        "SpreadsheetML": (xml(DATA.format("<S>8</S>9.5")), Trait.PARTLY_STRUCK),
        "HTML": (html("12.5<sup>1</sup>"), Trait.RAISED),
    },
    "currency in the number format": {
        "xlsx": (formatted(build_xlsx, *MONEY), Trait.OTHER_MONEY),
        "xls": (formatted(build_xls, *MONEY), Trait.OTHER_MONEY),
        "ods": (ods('<table:table-cell office:value-type="currency" office:currency="EUR" office:value="12.5"><text:p>12,5 €</text:p></table:table-cell>'), Trait.OTHER_MONEY),
        "SpreadsheetML": (formatted(build_spreadsheetml, *MONEY), Trait.OTHER_MONEY),
        "xlsb": (formatted(build_xlsb, *MONEY), Trait.OTHER_MONEY),
    },
    "date shown without day or year": {
        "xlsx": (formatted(build_xlsx, *YEAR_AND_MONTH), Trait.WITHOUT_DAY),
        "xls": (formatted(build_xls, *YEAR_AND_MONTH), Trait.WITHOUT_DAY),
        "ods": (ods('<table:table-cell office:value-type="date" office:date-value="2023-11-01"><text:p>2023年11月</text:p></table:table-cell>'), Trait.WITHOUT_DAY),
        "SpreadsheetML": (xml('<Data ss:Type="DateTime">2023-11-01T00:00:00.000</Data>', f"<NumberFormat ss:Format='{MONTH}'/>"), Trait.WITHOUT_DAY),
        "xlsb": (formatted(build_xlsb, *YEAR_AND_MONTH), Trait.WITHOUT_DAY),
    },
}  # fmt: skip


def told() -> list[tuple[str, str, str]]:
    """Look, format and what the table says of the two."""
    page = (PROJECT / "docs" / "reading.md").read_text("utf-8")
    (table,) = re.findall(r"\| what a cell shows \|(.*?)\n\n", page, flags=re.DOTALL)
    head, _, *lines = [
        [cell.strip() for cell in line.strip("| ").split("|")] for line in f"| look |{table}".splitlines()
    ]
    return [(line[0], name, said) for line in lines for name, said in zip(head[1:], line[1:], strict=True)]


@pytest.mark.parametrize(("look", "name", "said"), told())
def test_a_format_tells_what_the_table_says(look: str, name: str, said: str) -> None:
    assert (name in FILES[look]) == (said not in ("no", "–"))
    if name in FILES[look]:
        content, trait = FILES[look][name]
        assert grid(content).traits == {(0, 0): trait}


@pytest.mark.parametrize("build", [build_xlsx, build_xls, build_xlsb, build_spreadsheetml, build_ods])
def test_a_plain_cell_shows_nothing_else(build: Callable[[list[Sheet]], bytes]) -> None:
    assert grid(build([Sheet([[12.5]], "表")])).traits == {}


@pytest.mark.parametrize(
    ("page", "trait"),
    [
        ("<table><tr><td style='text-decoration: line-through'>12</td></tr></table>", Trait.STRUCK),
        ("<table><tr style='TEXT-DECORATION:LINE-THROUGH'><td>12</td></tr></table>", Trait.STRUCK),
        ("<style><!-- .a, td.xl66 {color:red;text-decoration:line-through;} --></style><table><tr><td class='b xl66'>12</td></tr></table>", Trait.STRUCK),
        ("<table><tr><td><span style='text-decoration:line-through'>8</span>12</td></tr></table>", Trait.PARTLY_STRUCK),
    ],
)  # fmt: skip
def test_a_page_strikes_through_by_style_too(page: str, trait: Trait) -> None:
    assert grid(page.encode()).traits == {(0, 0): trait}


STYLE_SHEET = b"<style>.a{vertical-align:super} td.b, .c{text-decoration:line-through} .d{display:none} .e .f{display:none} @media print{.g{display:none}}</style>"


@pytest.mark.parametrize(
    ("cell", "text", "traits"),
    [
        ('15<span style="vertical-align: super">1</span>', "151", {Trait.RAISED}),
        ('15<span class="x A">1</span>', "151", {Trait.RAISED}),
        ('15<font style="mso-text-raise:3.0pt">1</font>', "151", {Trait.RAISED}),
        ('<i class=c>8</i>9.5', "9.5", {Trait.PARTLY_STRUCK}),
        *((f'10<span style="{style}"><b>7</b></span>', "10", set()) for style in (
            "display : none", "visibility:hidden", "font-size:0pt", "opacity:0.0", "text-indent:-9999px", "position:absolute;left:-999px")),
        ("10<span class=d>7</span>", "10", set()),
        *((f'10<span style="{style}">7</span>', "107", set()) for style in (
            "font-size:0.5em", "opacity:0.5", "margin-left:-100px", "vertical-align:middle", "mso-text-raise:0pt")),
        *((f"10<span class={name}>7</span>", "107", set()) for name in "efg"),
    ],
)  # fmt: skip
def test_what_styles_make_of_a_text_of_a_page(cell: str, text: str, traits: set[Trait]) -> None:
    found = grid(STYLE_SHEET + html(cell))
    assert (found.rows[0][0], {*found.traits.values()}) == (text, traits)
