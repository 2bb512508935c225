"""Ten kinds of failure, as an operator meets them: each says what happened, whether it mends itself, and one command."""

import hashlib
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from etl.intake.archive import archive_path
from etl.settings import PROJECT
from etl.warehouse.engine import connect
from etl.warehouse.run_lock import run_lock
from tests.integration.faults.test_full_disks import disk
from tests.integration.operator import CORPUS, Operator

COUNTY, OTHER, DANGLING = "510303", "510311", "513228"
NOBODY_LISTENS = "127.0.0.1:9"
TAKEN_UP = "the next night takes"  # it up, or what was not published
NOT_BY_ITSELF = "it does not mend by itself"
Trouble = Callable[[Operator], AbstractContextManager[object]]


@contextmanager
def inbox_gone(operator: Operator) -> Iterator[None]:
    away = operator.inbox.rename(operator.home / "away")
    try:
        yield
    finally:
        away.rename(operator.inbox)


@contextmanager
def inbox_empty(operator: Operator) -> Iterator[None]:
    with inbox_gone(operator):
        operator.inbox.mkdir()
        try:
            yield
        finally:
            operator.inbox.rmdir()


@contextmanager
def dangling_folder(operator: Operator) -> Iterator[None]:
    link = operator.inbox / DANGLING
    link.symlink_to(operator.inbox / "not mounted")
    try:
        yield
    finally:
        link.unlink()


@contextmanager
def changed_file(operator: Operator, change: Callable[[bytes], bytes]) -> Iterator[None]:
    (file,) = (operator.inbox / COUNTY / "2024Q1").iterdir()
    before = file.read_bytes()
    file.write_bytes(change(before))
    try:
        yield
    finally:
        file.write_bytes(before)


def damaged_file(operator: Operator) -> AbstractContextManager[None]:
    return changed_file(operator, lambda content: content[: len(content) // 2])


def new_file(operator: Operator) -> AbstractContextManager[None]:
    return changed_file(operator, lambda content: content + b"\0")


@contextmanager
def damaged_copy(operator: Operator) -> Iterator[None]:
    """A disk that has changed one letter of what a county sent, which had not failed."""
    assert operator("rerun").returncode == 0
    (file,) = (operator.inbox / OTHER / "2024Q1").iterdir()
    content = file.read_bytes()
    copy = archive_path(operator.home / "archive", hashlib.sha256(content).hexdigest())
    copy.chmod(0o600)
    copy.write_bytes(content.replace(b"[Content_Types]", b"[Content_types]", 1))
    try:
        yield
    finally:
        copy.write_bytes(content)


@contextmanager
def disk_full(operator: Operator) -> Iterator[None]:
    archive = operator.home / "archive"
    with disk(archive.with_name("small"), 1) as small, new_file(operator):
        before = archive.rename(archive.with_name("kept"))
        archive.symlink_to(small.folder)
        small.fill()
        try:
            yield
        finally:
            archive.unlink()
            before.rename(archive)


@contextmanager
def another_run(operator: Operator) -> Iterator[None]:
    engine = connect(operator.environment["ETL_WAREHOUSE_URL"])
    with run_lock(engine, None, 0):
        yield
    engine.dispose()


@contextmanager
def own_calendar(operator: Operator, change: Callable[[str], str]) -> Iterator[None]:
    """A config folder of their own, in which they have changed the calendar."""
    folder = operator.home.parent / "config"
    shutil.copytree(PROJECT / "config", folder)
    calendar = folder / "calendar.yaml"
    calendar.write_text(change(calendar.read_text(encoding="utf-8")), encoding="utf-8")
    try:
        yield
    finally:
        shutil.rmtree(folder)


def calendar_ends(operator: Operator) -> AbstractContextManager[None]:
    """A calendar that knows no year that comes."""
    return own_calendar(operator, lambda text: re.sub(r"(?m)^  20\d\d-", "  2019-", text))


def calendar_mistyped(operator: Operator) -> AbstractContextManager[None]:
    return own_calendar(operator, lambda text: f"{text}overrides: [\n")


@contextmanager
def in_home(operator: Operator, name: str, content: bytes) -> Iterator[None]:
    """A file below the home that is not what the program left there."""
    path = operator.home / name
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_bytes(content)
    try:
        yield
    finally:
        path.unlink()


def warehouse_not_whole(operator: Operator) -> AbstractContextManager[None]:
    return in_home(operator, "warehouse/data/base", b"")


def key_empty(operator: Operator) -> AbstractContextManager[None]:
    return in_home(operator, "secrets/prefect", b"\n")


def prefect_damaged(operator: Operator) -> AbstractContextManager[None]:
    return in_home(operator, "prefect/prefect.db", b"a disk's own idea of a database" * 300)


@dataclass(frozen=True)
class Failure:
    """A failure, the command that is typed meanwhile, and the words that the terminal has for it."""

    command: str
    exit_code: int
    what: str
    mends: str
    remedy: str
    environment: dict[str, str] = field(default_factory=dict)
    trouble: Trouble = lambda _: nullcontext()


FAILURES = {
    "a wrong setting": Failure(
        "run", 2, "ETL_READERS: Input should be a valid integer", NOT_BY_ITSELF, "etl doctor", {"ETL_READERS": "many"}
    ),
    "a typo in config/": Failure("run", 2, r"calendar.yaml, line \d+", NOT_BY_ITSELF, "etl doctor", trouble=calendar_mistyped),
    "a home that is no folder": Failure("run", 2, "cannot be written: Not a directory", NOT_BY_ITSELF, "etl doctor", {"ETL_HOME": "/dev/null"}),
    "an embedded warehouse that is not whole": Failure(
        "status", 1, "is no whole warehouse", NOT_BY_ITSELF, "etl doctor", {"ETL_WAREHOUSE_URL": ""}, warehouse_not_whole
    ),
    "the key of Prefect's server gone": Failure(
        "run", 1, "the key of Prefect's server, is empty", NOT_BY_ITSELF, "rm", {"PREFECT_API_URL": ""}, key_empty
    ),
    "Prefect's database damaged": Failure(
        "run", 1, "Prefect's database .* is damaged", NOT_BY_ITSELF, "rm", {"PREFECT_API_URL": ""}, prefect_damaged
    ),
    "the warehouse gone": Failure(
        *("run", 1, f"the warehouse cannot be reached .*{NOBODY_LISTENS}.*Connection refused", TAKEN_UP, "etl run"),
        {"ETL_WAREHOUSE_URL": f"postgresql://etl:secret@{NOBODY_LISTENS}/etl"},
    ),
    "a watcher without the warehouse": Failure(
        *("heartbeat", 1, f"the warehouse cannot be reached .*{NOBODY_LISTENS}", "whether nights still run cannot be told", "etl doctor"),
        {"ETL_WAREHOUSE_URL": f"postgresql://etl:secret@{NOBODY_LISTENS}/etl"},
    ),
    "the inbox gone": Failure("run", 2, "the inbox .* is not a folder", "the next night reads it", "etl run", trouble=inbox_gone),
    "the mail server gone": Failure(
        *("remind --test", 1, "FAILED operator, by mail.*127.0.0.1 cannot be used: Connection refused", NOT_BY_ITSELF, "etl remind --test"),
        {
            "ETL_SMTP_URL": f"smtp://{NOBODY_LISTENS}",
            "ETL_MAIL_FROM": "etl@province.example.cn",
            "ETL_OPERATOR_MAIL": "operator@province.example.cn",
        },
    ),
    "the inbox empty after full ones": Failure(
        "run", 1, "the inbox .* is empty, and earlier nights found files", "the next night reads it", "etl run", trouble=inbox_empty
    ),
    "a county's folder that cannot be read": Failure(
        "run", 1, f"failed +{DANGLING} 黑水县: .*No such file or directory", TAKEN_UP, "etl rerun", trouble=dangling_folder
    ),
    "a damaged file": Failure(
        "run", 0, f"unread +{COUNTY} .*文件不完整或已损坏", "the county's to send again", "etl issues --county", trouble=damaged_file
    ),
    "a county's reader that stands still": Failure(
        *("run", 1, f"failed +{COUNTY} .*was not read within", TAKEN_UP, "etl rerun"),
        {"ETL_WALL_SECONDS_PER_FILE": "0.001"},
        new_file,
    ),
    "an archived file that the disk has changed": Failure(
        *("replay --preview", 1, f"failed +{OTHER} .*is not what came", "restore the archive", "etl replay"),
        trouble=damaged_copy,
    ),
    "the archive's disk full": Failure(
        "run", 1, "the archive .* cannot be written: No space left on device", TAKEN_UP, "etl run", trouble=disk_full
    ),
    "another run under way": Failure(
        *("run", 1, "is under way, and this one steps aside", TAKEN_UP, "etl run"),
        {"ETL_RUN_WAIT_SECONDS": "0"},
        another_run,
    ),
    "the pages' place gone": Failure(
        "run", 0, "pages: not written: .*cannot be written", "the next run writes them", "etl site", {"ETL_SITE": "/proc/nowhere"}
    ),
    "a year that the calendar does not know": Failure(
        "run", 0, "calendar +2", "until then no county gets mail", "etl remind --dry-run", trouble=calendar_ends
    ),
}  # fmt: skip
LIGHT = (
    "a wrong setting",
    "a typo in config/",
    "a home that is no folder",
    "an embedded warehouse that is not whole",
    "the key of Prefect's server gone",
    "a watcher without the warehouse",
    "the warehouse gone",
    "the inbox gone",
    "the mail server gone",
)


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory, make_operator: Callable[[Path], Operator]) -> Operator:
    """Somebody after a night that went well."""
    operator = make_operator(tmp_path_factory.mktemp("operator"))
    for county in (COUNTY, OTHER):
        shutil.copytree(CORPUS / "night1" / county, operator.inbox / county)
    well = operator("run")
    assert well.returncode == 0, well.stderr
    return operator


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in LIGHT else pytest.mark.long) for name in FAILURES]
)
def test_it_says_what_happened_whether_it_mends_itself_and_one_command(operator: Operator, name: str) -> None:
    failure = FAILURES[name]
    environment = dict(failure.environment)
    if failure.trouble in (calendar_ends, calendar_mistyped):
        environment["ETL_CONFIG"] = str(operator.home.parent / "config")
    with failure.trouble(operator):
        done = operator(*failure.command.split(), **environment)
    said = done.stdout + done.stderr
    assert done.returncode == failure.exit_code, said
    assert "Traceback" not in said
    (*_, line) = [line for line in said.splitlines() if re.search(failure.what, line)] or pytest.fail(said)
    told = said if failure.command.startswith("remind") else line + after(line, said)
    assert failure.mends in told, told
    commands = set(re.findall(r"etl (?:run|rerun|replay|site|issues|doctor|remind)(?: --[a-z-]+)?|\brm(?= )", told))
    assert commands == {failure.remedy}, told


def after(line: str, said: str) -> str:
    """The line after a headline, which is indented below it."""
    _, _, rest = said.partition(line)
    below = rest.lstrip("\n").splitlines()[:1]
    return "".join(below) if not line.startswith((" ", "etl:")) else ""
