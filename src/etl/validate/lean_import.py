"""Importing this imports Great Expectations, in two thirds of its time. To be imported before anything of it.

It comes with engines for databases and clouds, charts of distributions and schemas of JSON in cells, of which we use none.
"""

from etl.imported_later import import_later, not_to_be_found
from etl.validate import shared_fields  # noqa: F401

import_later("scipy.stats", "altair", "jsonschema")
with not_to_be_found("sqlalchemy", "botocore", "boto3"):
    import great_expectations  # noqa: F401
