"""Every rule of reading, in the order in which a file is read."""

from etl.rules.reading.disowned_rows import DISOWNED_ROW_RULES
from etl.rules.reading.files import FILE_RULES
from etl.rules.reading.forms import FORM_RULES
from etl.rules.reading.headings import HEADING_RULES
from etl.rules.reading.sheets import SHEET_RULES
from etl.rules.reading.shown_cells import SHOWN_CELL_RULES
from etl.rules.reading.submissions import SUBMISSION_RULES
from etl.rules.reading.tables import TABLE_RULES
from etl.rules.reading.templates import TEMPLATE_RULES
from etl.rules.reading.values import IDENTITY_NUMBER

READING_RULES = (
    *FILE_RULES,
    *SHEET_RULES,
    *HEADING_RULES,
    *TABLE_RULES,
    *TEMPLATE_RULES,
    *DISOWNED_ROW_RULES,
    *SHOWN_CELL_RULES,
    *FORM_RULES,
    *SUBMISSION_RULES,
    IDENTITY_NUMBER,
)
