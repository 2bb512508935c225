"""The parsers of the column types; whoever judges reports passes them on, also to child processes."""

from etl.normalise.parsers.amount import AmountParser
from etl.normalise.parsers.code import CodeParser
from etl.normalise.parsers.credit_code import CreditCodeParser
from etl.normalise.parsers.date import DateParser
from etl.normalise.parsers.integer import IntegerParser
from etl.normalise.parsers.number import NumberParser
from etl.normalise.parsers.parser import Parser
from etl.normalise.parsers.text import TextParser

Parsers = tuple[type[Parser], ...]
PARSERS: Parsers = (
    TextParser,
    CodeParser,
    CreditCodeParser,
    DateParser,
    AmountParser,
    NumberParser,
    IntegerParser,
)
