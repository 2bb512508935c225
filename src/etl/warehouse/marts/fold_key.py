"""`mart.fold_key(text)`: keys, references and names as `etl.key_folding` compares them. The SQL that makes it; runs nothing.

The letters are written out from Python's own table, so that neither the server's version nor its locale decides, and any
database that has translate() can have it.
"""

from etl.key_folding import PLAIN, folding_table

COMMENT = "编号、名称比较时的写法：不分全角半角、大小写、横线和括号的种类，不计空格和看不见的字符；前面的 0 不省略"


def fold_key_sql() -> str:
    """A text in which only the case of ASCII is folded need not be gone through letter by letter."""
    table = {letter: folded for letter, folded in folding_table().items() if letter != "\0"}  # no text has it
    letters = sorted(table, key=lambda letter: not table[letter])  # those that have nothing to become go last
    before = "".join(map(_escaped, letters))
    after = "".join(_escaped(table[letter]) for letter in letters if table[letter])
    return (
        "create function mart.fold_key(value text) returns text language sql immutable as $body$\n"
        f'select case when $1 collate "C" ~ \'{PLAIN}\' then lower($1 collate "C")\n'
        f"else translate($1, E'{before}', E'{after}') end\n$body$;"
    )


def _escaped(letter: str) -> str:
    return f"\\u{ord(letter):04x}"
