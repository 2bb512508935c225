"""Secrets of our own making: the same for everybody who asks, for nobody else to read."""

from concurrent.futures import ThreadPoolExecutor

from etl.secret_files import secret, secret_path


def test_a_secret_is_made_once_and_stays(tmp_path):
    made = secret(tmp_path / "var", "prefect")
    assert len(made) >= 32
    assert secret(tmp_path / "var", "prefect") == made
    assert secret(tmp_path / "var", "hashes") != made


def test_all_who_ask_at_once_get_the_same(tmp_path):
    with ThreadPoolExecutor(16) as pool:
        assert len(set(pool.map(lambda _: secret(tmp_path, "prefect"), range(64)))) == 1
    assert [path.name for path in (tmp_path / "secrets").iterdir()] == ["prefect"]


def test_nobody_else_may_read_it_nor_look_into_its_folder(tmp_path):
    (tmp_path / "secrets").mkdir(mode=0o755)
    secret(tmp_path, "prefect")
    path = secret_path(tmp_path, "prefect")
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
