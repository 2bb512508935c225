"""docs/queries.md: the twenty-five questions and the published figures, each query run as an analyst over the sample province."""

import re
import shutil

import pytest

from etl.commands.demo import NIGHT1, NIGHT2, PERIOD
from etl.settings import PROJECT
from etl.warehouse.engine import connect
from tests.integration.answered_queries import answered, questions
from tests.integration.one_night import one_night
from tests.integration.operator import CORPUS
from tests.postgres_urls import as_reader

PAGE = (PROJECT / "docs" / "queries.md").read_text(encoding="utf-8")
PUBLISHED = ("118          59", "263000000.00", "9         26        7190000.00", "4         10        3600000.00")
PUBLISHED += ("640000.00     198         544      450.00", "50                9")


def test_every_question_has_a_query_and_the_published_figures_their_answers():
    assert questions(PAGE) == [str(number) for number in range(1, 26)]
    assert [figure for figure in PUBLISHED if figure not in PAGE.partition("## What the province published")[2]] == []
    assert len(re.findall("```sql", PAGE)) == 29


@pytest.mark.long
def test_the_answers_are_those_of_the_sample_province(make_database, template_url, tmp_path, monkeypatch):
    url = make_database(template_url)
    monkeypatch.setenv("ETL_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ETL_INBOX", str(tmp_path / "inbox"))
    monkeypatch.setenv("ETL_WAREHOUSE_URL", url)
    monkeypatch.setenv("ETL_JUDGES", "0")
    for night, now in (("night1", NIGHT1), ("night2", NIGHT2)):
        shutil.copytree(CORPUS / night, tmp_path / "inbox", dirs_exist_ok=True)
        one_night(now, period=PERIOD)
    assert answered(PAGE, connect(as_reader(url))) == PAGE
