"""Addresses of counties' folders with what goes back: below the place that is written to, and as counties open them."""

from etl.config.division_files import County
from etl.settings import Settings
from etl.text import without_password


def folder_of(county: County) -> str:
    """Name of a county's folder."""
    return f"{county.code}_{county.name}"


def address_of(settings: Settings, county: County) -> str:
    """Address under which a county opens its folder; '' where nothing goes back."""
    if settings.returns is None:
        return ""
    beginning = settings.returns_link or without_password(settings.returns)
    step = "\\" if beginning.startswith("\\\\") else "/"  # of Windows
    return f"{beginning.rstrip(step)}{step}{folder_of(county)}"
