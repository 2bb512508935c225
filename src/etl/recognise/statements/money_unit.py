"""Money units in a line of words: takes a text, gives the unit it states for figures, or that it speaks of one unclearly. Pure.

A line states a unit when it says so in words (单位：元, 以元计, 金额均为元) or is nothing but a unit (（万元）, ￥元). An amount
(共50万元), a rate (元/人), a place or a word with 元 in it (广元, 单元, 元旦) states none. 单位 as an organisation is none.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from etl.recognise.statements.set_apart import IN_BRACKETS, behind_strokes
from etl.text import fold_label, remembering

_SCALES = "百千万|百万|千万|十万|百亿|千亿|[十百千万亿仟佰萬億w]"
_WORDS = "元|圆|圓|块钱?|yuan|rmb|cny"
_FOREIGN = "美元|美金|欧元|港元|港币|日元|英镑|澳元|韩元|加元|卢布|新台币|台币|usd|eur|hkd|jpy|gbp|[$€£]|us[$]"
_OTHER_LETTERS = {"仟": "千", "佰": "百", "萬": "万", "億": "亿", "w": "万"}
_ALONE = frozenset({"万", "萬", "亿", "億", "w", "百万", "千万"})  # which mean money without a 元 behind them
# words that a bare 元 is part of: 广元, 单元, 多元; 元旦, 元月, 元坝
_NOT_BEFORE = "(?<![广单公多状首会纪开改两次三双])"
_NOT_BEHIND = "(?![月旦宵素坝江山谋阳氏老首件勋帅气化])"
_TOKEN = re.compile(
    rf"(?P<foreign>(?:{_SCALES})?(?:{_FOREIGN}))|(?P<scaled>(?P<scale>{_SCALES})(?:人民币)?(?:{_WORDS}))|(?P<plain>{_NOT_BEFORE}(?:{_WORDS}){_NOT_BEHIND}|¥(?![\d元圆百千万]))"
    r"|(?P<bare>(?<=[(:/、为])(?:百万|千万|[万亿w])(?=[)/、,;。]|$))"
)
_NEAR = 60  # letters before a unit, or at the end of a text, among which its words are looked for: a cell may be long
_FIGURE_BEFORE = re.compile(r"(?:[\d一二两三四五六七八九十百千万亿零点几数多余.,]|[￥¥])$")
_RATE_BEHIND = re.compile(r"[)]?(?:/|每)[人户次个家年月亩吨斤公件份名]")
_RATE_BEFORE = re.compile(r"(?:每[人户次个家亩吨斤件份名位]|单价)(?:补助|补贴|奖励|价格)?[:为]?$")
# what makes a line one about units, close before or behind the unit
_SAYS_BEFORE = re.compile(
    r"(?:单位(?:[:为]?[(]?(?:[一-龥a-z0-9]{1,3}[、,/])+)?|unit|currency|in|精确[到至]|保留[到至]|取整[到至]|四舍五入[到至]|填(?:写|报|的)?|换算|折[合算]|改|即|"
    r"(?:金额|资金|款项?|款物|[此该本][数笔行]|币种|货币|经费|投资|数额|数字|计价|价值|表中|本表|以上|以下|均|都|皆|全部|统一)[一-龥]{0,6}"
    r"(?:为|是|以|按|用|系)|以|按|用|(?:金额|币种|货币)[:(（])"
    r"[均皆都一律统一为成是以按用系即:;=\-－—_.、,→|·/<(（\s人民币]*$"
)
_SAYS_BEHIND = re.compile(r"[整)]*(?:为单位|计算?|列示|填[写报列]|统计|为准|反映|表示|做?单位|均?保留|[(]?不含)")
_ORGANISATION = re.compile(
    r"(?:填报|填表|报送|上报|编报|编制|实施|帮扶|捐赠|认领|收款|承办|主办|协办|运营|责任|牵头|所在|工作|派出|主管|业务主管)单位"
    r"(?![:为(]{0,2}(?:人民币)?[百千万十亿]*元(?![一-龥]))"  # 消费帮扶 单位：元
)
_BRACKET_ENDS = re.compile(r"整?[)](?:[一-龥]{0,8}表)?")  # 消费帮扶（元）, 帮扶资金（元）汇总表
_ROUNDED = re.compile("精确|取整|保留")  # 单位：万元（精确到元）
_DENIED = re.compile("(?:[非不没未]|不是|并非)$")
# a scale of money, or a currency, said of 单位 in a way that nobody can read: 10000元, k, 十万, 外币
_UNREAD = re.compile(
    r"(?:^|[^一-龥])(?P<about>(?:金额|资金|计量|货币|数据|计价)?(?:单位|unit)[:为]?)[(]?"
    r"(?=[^)]*(?:[十百千万亿仟佰萬億k元圆块]|yuan|rmb|cny|币))[十百千万亿仟佰萬億kw×x*^0-9,.元圆块]{0,8}(?:yuan|rmb|cny|人民币|外币|[一-龥]币)?[)]?$"
)
# a line about a unit that amounts cannot be in
_NO_MONEY = re.compile(
    r"(?P<about>[(]?(?:金额|资金|计量|货币)?单位[:为])(?:[一-龥]|[a-z]{1,4}|(?:[角分厘吨斤亩个人户家件项次名台套公顷%]|公斤|千克|kg|百分比|人次|户次|公顷|平方米)|[千万]?元(?:/|每)[^,;()]{1,3})[)]?"
    # 金额单位：双币种
    r"|(?P<of_money>(?:金额|资金|货币|计价)单位[:为])(?!人民币)[^,;:()]{1,6}"
    # alone, above a heading
    r"|[(]?(?:公?斤|千克|kg|吨|[千万]?元(?:/|每)[人户斤吨亩件])[)]?"
)
# a line of hardly anything but words about units and money, which nothing above reads: 计价：元, ☑元 □万元, （元，人民币）
_HARDLY_ELSE = re.compile(
    r"[单位计价数额资金作到指为应是以用按栏填报注意人民币种货量纲户个次款项总全均都皆统一本表中的内据字型精确取整保留请使采写成算合折见注说明元圆万千百亿拾仟佰角分"
    r"/\\、:,;。.!_~()*#☑□√✓✔○●■◎◇◆→=<>·—-]{1,24}"
)
_NOTED = re.compile("^(?:附?注|备注|说明)[:、](?:[0-9]+[.、])?")  # before what a note says
_NO_UNIT = re.compile(
    "[(]?(?:金额|资金|计量|货币|数据)?单位[:为](?:略|见表.{0,3}|详?见.{1,4}|自定|同[上前下]|如[下上]|不[限定]|另附|无)[)]?"
)
_SIGNS = str.maketrans({"<": "(", ">": ")", "∶": ":", "︰": ":"} | dict.fromkeys("“”‘’'\"「」『』"))
_CURRENCY_BEFORE = re.compile("(?<=[:为])人民币(?=[百千]?[万亿w][)]?$)")  # 单位：人民币万
# 消费帮扶 元: a unit behind a title, and nothing but a space or a stroke between; a bare 元 may be a person's name
_SET_APART = re.compile(r"(?<=[^\s:：]{4})[\s_|·—–-]+([百千万亿]*元)[\s_]*$")
_NOTHING_ELSE = re.compile(r"[(（￥¥:人民币单位计量金额]*")
_NOTHING_BEHIND = re.compile("[整)）]*")


@dataclass(frozen=True)
class UnitStatement:
    """Statement of a line on money units; `units` are the vocabulary's, empty with `is_unclear` where it is none of them.

    `about` is what stands before the statement in the line: the words of a column it may be limited to.
    """

    units: tuple[str, ...]
    is_unclear: bool
    about: str
    is_bracket: bool = False  # nothing but a bracket behind other words states it: 消费帮扶（元）


def names_money(text: str) -> bool:
    """True when a cell is a unit or a kind of money and nothing else: 元, 万元, 人民币, 美元."""
    folded = fold_label(text).strip("()")
    token = _TOKEN.fullmatch(folded.removeprefix("人民币"))
    return folded in ("人民币", "万", "亿", "外币") or token is not None


def scale_of(word: str) -> str | None:
    """Read the scale, in its usual letters, that stands before 元 in a folded word for a unit of money; None where the word is none.

    >>> scale_of("仟元"), scale_of("w"), scale_of("元"), scale_of("单价")
    ('千', '万', '', None)
    """
    found = re.fullmatch(f"({_SCALES})?[元圆]", word)
    scale = word if word in _ALONE else (found[1] or "") if found else None
    return scale if scale is None else _OTHER_LETTERS.get(scale, scale)


class UnitStatements:
    """Reads lines; built once from the vocabulary's money units."""

    def __init__(self, units: Iterable[str]) -> None:
        self._units: Mapping[str, str] = {fold_label(unit): unit for unit in units}
        self.statements_in = remembering(self._statements)
        self._clause = remembering(self._in_clause)  # brackets of titles are alike where the titles name their county

    def _statements(self, text: str) -> tuple[UnitStatement, ...]:
        """The statements of a text in its order, one for each clause of it."""
        folded = fold_label(text).translate(_SIGNS).replace("(人民币)", "")
        folded = _ORGANISATION.sub("", _CURRENCY_BEFORE.sub("", folded))
        clauses = (clause for clause in re.split(r"[;；。]|,(?=[^,]{2,12}(?:单位|[以按]))", folded) if clause)
        found = (self._in_clause(clause) for clause in clauses)
        said = tuple(statement for statement in found if statement is not None)
        return said or self._set_apart(text) or self._aside(text, folded)

    def _set_apart(self, text: str) -> tuple[UnitStatement, ...]:
        """The statement of a unit behind a title, with nothing but a space or a stroke between."""
        found = _SET_APART.search(text, max(len(text) - _NEAR, 0))
        unit = found and self._units.get(found[1])
        if found is None or (token := _TOKEN.match(found[1])) is None:
            return ()
        is_unclear = unit is None or not token["scale"]
        return (UnitStatement((unit,) if unit and not is_unclear else (), is_unclear, "", is_bracket=True),)

    def _aside(self, text: str, folded: str) -> tuple[UnitStatement, ...]:
        """The statement of a bracket of a text, or of what stands behind its last blank or stroke, as if it stood alone."""
        behind = behind_strokes(text)
        parts = [*IN_BRACKETS.findall(folded), *([fold_label(behind)] if len(behind) > 1 else [])]
        said = next(filter(None, map(self._clause, parts)), None)
        return () if said is None else (replace(said, about="单位:", is_bracket=True),)

    def _in_clause(self, clause: str) -> UnitStatement | None:
        tokens = [token for token in _TOKEN.finditer(clause) if not _is_figure_or_rate(clause, token)]
        first = next((token for token in tokens if _is_stated(clause, token)), None)
        if first is None or _is_denied(clause, first):
            return self._in_other_words(clause, tokens)
        listed = [
            first,
            *(token for token in tokens if token.start() > first.start() and _goes_on(clause, first, token)),
        ]
        units = tuple(dict.fromkeys(filter(None, map(self._unit_of, listed))))
        is_choice = any("或" in clause[first.end() : token.start()] for token in listed[1:])  # 元或万元 is neither
        units = () if is_choice else units
        is_unclear = is_choice or len(units) > 1 or any(self._unit_of(token) is None for token in listed)
        return UnitStatement(units, is_unclear, clause[: first.start()])

    def _in_other_words(self, clause: str, tokens: Sequence[re.Match[str]]) -> UnitStatement | None:
        """The statement of a clause that states no unit in words: in a bracket, of what is no money, or in a way that nobody reads."""
        if other := _NO_MONEY.fullmatch(_NOTED.sub("", clause)):
            return UnitStatement((), True, other["about"] or other["of_money"] or "")
        if denied := next((token for token in tokens if _is_denied(clause, token)), None):
            return UnitStatement((), True, _DENIED.sub("", clause[: denied.start()]))
        if bracket := next((token for token in tokens if _is_bracket(clause, token)), None):
            unit = self._unit_of(bracket)
            return UnitStatement((unit,) if unit else (), unit is None, clause[: bracket.start() - 1], is_bracket=True)
        if unread := _UNREAD.search(clause, max(len(clause) - _NEAR, 0)):
            return UnitStatement((), True, unread["about"])
        speaks = _NO_UNIT.fullmatch(clause) or (tokens and _HARDLY_ELSE.fullmatch(clause))
        return UnitStatement((), True, "单位:") if speaks else None

    def _unit_of(self, token: re.Match[str]) -> str | None:
        if token["foreign"]:
            return None
        scale = token["scale"] or token["bare"] or ""
        return self._units.get(f"{_OTHER_LETTERS.get(scale, scale)}元")


def _is_figure_or_rate(clause: str, token: re.Match[str]) -> bool:
    before = _before(clause, token)
    return bool(
        (_FIGURE_BEFORE.search(before) and not before.endswith(("￥", "¥")))
        or _RATE_BEHIND.match(clause, token.end())
        or _RATE_BEFORE.search(before)
    )


def _is_stated(clause: str, token: re.Match[str]) -> bool:
    if _SAYS_BEFORE.search(_before(clause, token)) or _SAYS_BEHIND.match(clause, token.end()):
        return True
    is_last = _NOTHING_BEHIND.fullmatch(clause, token.end()) is not None
    return is_last and _NOTHING_ELSE.fullmatch(clause, 0, token.start()) is not None


def _is_denied(clause: str, token: re.Match[str]) -> bool:
    return _DENIED.search(_before(clause, token)) is not None


def _before(clause: str, token: re.Match[str]) -> str:
    return clause[max(token.start() - _NEAR, 0) : token.start()]


def _is_bracket(clause: str, token: re.Match[str]) -> bool:
    return clause.endswith("(", 0, token.start()) and _BRACKET_ENDS.fullmatch(clause, token.end()) is not None


def _goes_on(clause: str, first: re.Match[str], token: re.Match[str]) -> bool:
    """True when another unit stands in the same list: 元、万元, 元/万元, 户、人、万元."""
    between = clause[first.end() : min(token.start(), first.end() + _NEAR)]
    return re.fullmatch(r"[、/,和或及一-龥()0-9a-z²]{0,12}", between) is not None and not _ROUNDED.search(between)
