"""The kinds of rules that a contract may have; whoever loads contracts passes them on, also to child processes.

Their order is that in which the rules of one column are checked.
"""

from etl.rules.code import Code
from etl.rules.credit_code import CreditCode
from etl.rules.date_order import DateOrder
from etl.rules.key import Key
from etl.rules.leading_zeros import LeadingZeros
from etl.rules.minimum import Minimum
from etl.rules.never_falls import NeverFalls
from etl.rules.not_after_period import NotAfterPeriod
from etl.rules.not_more_than import NotMoreThan
from etl.rules.refers_to import RefersTo
from etl.rules.required import Required
from etl.rules.required_when import RequiredWhen
from etl.rules.rule_kind import RuleKind
from etl.rules.stays import Stays
from etl.rules.sum_matches import SumMatches
from etl.rules.zero_when import ZeroWhen

RuleKinds = tuple[type[RuleKind], ...]
RULE_KINDS: RuleKinds = (
    *(Required, Code, CreditCode, Minimum, Key, LeadingZeros),  # which follow from columns and the key
    *(NotMoreThan, DateOrder, NotAfterPeriod, RequiredWhen, ZeroWhen),  # of one row
    *(RefersTo, SumMatches),  # of two reports
    *(NeverFalls, Stays),  # of two versions
)
