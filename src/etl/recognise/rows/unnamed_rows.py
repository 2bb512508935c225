"""Records whose name is none: takes a table's rows, gives an issue at each name of digits or signs, and at 个人, 公司, 各社会组织
in a column of organisations. They are read as they stand.
"""

from collections.abc import Collection, Iterator

from etl.model import Grid, Issue
from etl.recognise.cells import is_blank
from etl.recognise.header_block import HeaderBlock
from etl.recognise.rows import table_issues as say
from etl.recognise.rows.body import Body
from etl.recognise.rows.disowned_rows import PLACEHOLDER
from etl.recognise.statements.no_name import names_no_organisation, names_nothing
from etl.rules.reading.disowned_rows import TABLE_NO_NAME
from etl.text import fold_label

LONGEST = 12  # letters of a name that may be none
_ORGANISATIONS = ("组织", "机构")
_NAMES = ("名称", "农产品", *_ORGANISATIONS)


def unnamed(grid: Grid, block: HeaderBlock, body: Body, nothing: Collection[str]) -> Iterator[Issue]:
    """An issue for each such name that is short; `nothing` are the folded words for none, which the column's type judges."""
    for index in block.free_texts:
        field = next(column.field for column in block.columns if column.index == index)
        label = block.contract.column(str(field)).label.zh
        if index >= len(body.columns) or not label.endswith((*_NAMES,)):
            continue
        is_none = names_no_organisation if label.endswith(_ORGANISATIONS) or field == "org_name" else names_nothing
        short = {text for text in {*body.columns.texts(index)} if len(text) <= LONGEST and not is_blank(text)}
        is_said = index in block.named  # a sample's name there is said already
        doubtful = (
            text
            for text in short
            if is_none(text) or names_nothing(text) or (not is_said and PLACEHOLDER.search(fold_label(text)))
        )
        wrong = {text for text in doubtful if fold_label(text) not in nothing}
        for row, cell in zip(body.data, body.columns[index], strict=True) if wrong else ():
            if isinstance(cell, str) and cell in wrong:
                shown = say.seen(cell)
                at = (row, index)
                yield say.issue(TABLE_NO_NAME, grid, block, at, column=str(field), value=shown, seen=shown, label=label)
