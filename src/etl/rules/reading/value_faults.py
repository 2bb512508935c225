"""Reasons of `type`: a cell holds no value of its column's type, or no longer the one that was written. Data only."""

from collections.abc import Mapping

from etl.rules.rule import Sentence

_OF_ANY_CELL = {
    "formula error": Sentence("是公式错误", "it is an error of a formula"),
    "uncalculated": Sentence(
        "是公式，但没有保存计算结果，请用 Excel 或 WPS 打开保存后再报，或直接填数",
        "it is a formula whose result was never saved",
    ),
    "picture": Sentence("是图片，读不出内容", "it is a picture"),
    "hash signs": Sentence("是列宽不够时显示的井号，不是内容", "it is the hash signs of a column that is too narrow"),
    "odd digits": Sentence("带有角标或特殊的数字符号", "it has raised or special digits"),
}
_OF_FIGURES = {
    "no number": Sentence("不是数字", "it is no number"),
    "date for a number": Sentence("是日期，不是数字", "it is a date"),
    "several numbers": Sentence("一格里有几个数", "there are several numbers in it"),
    "range": Sentence("是一个范围，不是一个数", "it is a range"),
    "percentage": Sentence("是百分比，不是数额", "it is a percentage"),
    "vague": Sentence("不是具体的数", "it is no definite number"),
    "too large": Sentence("数值过大", "it is too large"),
    "too long": Sentence("数值过大或小数位过多", "it is too large or has too many decimals"),
    "no whole number": Sentence("不是整数", "it is no whole number"),
    "money for a number": Sentence("带有金额单位“{unit}”，不是数量", "it has a unit of money, {unit}"),
    "other measure": Sentence("带有“{measure}”，不是这一列的计量单位", "its measure, {measure}, is not the column's"),
    "measure for money": Sentence("带有“{measure}”，不是金额", "it has a measure, {measure}"),
}
_OF_DATES = {
    "no date": Sentence("不是日期", "it is no date"),
    "no such day": Sentence("没有这一天", "there is no such day"),
    "year out of range": Sentence("年份不可能", "the year is impossible"),
    "no day": Sentence("没有写到日", "the day is missing"),
    "no year": Sentence("没有写年份", "the year is missing"),
    "order unclear": Sentence(
        "看不准哪个是年、哪个是日，请按“年-月-日”写四位年份",
        "it cannot be told which number is the year and which the day",
    ),
    "several dates": Sentence("一格里有几个日期", "there are several dates in it"),
    "year in a date": Sentence(
        "是 1906 年以前的日子，像是在日期格式的单元格里填了年份（2024 会变成 1905-07-16）或别的数",
        "the day lies before 1906: a year or another number was typed into a cell formatted as a date",
    ),
    "other time zone": Sentence(
        "带有别的时区的时刻，日期可能差一天", "its time is another zone's: the day may be off by one"
    ),
    "only a time": Sentence("只有时间，没有日期", "it is a time without a date"),
}
_OF_TEXTS = {
    "no content": Sentence("不是具体的内容", "it says nothing"),
    "scientific": Sentence("是科学计数法，后面的数字已经丢失", "it is written as 1.2E+17: its last digits are lost"),
    "moment": Sentence(
        "存成了日期或时间，原来写的（如 3-1）可能已经丢失",
        "it was stored as a date or time: what was written may be lost",
    ),
    "digits lost": Sentence(
        "存成了数字，第 15 位以后已经丢失", "it was stored as a number: what follows the 15th digit is lost"
    ),
}
VALUE_FAULTS: Mapping[str, Sentence] = {**_OF_ANY_CELL, **_OF_FIGURES, **_OF_DATES, **_OF_TEXTS}
