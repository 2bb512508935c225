"""Statements and answers of `etl sql`, without a warehouse."""

import io
import sys

import pytest

from etl.commands.answers import statement_of
from etl.errors import ArgumentError


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
