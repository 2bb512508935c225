"""`mart.lineage`: for every figure and word in use, the cell that it came from. Takes the catalog, gives the SQL; runs nothing.

Nothing is kept for a cell: a row has its sheet and row, a table its columns, and the view puts them together.
"""

from etl.contract.catalog import Catalog
from etl.contract.schema import Contract
from etl.warehouse.marts.mart import Mart
from etl.warehouse.marts.mart_columns import COLUMNS

NAME = "lineage"
COMMENT = (
    "数据来源：mart 各报表每一行的每一列出自哪份文件、哪张表、哪个单元格，表头怎样写、金额单位是什么、依据什么；曾经使用的数据也在内。"
    "请以 report 和 submission_id 或 row_key 筛选；原文和换算见 etl trace"
)
_COMMENTS = {
    "report": COLUMNS["report"],
    "county_code": COLUMNS["county_code"],
    "county_name": COLUMNS["county_name"],
    "prefecture_code": COLUMNS["prefecture_code"],
    "prefecture_name": COLUMNS["prefecture_name"],
    "period": COLUMNS["period"],
    "row_key": "行的业务主键：由几列组成的依次用“/”隔开；指标表为空",
    "column_name": "列的英文名",
    "heading": "表头原文",
    "matched_by": "匹配的依据：label 列名，alias 别名，near 近似",
    "unit": "金额单位：单元格自己写的与该列不同的，以单元格的为准；不是金额的为空",
    "unit_source": "单位的依据：cell 有的单元格自己写了单位、未写的依此，heading 表头，sheet 单位行，template 模板",
    "source_file": "来源文件",
    "sha256": "来源文件内容的 SHA-256",
    "source_sheet": "来源工作表：CSV 为空字符串",
    "cell": "来源单元格，如 K5",
    "source_row": "来源行号，与 Excel 所示相同",
    "submission_id": COLUMNS["submission_id"],
    "run_id": "判定它的运行",
    "received_at": "收到时间：首次见到该文件的那次拉取",
    "in_use_from": COLUMNS["in_use_from"],
    "in_use_to": COLUMNS["in_use_to"],
}


def lineage_mart(catalog: Catalog) -> Mart:
    """The view over all reports."""
    rows = "\n    union all\n".join(map(_rows, catalog.contracts.values()))
    # a column map of before migration 0010 says neither file nor rows
    sql = f"""create view mart.{NAME} as
select
    r.report, s.county_code, c.name as county_name, c.prefecture_code, c.prefecture_name, s.period, r.row_key,
    m.field as column_name, m.heading, m.matched_by,
    coalesce(m.other_units ->> r.source_row::text, m.unit) as unit, m.unit_source,
    coalesce(r.source_file, s.source_file) as source_file, coalesce(p.sha256, s.sha256) as sha256, r.source_sheet,
    case when m.column_letters ~ '[0-9]$' then m.column_letters else m.column_letters || r.source_row end as cell,
    r.source_row, r.submission_id, s.run_id, s.received_at, s.in_use_from, s.in_use_to
from (
{rows}
) r
join ops.submission s on s.submission_id = r.submission_id and s.in_use_from is not null
join ops.column_map m on m.submission_id = r.submission_id and m.sheet = r.source_sheet and m.field is not null
    and (m.first_row is null or m.source_file is not distinct from r.source_file
        and r.source_row between m.first_row and m.last_row)
left join ops.part p on p.submission_id = r.submission_id and p.source_file = coalesce(r.source_file, s.source_file)
left join ref.county c on c.code = s.county_code;"""
    return Mart(NAME, sql, COMMENT, _COMMENTS)


def row_key(contract: Contract, alias: str = "r") -> str:
    """SQL of a row's key as one text, its columns in their order with / between them; null for an indicator form."""
    return " || '/' || ".join(f"{alias}.{name}::text" for name in contract.key) or "null::text"


def _rows(contract: Contract) -> str:
    return (
        f"    select '{contract.report}'::text as report, r.submission_id, r.source_file, r.source_sheet, r.source_row,"
        f" {row_key(contract)} as row_key\n    from core.{contract.report} r"
    )
