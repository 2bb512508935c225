"""Hostile names and values through every command and surface: shown as text on their line, never obeyed, no traceback.

Commands are taken from the program itself: a new one has to be typed here, too.
"""

import csv
import io
import json
import os
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import click
import httpx
import pytest
import typer
from markdown_it import MarkdownIt

from etl import cli
from etl.commands import program
from tests.integration import one_night  # noqa: F401 - imports Great Expectations without its warnings
from tests.integration.operator import Operator
from tests.receivers.web_server import web_server
from tests.workbooks.spreadsheetml import pack_spreadsheetml
from tests.workbooks.text import build_csv
from tests.workbooks.xlsx import pack_zip

pytestmark = pytest.mark.campaign

COUNTY, PERIOD = "510821", "2024Q1"
FORGED = "513228 黑水县 accepted"
COMMANDS_TERMINAL = "\x1b[31m\x1b]0;x\x07\x9b2J"
TURNS_AROUND = "\u202e\u2066\u200b\u061c\xad"
NAME = f"=甲[bold]{COMMANDS_TERMINAL}{TURNS_AROUND}|`x`*y*<img src=x>[a](b)<@all>\n{FORGED}\r"
EDITION = "=甲[bold]|`x`*y*<img src=x>[a](b)<@all>[/i] &lt;"
TEXT = f"{NAME}[/i] https://evil.example &lt; {{0}} %s"
VALUE = f"{COMMANDS_TERMINAL}{TURNS_AROUND}[/i]|<b>"
SHEET = f"表{TURNS_AROUND}[/i]<b>|"
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Said:
    """Output of a command, and how it ended."""

    code: int
    out: str
    err: str


def sales(product: str) -> bytes:
    head = ["社会组织名称", "农产品", "销售渠道", "成交额（元）", TEXT]
    return build_csv([head, [f"协会{TEXT}", product, "线上", 3000, TEXT], ["乙协会", "花椒", "线上", 1, "x"]])


def gifts() -> bytes:
    head = ["捐赠编号", "捐赠社会组织", "捐赠日期", "捐赠类型", "金额（元）"]
    text = "".join(letter for letter in TEXT if letter >= " ")  # XML knows no others
    rows = [head, ["JZ1", text, text, text, f"x[/i]{TURNS_AROUND}"]]
    cells = ("".join(f'<Cell><Data ss:Type="String">{escape(cell)}</Data></Cell>' for cell in row) for row in rows)
    lines = "".join(f"<Row>{row}</Row>" for row in cells)
    return pack_spreadsheetml(f'<Worksheet ss:Name="{escape(SHEET)}"><Table>{lines}</Table></Worksheet>')


def lay(inbox: Path) -> None:
    """One county's folder full of hostile names and values, and some beside it."""
    folder = inbox / COUNTY / PERIOD
    folder.mkdir(parents=True)
    (inbox / NAME).write_text("x")
    (inbox / f"{NAME}县").mkdir()
    (inbox / COUNTY / f"{NAME}季度").mkdir()
    (folder / f"销售{NAME}.csv").write_bytes(sales(f"=花椒{VALUE}"))
    (folder / f"捐赠{NAME}.xlsx").write_bytes(gifts())
    (folder / f"{NAME}.pdf").write_bytes(b"%PDF-1.7")
    member = build_csv([["甲", "乙"], [TEXT, 1]])
    (folder / f"{NAME}.zip").write_bytes(pack_zip({f"{TEXT}/{NAME}.csv": member, f"{NAME}.pdf": b"%PDF-1.7"}))
    (folder / f"{NAME}链接").symlink_to("/etc/passwd")
    os.mkfifo(folder / f"{NAME}管道")


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory, make_operator: Callable[..., Operator]) -> Operator:
    operator = make_operator(tmp_path_factory.mktemp("foreign"))
    lay(operator.inbox)
    return operator


@pytest.fixture(scope="module")
def night(operator: Operator) -> tuple[list[Said], list[dict[str, str]]]:
    """A night, a second one with other values, and a replay that misses an archived file; and the messages about them."""
    with web_server() as told:
        done = [operator("run", ETL_WEBHOOKS=f"json://127.0.0.1:{told.port}/hook")]
        (sold,) = (operator.inbox / COUNTY / PERIOD).glob("销售*")
        sold.write_bytes(sales(f"+核桃{VALUE}"))
        done.append(operator("run", ETL_WEBHOOKS=f"json://127.0.0.1:{told.port}/hook"))
    return [Said(one.returncode, one.stdout, one.stderr) for one in done], told.given


def after_nights(operator: Operator, *arguments: str) -> Said:
    """A command that runs a flow."""
    done = operator(*arguments)
    return Said(done.returncode, done.stdout, done.stderr)


def typed(*arguments: str) -> Said:
    """Any other command, in this process."""
    out, err = io.StringIO(), io.StringIO()
    argv, sys.argv = sys.argv, ["etl", *arguments]
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = cli.run_command()
    finally:
        sys.argv = argv
    return Said(code, out.getvalue(), err.getvalue())


@pytest.fixture
def environment(operator: Operator, night: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in operator.environment.items():
        if name.startswith("ETL_"):
            monkeypatch.setenv(name, value)
    monkeypatch.setenv("ETL_JUDGES", "0")
    monkeypatch.setenv("PREFECT_API_URL", operator.environment["PREFECT_API_URL"])


def assert_harmless(text: str) -> None:
    """Nothing in it hides, reorders or commands, and no quoted text began a line of its own."""
    found = {letter for letter in text if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp")} - {"\n"}
    assert not found, {f"U+{ord(letter):04X}" for letter in found}
    assert not any(line.startswith(FORGED) for line in text.split("\n"))
    assert "Traceback" not in text


def assert_text(markdown: str) -> None:
    """Markdown of which nothing but our own tables, headings and commands is made."""
    inline = [
        token for token in MarkdownIt("commonmark", {"html": True}).enable("table").parse(markdown) if token.children
    ]
    kinds = {(child.type, child.content) for token in inline for child in token.children or ()}
    assert {kind for kind, _ in kinds} <= {"text", "text_special", "code_inline", "softbreak"}, kinds
    assert all(content.startswith(("etl ", "/")) for kind, content in kinds if kind == "code_inline")


# what is typed of every command; those of the second kind run a flow
COMMANDS: dict[str, list[list[str]]] = {
    "status": [[], [COUNTY], ["--html"], [COUNTY, "--html"], ["--csv"], [COUNTY, "--csv"], ["--json"]],
    "issues": [[], ["--csv"], ["--json"]],
    "changes": [[], ["--csv"], ["--json"]],
    "runs": [[], ["--json"]],
    "waivers": [[], ["--json"]],
    "headings": [[], ["--json"]],
    "rules": [["--report", "sale"], ["--json", "--report", "sale"], ["--markdown"], ["--gx", "GX"]],
    "sql": [[f"select *, e'{NAME.translate(str.maketrans({chr(10): '', chr(0): ''}))}' as \"{TEXT.replace(chr(34), '')}\" from mart.sale", *kind]
            for kind in ([], ["--csv"], ["--json"], ["-x"])],
    "dictionary": [["OUT"]],
    "edition freeze": [[PERIOD, "--name", name, "--reason", TEXT, "--by", TEXT] for name in (TEXT, EDITION)],
    "edition list": [[], ["--json"]],
    "edition diff": [[TEXT], [EDITION], [EDITION, "--json"]],
    "trace": [["sale", "乙协会/花椒/online", "org_name"], ["sale", "乙协会/花椒/online", "org_name", "--json"],
              ["county_summary", f"{COUNTY}/{PERIOD}", "sold_yuan"]],
    "export": [["OUT", "sale", "--format", "csv"], ["OUT", "sale"]],
    "site": [["OUT"], ["OUT", "--audience", "public"]],
    "check": [["INBOX"], ["INBOX", "--json"], ["INBOX", "--rows", "--account"],
              ["INBOX", "--county", COUNTY, "--period", PERIOD]],
    "data-docs": [["DOCS"]],
    "init": [[f"NEW{NAME}"]],
    "templates": [["--out", "OUT", "--prefilled", "--county", COUNTY, "--period", "2024Q2"]],
    "returns": [["--out", "OUT"]],
    "desk": [["--listen", "203.0.113.1"]],  # refused, as no machine has it
    "heartbeat": [[]],
    "doctor": [[], ["--archive", "--json"]],
    "automations": [[]],
    "deployments": [[]],
    "prune": [["--dry-run"], ["--archive-before", "2023Q1"]],
    "warehouse start": [[]],
    "warehouse stop": [[]],
    "warehouse url": [[]],
    "warehouse grant": [["NOBODY"], ["zhang", "--prefecture", "nowhere"]],
    "warehouse migrate": [[]],
    "warehouse accept-key": [[]],
    "serve": [["--port", "4200"]],  # refused, as the tests have a server of their own
    "demo": [[]],  # refused, as they have a warehouse of their own
    "remind": [["--dry-run"], ["--test"]],
}  # fmt: skip
FLOWS: dict[str, list[list[str]]] = {
    "run": [["--county", COUNTY]],
    "rerun": [["--dry-run"], ["--county", COUNTY]],
    "replay": [["--preview"]],
}


def names(command: click.Command, above: str = "") -> Iterator[str]:
    for name, inner in getattr(command, "commands", {}).items():
        full = f"{above} {name}".strip()
        if getattr(inner, "commands", None):
            yield from names(inner, full)
        else:
            yield full


def test_every_command_is_typed_here() -> None:
    assert sorted(names(typer.main.get_command(program.app))) == sorted([*COMMANDS, *FLOWS])


@pytest.mark.parametrize(
    ("name", "arguments"), [(name, arguments) for name, kinds in COMMANDS.items() for arguments in kinds]
)
@pytest.mark.usefixtures("environment")
def test_a_command_shows_foreign_text_as_text(
    operator: Operator, tmp_path: Path, name: str, arguments: list[str]
) -> None:
    places = {
        "INBOX": str(operator.inbox / COUNTY),
        "DOCS": str(tmp_path / "docs"),
        "GX": str(tmp_path / "gx"),
        "OUT": str(tmp_path / "out"),
    }
    given = [places.get(one, one.replace("NEW", str(tmp_path / "new"))) for one in arguments]
    said = typed(*name.split(), *given)
    assert said.code in (0, 1, 2), said.err
    assert_harmless(said.out)
    assert_harmless(said.err)
    if "--csv" in arguments:
        cells = [cell for row in csv.reader(io.StringIO(said.out)) for cell in row]
        assert not [cell for cell in cells if cell.startswith(FORMULAS) and not cell[1:2].isdigit()]
    if "--json" in arguments:
        lines = said.out.splitlines() if name == "check" else [said.out]
        values = [value for line in lines for value in strings(json.loads(line))]
        assert name not in ("changes", "sql", "check") or any(COMMANDS_TERMINAL in value for value in values)
    for page in tmp_path.rglob("*"):
        if page.is_file() and page.suffix in (".html", ".json", ".csv"):
            text = page.read_text(encoding="utf-8-sig")
            if name in ("export", "site", "returns"):  # which is what counties wrote
                assert_harmless(text)
            else:
                assert FORGED not in text


def strings(found: Any) -> Iterator[str]:
    """Every text in a JSON value."""
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict | list):
        for inner in [*found.keys(), *found.values()] if isinstance(found, dict) else found:
            yield from strings(inner)


def test_markup_is_shown_as_it_was_written(environment: None) -> None:
    assert "[/i]" in typed("issues").out.replace("\n", "")
    assert "[bold]" in typed("status", COUNTY).out


def test_a_night_shows_foreign_text_as_text(night: tuple[list[Said], list[dict[str, str]]]) -> None:
    runs, messages = night
    for said in runs:
        assert said.code == 0, said.err
        assert_harmless(said.out)
        assert_harmless(said.err)
    assert "1 reports accepted" in runs[0].out
    assert "unplaced" in runs[0].out
    assert "files: 4 in the inbox, 4 read, 0 known" in runs[0].out  # a zip is one file
    assert len(messages) == 2
    for message in messages:
        for part in (message["title"], message["message"]):
            assert_harmless(part)
            assert not {"<", ">", "@", "://"} & {*part, *(["://"] if "://" in part else [])}


@pytest.mark.usefixtures("night")
def test_artifacts_of_nights_are_text(operator: Operator) -> None:
    asked = {"artifacts": {"key": {"any_": ["night"]}}}
    url = f"{operator.environment['PREFECT_API_URL']}/artifacts/filter"
    found = httpx.post(url, json=asked, timeout=30, trust_env=False).json()
    ours = [one for one in found if str(operator.inbox).split("/")[-2] in one["data"].replace("\\", "")]
    assert len(ours) >= 2
    for artifact in ours:
        assert_harmless(artifact["data"])
        assert_harmless(artifact["description"])
        assert_text(artifact["data"])


@pytest.mark.parametrize(("name", "arguments"), [(name, one) for name, kinds in FLOWS.items() for one in kinds])
@pytest.mark.usefixtures("night")
def test_a_flow_shows_foreign_text_as_text(operator: Operator, name: str, arguments: list[str]) -> None:
    shutil.rmtree(operator.home / "archive", ignore_errors=True)  # so that each file is named as lost
    said = after_nights(operator, name, *arguments)
    assert said.code in (0, 1), said.err
    assert_harmless(said.out)
    assert_harmless(said.err)
