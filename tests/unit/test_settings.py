"""Settings come from the environment; a secret is in no message and no text of them."""

import pickle

import pytest

from etl.errors import ConfigError
from etl.settings import load_settings


def test_passwords_by_county(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ETL_PASSWORDS", '{"510821": "Geheim-77", "510104": "旺苍"}')
    settings = load_settings()
    assert {code: secret.get_secret_value() for code, secret in settings.passwords.items()} == {
        "510821": "Geheim-77",
        "510104": "旺苍",
    }
    assert "Geheim" not in f"{settings!r} {settings} {settings.passwords}"
    assert pickle.loads(pickle.dumps(settings.passwords)) == settings.passwords  # noqa: S301 - the way to the children


@pytest.mark.parametrize("value", ["", "{}"])
def test_no_passwords(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("ETL_PASSWORDS", value)
    assert load_settings().passwords == {}


@pytest.mark.parametrize(
    "value",
    ["Geheim-77", '{"510821": "Geheim-77"', '["Geheim-77"]', '{"510821": ["Geheim-77"]}', '{"510821": 77, "1": "Geheim-77"}',
     '{"510821": ""}', '{"Geheim-77": "510821"}', '"Geheim-77"'],
)  # fmt: skip
def test_a_malformed_value_is_one_sentence_without_it(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("ETL_PASSWORDS", value)
    with pytest.raises(ConfigError) as raised:
        load_settings()
    assert raised.value.message.startswith("settings: ETL_PASSWORDS: ")
    assert "\n" not in raised.value.message
    assert "77" not in f"{raised.value.message} {raised.value.context} {raised.value.__cause__}"
