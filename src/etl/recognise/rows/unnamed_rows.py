"""Records whose name is none: takes a table's rows, gives an issue at each name of digits or signs, and at 个人, 公司, 各社会组织
in a column of organisations. They are read as they stand.
"""

import re
from collections.abc import Collection, Iterator

from etl.model import Grid, Issue
from etl.recognise.cells import is_blank
from etl.recognise.header_block import HeaderBlock
from etl.recognise.rows import table_issues as say
from etl.recognise.rows.body import Body
from etl.recognise.rows.disowned_rows import PLACEHOLDER, PLACEHOLDER_WORDS, has_word
from etl.recognise.statements.no_name import names_no_organisation, names_nothing
from etl.rules.reading.disowned_rows import TABLE_NO_NAME
from etl.text import fold_label

MAY_BE_NOTHING = re.compile(r"(?:^|[|])[^一-鿿]+(?:[|]|$)")  # a text among many without a Chinese letter
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
        said = body.columns.joined(index)
        is_none = names_no_organisation if label.endswith(_ORGANISATIONS) or field == "org_name" else names_nothing
        # a sample's name in a column of the key is said already
        may_be_sample = index not in block.named and has_word(said, PLACEHOLDER_WORDS)
        if is_none is names_nothing and not may_be_sample and not MAY_BE_NOTHING.search(said):
            continue
        doubtful = (
            text
            for text in {*body.columns.texts(index)}
            if len(text) <= LONGEST and (is_none(text) or (may_be_sample and PLACEHOLDER.search(fold_label(text))))
        )
        wrong = {text for text in doubtful if not is_blank(text) and fold_label(text) not in nothing}
        for row, cell in zip(body.data, body.columns[index], strict=True) if wrong else ():
            if isinstance(cell, str) and cell in wrong:
                shown = say.seen(cell)
                at = (row, index)
                yield say.issue(TABLE_NO_NAME, grid, block, at, column=str(field), value=shown, seen=shown, label=label)
