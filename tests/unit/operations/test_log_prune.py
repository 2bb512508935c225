"""Old logs and results go, long logs keep their newest lines, and whoever writes one goes on at its end."""

import os
from datetime import UTC, datetime, timedelta

from etl.operations.log_prune import KEPT_BYTES, LONGEST_BYTES, logs, prune_logs, prune_results

NOW = datetime(2026, 11, 30, tzinfo=UTC)
BEFORE = NOW - timedelta(days=400)


def written(path, content, days_ago):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, ((NOW - timedelta(days=days_ago)).timestamp(),) * 2)
    return path


def test_logs_that_nobody_wrote_to_go_and_others_stay(tmp_path):
    old = written(tmp_path / "prefect" / "client.log.1", b"x" * 100, 500)
    new = written(tmp_path / "prefect" / "server.log", b"y", 3)
    database = written(tmp_path / "prefect" / "prefect.db", b"z", 500)
    assert prune_logs(logs(tmp_path), BEFORE, dry_run=True) == 100
    assert old.exists()
    assert prune_logs(logs(tmp_path), BEFORE, dry_run=False) == 100
    assert (old.exists(), new.exists(), database.exists()) == (False, True, True)


def test_a_long_log_keeps_its_newest_lines_for_who_has_it_open(tmp_path):
    path = written(tmp_path / "warehouse" / "log", b"", 1)
    with path.open("ab", buffering=0) as writer:
        writer.write(b"old\n" * (LONGEST_BYTES // 4) + b"newest\n")
        os.utime(path, (NOW.timestamp(),) * 2)
        assert prune_logs(logs(tmp_path), BEFORE, dry_run=False) > 0
        writer.write(b"after\n")
    content = path.read_bytes()
    assert len(content) <= KEPT_BYTES + 6
    assert content.startswith(b"old\nold\n")
    assert content.endswith(b"newest\nafter\n")


def test_old_results_go(tmp_path):
    old, new = written(tmp_path / "a" / "old", b"abc", 401), written(tmp_path / "new", b"d", 399)
    assert prune_results(tmp_path, BEFORE, dry_run=True) == 3
    assert prune_results(tmp_path, BEFORE, dry_run=False) == 3
    assert (old.exists(), new.exists()) == (False, True)
    assert prune_results(tmp_path / "nowhere", BEFORE, dry_run=False) == 0
