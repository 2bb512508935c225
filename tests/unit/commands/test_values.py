"""Values of options, over the whole tree of commands: whatever takes one refuses what there is not, with what there is."""

from collections.abc import Iterator
from typing import Any

import pytest
import typer.main

from etl.commands import values
from etl.commands.program import app
from etl.errors import ArgumentError

# the name of an option or argument -> what it refuses, and what it says instead
REFUSED = {
    "period": ("garbage", "2024Q1, 2024-03 or 2024"),
    "archive-before": ("garbage", "2024Q1, 2024-03 or 2024"),
    "county": ("红岩", "a code such as 513228"),
    "report": ("台账", "project 帮扶项目台账"),
    "severity": ("bad", "critical, warning, notice"),
    "run": ("../x", "etl runs"),
}


def leaves(command: Any, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, inner in command.commands.items():
        if hasattr(inner, "commands"):
            yield from leaves(inner, (*above, name))
        else:
            yield (*above, name), inner


def asked() -> Iterator[Any]:
    """Every option and argument of these names, in every command there is."""
    for words, command in leaves(typer.main.get_command(app)):
        needed = [one.name for one in command.params if one.param_type_name == "argument" and one.required]
        for one in command.params:
            is_option = one.param_type_name == "option"
            name = next((o.lstrip("-") for o in one.opts if o.startswith("--")), "") if is_option else one.name
            if name in REFUSED:
                given = [f"--{name}"] if is_option else []
                others = ["x" for other in needed if is_option or other != one.name]
                yield pytest.param([*words, *given], others, name, id=" ".join([*words, *(given or [name])]))


@pytest.mark.parametrize(("words", "needed", "name"), list(asked()))
def test_what_there_is_not_is_refused_with_what_there_is(words, needed, name):
    wrong, valid = REFUSED[name]
    with pytest.raises(ArgumentError) as refused:
        typer.main.get_command(app).main([*words, wrong, *needed], standalone_mode=False)
    assert wrong in refused.value.message
    assert valid in refused.value.message
    assert refused.value.exit_code == 2


def test_there_are_such_options():
    assert len(list(asked())) > 20


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (values.severity, "Critical", "critical"),
        (values.report, "帮扶项目台账", "project"),
        (values.report, "《帮扶项目台账》", "project"),
        (values.report, "PROJECT", "project"),
        (values.report, "sale", "sale"),
        (values.county, "黑水县", "513228"),
        (values.period, " 2024q1", "2024Q1"),
        (values.period, "2024年第一季度", "2024Q1"),
        (values.run, "3F0C1D2E", "3f0c1d2e"),
    ],
    ids=lambda part: getattr(part, "__name__", part),  # else an address, and workers of pytest-xdist would disagree
)
def test_what_is_meant_is_understood(read, text, value):
    assert read(text) == value


def test_a_name_that_several_counties_bear_is_told_with_their_codes():
    with pytest.raises(
        ArgumentError, match="市中区: 510802 广元市利州区, 511002 内江市市中区, 511102 乐山市市中区; give"
    ):
        values.county("市中区")
    with pytest.raises(ArgumentError, match="unknown county"):
        values.county("剑阁县、苍溪县")


def test_a_shell_completes_what_there_is():
    assert ("513228", "黑水县") in list(values.counties_like("5132"))
    assert list(values.reports_like("a")) == ["activity", "agreement"]
    assert list(values.severities_like("C")) == ["critical"]
