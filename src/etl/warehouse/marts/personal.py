"""Personal data in mart: SQL for columns that only members of warehouse_reader_personal see, and others see as NULL. Runs nothing.

Who asks is current_user, which in a view and in a function with the caller's rights is whoever reads it, and never its owner.
A column under a heading that no contract knows is personal when the heading or the value looks so.
"""

from etl.contract.catalog import Catalog
from etl.warehouse.role_names import PERSONAL

NOTE = f"个人信息：只有角色 {PERSONAL} 的成员看得到，其他人为空"
# asked once a statement; false, and no error, where nobody made the role
IS_MEMBER = (
    "(select coalesce(bool_or(pg_has_role(current_user, oid, 'MEMBER')), false)"
    f" from pg_roles where rolname = '{PERSONAL}')"
)
FUNCTION = "extra_without_persons"
FUNCTION_COMMENT = "合同以外的列，像是个人信息的（姓名、联系人、电话等）为 null"
_HEADINGS = "电话|手机|联系|姓名|法人|法定代表|代表人|负责人|经办|填报人|填表人|身份证|证件|微信|QQ|邮箱|住址"
_VALUES = "(^|[^0-9])(1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}|0[0-9]{2,3}[- ]?[1-9][0-9]{6,7})([^0-9]|$)|[0-9]{6}[*]{8}"


def function_sql() -> str:
    """The function over one row's `extra`."""
    return (
        f"create function mart.{FUNCTION}(extra jsonb) returns jsonb language sql immutable as $body$\n"
        f"select jsonb_object_agg(key, case when key ~* '{_HEADINGS}' or value ~ '{_VALUES}' then null else value end)\n"
        "from jsonb_each_text($1)\n$body$;"
    )


def shown_to_members(value: str, otherwise: str = "null") -> str:
    """SQL of a value that others see as something else."""
    return f"case when {IS_MEMBER} then {value} else {otherwise} end"


def looks_personal(text: str, may_be_of_anybody: str) -> str:
    """SQL that is true of a text with a number of a person's, and, under a condition, of one that speaks of a person at all."""
    return f"{text} ~ '{_VALUES}' or {may_be_of_anybody} and {text} ~* '{_HEADINGS}'"


def extra_for_all(value: str) -> str:
    """SQL of a row's `extra`, of which others see what is not personal."""
    return shown_to_members(value, f"mart.{FUNCTION}({value})")


def changed_value(catalog: Catalog, value: str) -> str:
    """SQL of what a changed cell said, in a view of `ops.change` (d) and its submission (n)."""
    columns = [(name, c.name) for name, contract in catalog.contracts.items() for c in contract.columns if c.personal]
    listed = ", ".join(f"('{report}', '{column}')" for report, column in columns)
    is_personal = f"(n.report, d.column_name) in ({listed})" if columns else "false"
    return (
        f"case when {IS_MEMBER} then {value} when {is_personal} then null"
        f" when d.column_name = 'extra' then mart.{FUNCTION}({value}::jsonb)::text else {value} end"
    )
