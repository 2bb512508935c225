"""Statuses of reports in a word, as letters and pages have them."""

STATUS_WORDS = {
    "accepted": "已接收",
    "nil": "零报告",
    "returned": "退回",
    "missing": "缺报",
    "failed": "未能处理",
    "exempt": "免报",
}
