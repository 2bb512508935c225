"""A heading in several words: what a bracket in it or behind it, or 及 and 或 between its words, leave as its one field.

Takes a folded label, what its words mean and which words change nothing; gives the fields, of which the caller takes one
alone. A word that is neither leaves none: 捐赠（受赠）单位 and 验收日期（计划） are other columns. Pure.
"""

import re
from collections.abc import Callable

from etl.recognise.statements.period import stretches_in

FieldsOf = Callable[[str], frozenset[str]]
_BEHIND = re.compile(r"([^()]+)[(]([^()]+)[)]")
_WITHIN = re.compile(r"([^()]+)[(]([^()]+)[)]([^()]+)")
_BETWEEN = re.compile("还是|或者?|[/、及和与]")
TAIL = 2  # letters that words in one heading share: 采购或帮销单位


def fields_in(label: str, fields_of: FieldsOf, companions: frozenset[str]) -> frozenset[str]:
    """Fields of a label with a bracket behind or within it, or of several words.

    >>> known = {"捐赠日期": "day", "接收日期": "day", "采购单位": "name", "帮销单位": "name", "编号": "no"}
    >>> def fields(label):
    ...     return [*fields_in(label, lambda word: frozenset({known[word]} & {*known.values()} if word in known else ()), frozenset({"个人"}))]
    >>> fields("捐赠(接收)日期"), fields("采购或帮销单位"), fields("采购单位(个人)")
    (['day'], ['name'], ['name'])
    >>> fields("捐赠日期(编号)"), fields("采购(供货)单位"), fields("采购/供货单位"), fields("采购单位(供货单位)")
    ([], [], [], [])
    """
    if found := _BEHIND.fullmatch(label):
        fields, words = fields_of(found[1]), [word for word in _BETWEEN.split(found[2]) if word]
        is_same = all(word in companions or fields_of(word) == fields for word in words)
        return fields if words and is_same and not stretches_in(found[2]) else frozenset()
    if found := _WITHIN.fullmatch(label):
        fields, others = fields_of(found[1] + found[3]), fields_of(found[2] + found[3])
        if fields == others or (fields and found[2] in companions and not others):
            return fields
        return others if found[1] in companions and not fields else frozenset()
    words = [word for word in _BETWEEN.split(label) if word]
    if len(words) < 2:
        return frozenset()
    of_words = [(word, fields_of(word) or fields_of(word + words[-1][-TAIL:])) for word in words]
    is_known = all(fields or word in companions for word, fields in of_words)
    return frozenset().union(*(fields for _, fields in of_words)) if is_known else frozenset()
