"""`mart.issue`: what was found in the files of counties, for analysts. Takes the catalog, gives the SQL; runs nothing.

What was seen in a cell may be a person's: then others than members of warehouse_reader_personal see that there is an issue, and not what it says.
"""

from etl.contract.catalog import Catalog
from etl.warehouse.marts.mart import Mart
from etl.warehouse.marts.mart_columns import COLUMNS
from etl.warehouse.marts.personal import NOTE, looks_personal, shown_to_members
from etl.warehouse.standing_issues import FILE_STANDS

NAME = "issue"
COMMENT = "问题：各县文件中发现的问题，每个指到单元格；现行的和曾经的都在内，现行的为 stands"
_COMMENTS = {
    name: COLUMNS[name]
    for name in ("county_code", "county_name", "prefecture_code", "prefecture_name", "period", "report")
} | {
    "status": "所属报送的结论：accepted 接收，returned 退回，nil 零报告；空：属于整个文件",
    "stands": "是否现行：出自该县该期该报表最晚的一份",
    "rule": COLUMNS["rule"],
    "severity": COLUMNS["severity"],
    "source_file": "来源文件",
    "sheet": "工作表：CSV 为空字符串",
    "cell": "单元格，如 D3",
    "source_row": "行号，与 Excel 所示相同",
    "column_name": "列的英文名",
    "value": f"看到的值；像是{NOTE}",
    "expected": "应当是什么",
    "message": f"给县里看的说明；像是{NOTE}",
    "waived": "豁免的理由；空：没有豁免",
    "submission_id": "所属的报送；空：属于整个文件",
    "run_id": "发现它的运行",
}
_STANDS = f"coalesce(s.is_latest, i.source_file is null or {FILE_STANDS})"


def issue_mart(catalog: Catalog) -> Mart:
    """The view over all issues."""
    personal = [(name, c.name) for name, contract in catalog.contracts.items() for c in contract.columns if c.personal]
    listed = ", ".join(f"('{report}', '{column}')" for report, column in personal)
    of_person = f"coalesce((i.report, i.column_name) in ({listed}), false) or " if personal else ""

    def shown(text: str) -> str:
        """A text of an issue, hidden where it, or what stands beside it, may be a person's."""
        hidden = f"{of_person}{looks_personal('concat_ws(chr(10), i.value, i.message)', 'i.column_name is null')}"
        return shown_to_members(f"i.{text}", f"case when {hidden} then null else i.{text} end")

    sql = f"""create view mart.{NAME} as
select
    i.county_code, c.name as county_name, c.prefecture_code, c.prefecture_name, i.period, i.report, s.status,
    {_STANDS} as stands,
    i.rule, i.severity, i.source_file, i.sheet, i.cell, i.source_row, i.column_name,
    {shown("value")} as value,
    i.expected,
    {shown("message")} as message,
    i.waived, i.submission_id, i.run_id
from ops.issue i
left join ops.submission s on s.submission_id = i.submission_id
left join ref.county c on c.code = i.county_code;"""
    return Mart(NAME, sql, COMMENT, _COMMENTS)
