"""Mail addresses of counties: takes config/contacts.csv, gives them by county code; without the file nobody has one."""

from collections import defaultdict
from pathlib import Path

from etl.channel_settings import is_mail_address
from etl.config.divisions import Divisions
from etl.config.strict_csv import csv_rows
from etl.errors import ContractError

CONTACTS = "contacts.csv"


def load_contacts(config: Path, divisions: Divisions) -> dict[str, tuple[str, ...]]:
    """County code -> its addresses, one a line of the file; ContractError names the line, never what stands there."""
    path = config / CONTACTS
    if not path.exists():
        return {}
    contacts: dict[str, list[str]] = defaultdict(list)
    for where, row in csv_rows(path, ("county_code", "mail")):
        if row["county_code"] not in divisions.counties:
            raise ContractError(f"{where}: no county has the code {row['county_code']}")
        if not is_mail_address(row["mail"]):
            raise ContractError(f"{where}: not a mail address such as name@example.org")
        if row["mail"] in contacts[row["county_code"]]:
            raise ContractError(f"{where}: the same address of {row['county_code']} is written twice")
        contacts[row["county_code"]].append(row["mail"])
    return {code: tuple(found) for code, found in contacts.items()}
