"""Foreign text as it is shown: whatever it holds, each surface gets text, and JSON the very same value."""

import json
import unicodedata
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from etl.foreign_text import in_csv, in_json, in_markdown, in_message, visible

UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
hostile = st.text(st.one_of(st.characters(), st.sampled_from("\x1b\x9b\u202e\u200b\n\r\t=+-@|`*_[](){}<>&\\#!~.:/")))


@given(hostile)
def test_what_is_shown_is_one_line_of_letters_that_can_be_seen(text: str) -> None:
    for shown in (visible(text), in_csv(text), in_markdown(text), in_message(text)):
        assert not [letter for letter in shown if unicodedata.category(letter) in UNSEEN]
        assert len(shown.splitlines()) <= 1


def test_every_character_that_cannot_be_seen_is_known() -> None:
    unseen = [chr(number) for number in range(0x110000) if unicodedata.category(chr(number)) in UNSEEN]
    assert not [f"U+{ord(letter):04X}" for letter in unseen if visible(letter) == letter]


@given(hostile)
def test_what_is_shown_stays_so(text: str) -> None:
    assert visible(visible(text)) == visible(text)


@given(st.text("=+-@\t\r\n ＝＠0123456789.台A(\u200b", max_size=8))
def test_no_cell_of_a_csv_is_a_formula(text: str) -> None:
    shown = in_csv(text)
    assert shown.removeprefix("'") == visible(text).removeprefix("'")
    begins = shown.lstrip(" \ufffd↵")[:1]
    assert begins not in ("=", "+", "@", "＝", "＠")
    assert begins != "-" or shown.lstrip("-").replace(".", "").isdecimal()


@given(hostile, st.integers(0, 2))
def test_a_value_in_json_is_the_same_and_acts_on_no_terminal(text: str, indent: int) -> None:
    written = in_json(json.dumps([text], ensure_ascii=False, indent=indent))
    assert json.loads(written) == [text]
    assert not [x for x in written if unicodedata.category(x) in UNSEEN and x != "\n"]


@given(hostile)
def test_markdown_is_read_as_the_text(text: str) -> None:
    tokens = (
        MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(f"x {in_markdown(text)} x")
    )
    (inline,) = [token for token in tokens if token.type == "inline"]
    assert {child.type for child in inline.children or ()} <= {"text", "text_special"}
    read = "".join(child.content for child in inline.children or ())
    assert read.split() == f"x {visible(text)} x".split()


@pytest.mark.parametrize("text", ["甲\r\nBcc: x@evil.example", "甲\n\n<b>", "https://evil.example <@all> <!channel>"])
def test_a_message_is_no_header_no_link_and_calls_nobody(text: str) -> None:
    message = EmailMessage()
    message["Subject"] = in_message(text)
    assert list(message) == ["Subject"]
    assert not {"<", ">", "@"} & set(in_message(text))
    assert "://" not in in_message(text)
