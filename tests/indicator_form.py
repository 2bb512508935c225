"""An eleventh report that comes as an indicator form: its contract, and a sheet as a county fills it in."""

import shutil
from pathlib import Path

from etl.contract.catalog import Catalog, load_catalog
from etl.settings import PROJECT

CONTRACT = """
report: overview
title: {zh: 社会组织概况, en: Overview}
description: {zh: 全县社会组织的主要指标, en: Main indicators of a county's social organisations}
sheets: [概况表]
shape: indicators
columns:
  - {name: orgs, label: {zh: 社会组织总数, en: Organisations}, description: {zh: 总数, en: All of them}, type: integer, measures: [个, 家], required: true}
  - {name: societies, label: {zh: 社会团体, en: Societies}, description: {zh: 社会团体数, en: Societies}, aliases: [社会组织中的社团], type: integer}
  - {name: members, label: {zh: 会员人数, en: Members}, description: {zh: 会员人数, en: Members}, aliases: [会员总数], type: integer, measures: [人]}
  - {name: invested_yuan, label: {zh: 投入资金, en: Invested}, description: {zh: 投入资金，单位：元, en: In yuan}, type: amount, unit: 万元, required: true}
  - {name: counted_on, label: {zh: 统计日期, en: Day}, description: {zh: 统计的日期, en: Its day}, type: date}
rules:
  - {rule: not_more_than, columns: [societies, orgs], severity: critical}
"""
HEADING = ["指标名称", "计量单位", "代码", "数量"]
ROWS = [
    ["社会组织总数", "个", "01", 128],
    ["其中：社会团体", "个", "02", 60],
    ["二、会员人数", "人", "03", "3,100"],
    ["投入资金", "万元", "04", 83.32],
    ["统计日期", "", "05", "2024-03-31"],
]


def config_with_form(folder: Path, figures: str = "") -> Path:
    """The shipped config with the contract beside the others; `figures` is what it says of columns of figures."""
    config = shutil.copytree(PROJECT / "config", folder / "config")
    (config / "contracts" / "overview.yaml").write_text(CONTRACT + figures, encoding="utf-8")
    return config


def catalog_with_form(folder: Path, figures: str = "") -> Catalog:
    return load_catalog(config_with_form(folder, figures))
