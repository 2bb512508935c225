"""Answers of Prefect's server, or their absence, become part of one sentence; errors of anything else stay what they are."""

import httpx
import pytest

from etl.disk_room import fullness
from etl.errors import SettingError
from flows.prefect_errors import refusal, written_to


def test_an_answer_that_is_an_error_is_told_by_its_number():
    answer = httpx.Response(500, request=httpx.Request("POST", "http://127.0.0.1/api"))
    with pytest.raises(httpx.HTTPError) as caught:
        answer.raise_for_status()
    assert refusal(caught.value) == "it answers 500 Internal Server Error"


def test_no_answer_is_told_by_its_kind():
    with pytest.raises(httpx.HTTPError) as caught:
        httpx.get("http://127.0.0.1:1/api", trust_env=False)
    assert refusal(caught.value) == "ConnectError"


def test_an_error_of_ours_is_none_of_the_servers():
    assert refusal(ValueError("a bug")) == ""


def test_a_disk_with_room_is_not_mentioned(tmp_path):
    assert fullness(tmp_path) == ""


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(
            SettingError, match=r"prefect cannot be written: Not a directory; set ETL_HOME to another folder$"
        ),
        written_to(tmp_path / "prefect"),
    ):
        (tmp_path / "file" / "prefect").mkdir()
