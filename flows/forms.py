"""Forms of the deployments: takes the configuration, gives the schema of each one's parameters as Prefect's UI shows it.

Counties and reports are choices with their names, which no signature can know: they are put in when a deployment is
registered, so a changed `config/` needs `etl serve` begun again, or `etl deployments` for a work pool.
A value that the form does not have is refused by Prefect's server, before a run is made.
"""

import re
from collections.abc import Sequence
from typing import Any

from prefect.flows import Flow
from prefect.utilities.callables import ParameterSchema

from etl.config.division_files import County
from etl.config.divisions import Divisions
from etl.night.request import Config

Shape = dict[str, Any]
PERIOD = r"^20\d{2}(Q[1-4]|-(0[1-9]|1[0-2]))?$"
RUN = r"^[0-9a-f]{4,8}(-[0-9a-f-]{0,28})?$"
KEPT = ("title", "position", "description")  # of what Prefect reads from a signature and its docstring
_CHOICE = re.compile(r"(\d{6}|[a-z][a-z0-9_]*) ")


class Form(ParameterSchema):
    """The schema of a deployment's parameters, which takes no others."""

    additionalProperties: bool = False


def form(flow: Flow[Any, Any], config: Config) -> Form:
    """The form of a deployment of this flow."""
    shapes = _shapes(config)
    fields = {
        name: {key: field[key] for key in KEPT if key in field} | shapes[name]
        for name, field in flow.parameters.properties.items()
    }
    return Form(properties=fields, required=flow.parameters.required, additionalProperties=False)


def _shapes(config: Config) -> dict[str, Shape]:
    counties = [f"{code} {_told_apart(config.divisions, county)}" for code, county in config.divisions.counties.items()]
    reports = [f"{report} {title}" for report, title in config.catalog.titles.items()]
    return {
        "period": {"type": "string", "pattern": PERIOD, "examples": ["2024Q1"]},
        "counties": _several_of(counties),
        "reports": _several_of(reports),
        "run": {"type": "string", "pattern": RUN, "examples": ["3f0c1d2e"]},
        "preview": {"type": "boolean", "default": True},
        "happened": {"type": "string", "enum": ["failed", "crashed", "late", "long"]},
        "flow_run": {"type": "string", "pattern": r"^(prefect\.flow-run\.)?[0-9a-f-]{36}$"},
    }


def _told_apart(divisions: Divisions, county: County) -> str:
    """The county's name, with its prefecture's where another county bears the same."""
    if divisions.resolve_folder(county.name):
        return county.name
    return divisions.prefectures[county.prefecture_code].name + county.name


def _several_of(choices: Sequence[str]) -> Shape:
    return {"type": "array", "uniqueItems": True, "items": {"type": "string", "enum": list(choices)}}


def chosen(choices: Sequence[str] | None) -> tuple[str, ...]:
    """Codes and names that a form's choices stand for, without the words beside them.

    >>> chosen(["513228 黑水县", "黑水县", "project 重点帮扶项目"]), chosen(None)
    (('513228', '黑水县', 'project'), ())
    """
    return tuple(found[1] if (found := _CHOICE.match(choice)) else choice for choice in choices or ())
