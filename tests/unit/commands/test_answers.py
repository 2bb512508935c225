"""Statements and answers of `etl sql`, without a warehouse."""

import io
import json
import sys

import pytest

from etl.commands.answers import print_answer, statement_of
from etl.errors import ArgumentError
from etl.warehouse.queries.query import Answer


def typed_into(monkeypatch, content):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


def test_a_statement_comes_from_standard_input(monkeypatch):
    typed_into(monkeypatch, "select '县'".encode("utf-8-sig"))
    assert statement_of(None, None) == "select '县'"
    typed_into(monkeypatch, b"select 2")
    assert statement_of("-", None) == "select 2"


def test_a_statement_in_another_encoding_is_refused(monkeypatch):
    typed_into(monkeypatch, "select '县'".encode("gb18030"))
    with pytest.raises(ArgumentError, match="standard input is not in UTF-8"):
        statement_of(None, None)


def test_no_statement_is_no_question(monkeypatch):
    typed_into(monkeypatch, b" \n")
    for typed in (None, "-", " "):
        with pytest.raises(ArgumentError, match="nothing is asked"):
            statement_of(typed, None)


def test_json_is_json_whatever_a_figure_is(capsys):
    print_answer(Answer(("f", "b"), [(float("inf"), b"\x00\xff")]), "--json")
    printed = capsys.readouterr().out
    assert json.loads(printed, parse_constant=pytest.fail) == [{"f": "Infinity", "b": "\\x00ff"}]
