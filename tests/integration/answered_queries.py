"""docs/queries.md with its answers: takes the page and an engine of a reader's, gives the page as it would be with today's answers."""

import re

import sqlalchemy as sa
from rich.cells import cell_len

from etl.commands.answers import shown
from etl.errors import ConfigError
from etl.warehouse.queries.query import query

GAP = "  "
_BLOCK = re.compile(r"```sql\n(?P<sql>.*?)```\n(?:\n```\n(?P<answer>.*?)```\n)?", re.DOTALL)


def answered(page: str, engine: sa.Engine) -> str:
    """The page with the answer behind every query, as `etl sql` prints it on a pipe."""
    return _BLOCK.sub(lambda found: f"```sql\n{found['sql']}```\n\n```\n{_answer(engine, found['sql'])}```\n", page)


def questions(page: str) -> list[str]:
    """The numbers of the questions that have a query."""
    return re.findall(r"^### (\d+)\. [^\n]+\n(?:(?!###).)*?```sql\n", page, re.MULTILINE | re.DOTALL)


def _answer(engine: sa.Engine, statement: str) -> str:
    try:
        answer = query(engine, statement)
    except ConfigError as error:
        return f"{error.message}\n"
    lines = [[*answer.columns], *([shown(value) for value in row] for row in answer.rows)]
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    padded = (
        GAP.join(cell + " " * (width - cell_len(cell)) for cell, width in zip(line, widths, strict=True))
        for line in lines
    )
    return "".join(f"{line.rstrip()}\n" for line in padded)
