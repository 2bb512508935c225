"""The desk: a file is dropped on its page and comes back with its faults marked; nothing else gets anything from it."""

import http.client
import re
import threading
import warnings
from contextlib import contextmanager
from urllib.parse import unquote, urlencode

import pytest

from etl.night.request import load_config
from etl.settings import PROJECT, ReadingLimits, Settings
from etl.workbook.own_marks import is_front_sheet
from etl.workbook.read import read_content
from tests.flows.browser import CHROMIUM, browser
from tests.integration.operator import CORPUS
from tests.unit.commands.test_desk_upload import BOUNDARY, TYPE

with warnings.catch_warnings():  # Great Expectations imports what Python has deprecated
    warnings.simplefilter("ignore", DeprecationWarning)
    from etl.commands.desk.admission import Admission
    from etl.commands.desk.checking import Checking
    from etl.commands.desk.opening import asked_check
    from etl.commands.desk.server import DeskServer

(FAULTY,) = (CORPUS / "night1" / "513423" / "2024Q1").iterdir()
SOUND = next(path for path in sorted((CORPUS / "night1" / "510104" / "2024Q1").iterdir()) if "孵化" in path.name)


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    return Settings(home=tmp_path_factory.mktemp("desk") / "home", warehouse_url=None)


@pytest.fixture(scope="module")
def checking(settings):
    with Checking(settings, load_config(PROJECT / "config")) as checking:
        yield checking


@contextmanager
def opened(checking, *, has_code=False, most_bytes=20 << 20):
    counties = {"513423": "盐源县", "510104": "锦江区"}
    server = DeskServer(
        ("127.0.0.1", 0), Admission(has_code=has_code), asked_check(checking, counties), counties, most_bytes
    )
    with server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def desk(checking):
    with opened(checking) as server:
        yield server


def ask(server, method="GET", path="/", body=b"", **headers):
    """An answer: status, headings, body."""
    own = {"Host": f"127.0.0.1:{server.server_port}", "Origin": f"http://127.0.0.1:{server.server_port}"}
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=120)
    sent = {name: value for name, value in (own | headers).items() if value is not None}
    connection.request(method, path, body, sent)
    answer = connection.getresponse()
    return answer.status, dict(answer.getheaders()), answer.read()


def form(server, content=b"x", name="台账.xlsx", token=None, **fields):
    fields = {"token": server.admission.token if token is None else token, **fields}
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return "".join(parts).encode() + head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()


def check(server, path, **fields):
    body = form(server, path.read_bytes(), path.name, **fields)
    return ask(server, "POST", "/check", body, **{"Content-Type": TYPE})


def said(page):
    return re.sub("<[^>]*>", " ", re.search('<div class="said.*?</div>', page.decode())[0])


def test_a_page_loads_nothing_and_runs_nothing(desk):
    status, headers, page = ask(desk)
    assert status == 200
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert (headers["Cache-Control"], headers["X-Frame-Options"]) == ("no-store", "DENY")
    assert "<script" not in page.decode()


def test_who_asks_for_the_headings_alone_gets_no_page(desk):
    status, headers, page = ask(desk, "HEAD")
    assert (status, page) == (200, b"")
    assert int(headers["Content-Length"]) > 1000


def test_a_file_with_faults_comes_back_marked(desk):
    status, headers, content = check(desk, FAULTY)
    assert status == 200
    assert unquote(headers["Content-Disposition"]).endswith(f"{FAULTY.stem}（标注）.xlsx")
    grids = read_content(content, "xlsx", ReadingLimits())[1]
    assert is_front_sheet(grids[0])
    assert any("认领状态" in str(cell) for row in grids[0].rows for cell in row)


def test_a_file_in_order_is_said_to_be(desk):
    status, _, page = check(desk, SOUND, county="510104", period="2024Q1")
    assert status == 200
    assert "《孵化基地》" in said(page)
    assert "没有发现问题" in said(page)
    assert '<option value="510104" selected>' in page.decode()
    assert 'value="2024Q1"' in page.decode()


def test_another_county_s_file_is_marked(desk):
    _, headers, content = check(desk, SOUND, county="513423", period="2024Q1")
    assert "attachment" in headers["Content-Disposition"]
    assert "盐源县" in str(read_content(content, "xlsx", ReadingLimits())[1][0].rows)


def test_what_is_no_workbook_comes_back_as_a_list(desk):
    body = form(desk, b"%PDF-1.7 nothing", "扫描件.pdf")
    status, headers, content = ask(desk, "POST", "/check", body, **{"Content-Type": TYPE})
    assert status == 200
    assert unquote(headers["Content-Disposition"]).endswith("扫描件（标注）.xlsx")
    assert "PDF" in str(read_content(content, "xlsx", ReadingLimits())[1][0].rows)


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"county": "999999"}, "没有这个县"), ({"period": "2024Q7"}, "不是报告期"), ({"period": "<b>"}, "&lt;b&gt;")],
)
def test_a_wrong_choice_is_said(desk, fields, words):
    status, _, page = ask(desk, "POST", "/check", form(desk, **fields), **{"Content-Type": TYPE})
    assert (status, words in said(page)) == (200, True)


REFUSED = [
    pytest.param({"headers": {"Origin": "http://evil.example"}}, 403, id="a-form-of-another-site"),
    pytest.param({"headers": {"Origin": None}}, 403, id="no-browser"),
    pytest.param({"headers": {"Origin": "null"}}, 403, id="a-page-in-a-box"),
    pytest.param(
        {"headers": {"Host": "evil.example", "Origin": "http://evil.example"}}, 403, id="a-name-that-leads-here"
    ),
    pytest.param({"token": "old"}, 403, id="a-form-of-another-desk"),
    pytest.param({"content": b""}, 400, id="no-file"),
    pytest.param({"headers": {"Content-Type": "text/plain"}}, 400, id="no-form"),
    pytest.param({"headers": {"Content-Length": "99999999999"}}, 413, id="too-long"),
    pytest.param({"headers": {"Content-Length": "-1"}}, 411, id="no-length"),
    pytest.param({"headers": {"Content-Length": "9" * 5000}}, 411, id="no-number"),
    pytest.param({"headers": {"Transfer-Encoding": "chunked", "Content-Length": None}}, 411, id="chunks"),
    pytest.param({"path": "/etc/passwd"}, 404, id="elsewhere"),
]


@pytest.mark.parametrize(("asked", "status"), REFUSED)
def test_nothing_else_gets_in(desk, asked, status):
    asked = {"path": "/check", "headers": {}, **asked}
    headers = {"Content-Type": TYPE, **asked.pop("headers")}
    path = asked.pop("path")
    found, _, page = ask(desk, "POST", path, form(desk, **asked), **headers)
    assert found == status
    assert "<h1>" in page.decode()


def test_several_files_are_one_delivery(desk):
    one = form(desk, SOUND.read_bytes())
    second = one[one.rindex(f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"'.encode()) :]
    body = one.removesuffix(f"--{BOUNDARY}--\r\n".encode()) + second
    status, _, page = ask(desk, "POST", "/check", body, **{"Content-Type": TYPE})
    assert (status, "台账.xlsx、台账（2）.xlsx" in said(page)) == (200, True)


def test_the_office_network_is_asked_for_the_code(checking):
    with opened(checking, has_code=True) as server:
        assert "访问码" in ask(server)[2].decode()
        assert check(server, FAULTY)[0] == 403
        typed = {"Content-Type": "application/x-www-form-urlencoded"}
        assert ask(server, "POST", "/code", urlencode({"code": "WRONG"}).encode(), **typed)[0] == 403
        code = urlencode({"code": server.admission.code.lower()}).encode()
        status, headers, _ = ask(server, "POST", "/code", code, **typed)
        assert (status, headers["Location"]) == (303, "/")
        assert "HttpOnly; SameSite=Strict" in headers["Set-Cookie"]
        cookie = headers["Set-Cookie"].partition(";")[0]
        assert 'type="file"' in ask(server, Cookie=cookie)[2].decode()
        assert 'type="file"' not in ask(server, Cookie="desk=another")[2].decode()


def test_nothing_is_stored(desk, settings):
    assert check(desk, SOUND)[0] == 200
    assert not settings.home.exists() or [*settings.home.iterdir()] == []


@pytest.mark.long
@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: apt-get install chromium")
def test_a_hand_drops_files_in_a_browser(desk, tmp_path):
    downloads = tmp_path / "downloads"
    with browser(tmp_path / "profile") as page:
        page.open(f"http://127.0.0.1:{desk.server_port}/")
        page.wait_for("报表自查")
        page.keep_downloads(downloads)
        page.drop("#file", SOUND)
        page.click("button", "检查")
        page.wait_for("《孵化基地》", "没有发现问题")
        page.run("history.back()")
        page.wait_for("把报表文件拖到下面的框里")
        page.drop("#file", FAULTY, SOUND)
        assert page.run("[...document.querySelector('#file').files].map(one => one.name)") == [FAULTY.name, SOUND.name]
        page.click("button", "检查")
        path = page.downloaded(downloads)
    assert path.name == f"{FAULTY.stem}（标注）.xlsx"
    assert is_front_sheet(read_content(path.read_bytes(), "xlsx", ReadingLimits())[1][0])
