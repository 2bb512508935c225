"""Standing of figures: takes a text and where it stands, gives why what it is about may be none of the period's figures. Pure.

A draft, something void, old or a copy, a sample, a plan, an earlier time's figures, or a part of what another row says. What a
word means depends on its place: 计划 over a column is a plan, in 计划投资 it is the heading itself.
"""

import re
from enum import StrEnum

from etl.text import fold_label, remembering


class Standing(StrEnum):
    """Reason why figures may not be the ones to report."""

    DRAFT = "草稿"
    VOID = "作废"
    COPY = "旧表或备份"
    SAMPLE = "样表或测试"
    PLAN = "计划或预计"
    EARLIER = "以前的时期"
    PART = "其中的一部分"
    SUM = "累计数"
    COLOURED = "按颜色区分的（颜色不读取）"
    MARKED = "按记号区分的（记号不作区分）"
    UNSETTLED = "未落实、储备或已退出的"
    ELSEWHERE = "外县或其他地区的"


DOUBTFUL = frozenset({Standing.COLOURED, Standing.MARKED})  # of some of the rows, and nobody can tell which

_TIME = "季度?|年度?|月份?|期"
_EARLIER = rf"(?:上|去|前|往)(?:个?(?:{_TIME}))?年?同期|[上前]一?个?(?:{_TIME})|去年|前年|往年|历年|历史数据|往期|十[一二三]五(?![一-龥])|近[一二两三四五十]年|[二两三四五]年来|十四五(?:期间|时期|以来)"
_LATER = rf"(?:下|明|来)一?个?(?:{_TIME})|预计|预期|拟(?:投|建|捐|签)|目标任务|计划数|工作计划"
_DRAFT = "草稿|初稿|草表|征求意见稿|未定稿|待定稿|draft"
_VOID = "作废|废止|废弃|停用|不用(?:了|$)|已删除|勿用|废表"
_OLD = r"备份|底稿|底表|(?:^|[^一-龥])旧(?![一-龥]{1,3}[县区市镇乡村])|旧(?:表|版|数据|的|$)|老版|历史版|(?<![a-z])(?:old|bak|backup)(?![a-z])"
_COPY = rf"{_OLD}|副本|(?<![a-z])copy(?![a-z])"
_SAMPLE = "样表|样例|范例|示例|(?<![一-龥])测试|测试(?:表|数据|用|$)|(?:模拟|演示|虚拟|虚构)数据|模板|参考表|(?<![a-z])(?:test|sample|template)(?![a-z])"
# colours and fonts are not read, so what they are said to mean cannot be heard
_COLOURS = r"标(?:注|记)?(?:为|成)?[红黄绿蓝灰橙紫粉]|[红黄绿蓝灰橙紫粉]色?(?:字体?|底色?|背景|部分|单元格|行|列|标[注记识]|填充)(?!教育|文化|旅游)|[红黄绿蓝灰橙紫粉]色?(?:的?为|表示|代表|的?是|:)|(?:加粗|斜体|下划线|高亮|底纹|底色|着色|填充色)(?:部分|字体)?(?:的|为|表示|是)"
# 带*的为未到账: what a mark behind a name or figure means; that a column must be filled in changes no figure
_MARKS = r"[*★☆※#△▲○●◆√×][”\"')]?(?:号|的|者|表示|为|是|指|代表)(?!.{0,6}(?:必|选填))"
# what a note says that all of the table's figures are, or have in them
_HOLDS = r"(?:以上|上述|本表|表中|表内|所列|数据|金额)[^,，。;；]{0,8}(?:为|是|系|含|包[含括])[^,，。;；]{0,6}(?:%s)"
# in brackets behind a title; a title itself may speak of 测试 or 备份 for other reasons
_ASIDE = "[(][^()]{0,4}(?:%s)[^()]{0,4}[)]"

# what stands apart from the words around it (in brackets, at the end of a name, as all of a line, as what a note calls the
# figures) speaks of the table alone, and may be said in many more words
_APART = (
    (
        Standing.VOID,
        "已?废(?:弃|止|表|稿)?|已?取消|已?撤[回销]|已?退回(?:稿|件)?|无效|失效|已?过期|过时|待?删除?|请?勿.{0,2}用|不(?:要|用|再用|作为.{0,5}|上?报|计入?|算|纳入.{0,4})"
        "|错误|错的|不对|不作数|.{0,4}有误|错[版表]|误[填报]|重复(?:报送|填报|件)?|驳回|[不勿].{0,2}(?:采用|报|看)|被?替换|已(?:替换|更新|录入)|注销|以.{1,4}为准|详?见新表|另表"
        "|void|obsolete|deprecated|invalid",
    ),
    (
        Standing.DRAFT,
        "未[经含].{1,4}|预填|试填报?|送审稿?|讨论稿?|修[改订]稿|过程稿|(?:未|待|尚未)(?:审[核定批]?|核[实定对]?|定稿?|补充?|完善|确认|完|填完)|暂[定存估]稿?|.{0,4}不(?:完?全|完整)|部分数据|临时"
        "|草案|未定|v?[0-9]*草|第?[一二三四五六七八九0-9]稿|过渡稿|[审复]?核[对定]?[中前]|审前|整改[中前]|未通过|退回修改|[待暂预快初]报|初步(?:统计|核算)?|摸底|示意|练习|培训用|空白|模版|样张"
        "|非正式(?:稿|版)?|(?:过程|中间|计算|核对)(?:表|用)?|校验|试填|tmp|temp",
    ),
    (Standing.COPY, "旧|留存|备用|老表|[存归]档|留底|原始|历史|工作底稿|底稿|原[件表稿]|(?:修[订改]|更正|调整|核减)前"),
    (Standing.SAMPLE, "空表|演练|模拟|演示|假(?:的|数据)|模板|(?:仅供|内部)?参考|demo"),
    (
        Standing.PLAN,
        "(?:年度|工作)?计划|目标(?:任务|值)?|任务数?|[预概]算|[预暂]?估[算计]?|测算|预[估测计]|拟|意向|承诺|预安排|拟安排|任务分解|分解|考核(?:目标)?|储备(?:项目)?|规划|设想|申[请报]|plan|forecast|budget",
    ),
    (
        Standing.EARLIER,
        "同期|上[期年季]|此前已?报|已上?报过?|上报过|重报|补录|更正件|[截至止到]{2}(?:目前|今)|累计至今|开展以来|lastyear",
    ),
    (
        Standing.PART,
        "其中(?:[:,]?.{1,4})?|部分|已?剔除.{0,4}|不含.{1,4}|含(?:上年|外县|结转).{0,2}|追加|补[报充]|调整|差[额异]|(?:净增|增减|变[动化])|[同环对]比",
    ),
)
_TAIL = "(?:数据|数|表|稿|版|用){0,2}"
_HARMLESS = re.compile("含税|不含税|含附件|修订版|报送版")


def _words_apart(form: str) -> tuple[tuple[Standing, re.Pattern[str]], ...]:
    return tuple((standing, re.compile(form % rf"(?:{words}){_TAIL}")) for standing, words in _APART)


_IN_BRACKETS = _words_apart("[(](?:%s)[)]")
_AT_THE_END = _words_apart("[^(]%s[0-9]{0,2}$")
_ALL_OF_IT = _words_apart("^(?:%s)$")
_CALLED_SO = _words_apart(r"(?:以上|上述|本表|此表|表中|表内|所列)[^,，。;；]{0,6}(?:为|是|系|属)(?:%s)[。.]?$")

_NAMES = (
    (Standing.VOID, re.compile(_VOID)),
    (Standing.DRAFT, re.compile(_DRAFT)),
    (Standing.COPY, re.compile(_COPY)),
    (Standing.EARLIER, re.compile(_EARLIER)),
    (Standing.PLAN, re.compile(rf"{_LATER}|计划(?!投资|资金)")),
    (Standing.SUM, re.compile("累计")),
    (Standing.SAMPLE, re.compile(_SAMPLE)),
    *_IN_BRACKETS,
    *_AT_THE_END,
    *_ALL_OF_IT,
)
_LINES = (
    (Standing.VOID, re.compile(_VOID)),
    (Standing.DRAFT, re.compile(_DRAFT)),
    (Standing.EARLIER, re.compile(_EARLIER)),
    (Standing.PLAN, re.compile(rf"{_LATER}|(?:{_TIME})(?:[一-龥]{{0,6}})计划")),
    (Standing.COPY, re.compile(_ASIDE % "备份|副本|旧表?|旧版|老版|历史版|old|backup|copy")),
    (Standing.COLOURED, re.compile(_COLOURS)),
    (Standing.MARKED, re.compile(_MARKS)),
    (
        Standing.SAMPLE,
        re.compile(rf"{_ASIDE % '测试|样表|样例|范例|示例|模拟|演示|test|sample'}|(?:测试|模拟|演示|虚拟|虚构)数据"),
    ),
    *_IN_BRACKETS,
    *_ALL_OF_IT,
)
_GROUPS = (
    (Standing.PART, re.compile("其中")),
    (Standing.EARLIER, re.compile(_EARLIER)),
    (Standing.PLAN, re.compile(rf"{_LATER}|目标|任务|^拟(?!合)|计划(?!投资|资金|总投资)")),
    (Standing.PART, re.compile("^(?:外县|邻县|其他县|非本县|县外)")),
    (Standing.COPY, re.compile("^(?:原来?|旧)(?:数|值|表)?$")),
    (Standing.SUM, re.compile("^(?:本年|年度)?累计(?:数|情况)?$")),
    *_words_apart("^(?:%s)(?:情况|金额|资金)?(?:[(][^()]*[)])?$"),
)
_NOTES = (
    (Standing.VOID, re.compile(r"(?<![未不非没如已])(?:作废|废止)|停用")),
    (Standing.DRAFT, re.compile(_DRAFT)),
    (Standing.EARLIER, re.compile(_HOLDS % rf"{_EARLIER}|上年|结转|非本(?:季|期|月|年)|累计(?!拨付|到位|投入)")),
    (Standing.PLAN, re.compile(_HOLDS % rf"{_LATER}|计划|测算|预估|估算|目标")),
    (Standing.COLOURED, re.compile(_COLOURS)),
    (Standing.MARKED, re.compile(_MARKS)),
    *_CALLED_SO,
    *(
        (standing, re.compile(rf"(?:以上|本表|此表|表中)[^,，。;；]{{0,6}}(?:为|是|系|属)(?:{words})"))
        for standing, words in ((Standing.SAMPLE, _SAMPLE), (Standing.COPY, _COPY))
    ),
)
# over some rows of a table; over a whole one, and in a name, they may be what it is about
_OVER_ROWS = (
    (
        Standing.UNSETTLED,
        re.compile(
            "未(?:到账|落实|签[约订]|实施|开工|完成|拨付)|承诺(?!书)|意向(?!书)|储备|拟[实开建签]|退出|终止|中止|已?取消|无效|往期|补报|不合格|历史(?!文化|名|建筑|街|村|遗)"
        ),
    ),
    (
        Standing.ELSEWHERE,
        re.compile("(?:其[他它余]|别的|周边|邻近|相邻|兄弟)(?:区?县|县?区|市|地区?)|外县|县外|邻县|非本[县区]|跨县"),
    ),
)
# organisations from elsewhere help the county
_WHO_COMES = re.compile("组织|企业|机构|单位|协会|商会|学会|基金会|捐")
_FILES = (
    (Standing.VOID, re.compile(_VOID)),
    (Standing.DRAFT, re.compile(_DRAFT)),
    (Standing.COPY, re.compile(_OLD)),
    (Standing.EARLIER, re.compile(_EARLIER)),
    (
        Standing.SAMPLE,
        re.compile("样[表例]|范例|(?<![一-龥])测试|(?:虚拟|虚构|模拟|演示)数据|(?<![a-z])(?:test|sample)(?![a-z])"),
    ),
    (Standing.PLAN, re.compile(_LATER)),
    *_IN_BRACKETS,
)


def _first(text: str, words: tuple[tuple[Standing, re.Pattern[str]], ...]) -> Standing | None:
    folded = _HARMLESS.sub("", fold_label(text))
    return next((standing for standing, pattern in words if pattern.search(folded)), None)


_NAMED = remembering(lambda name: _first(name, _NAMES))  # of sheets, which counties name alike


def standing_of_name(text: str) -> Standing | None:
    """The standing that a sheet's or a file's name gives to all that it holds.

    >>> standing_of_name("捐赠款物（旧）"), standing_of_name("捐赠款物")
    (<Standing.COPY: '旧表或备份'>, None)
    """
    return _NAMED(text)


def standing_of_line(text: str) -> Standing | None:
    """The standing that a title or a line gives to the rows below it.

    >>> standing_of_line("二、下季度计划"), standing_of_line("一、产业帮扶")
    (<Standing.PLAN: '计划或预计'>, None)
    """
    return _first(text, _LINES)


def standing_over_rows(group: str) -> Standing | None:
    """The standing that a line over some rows of a table gives to them.

    >>> standing_over_rows("二、储备项目"), standing_over_rows("二、新建项目"), standing_over_rows("二、其他县区")
    (<Standing.UNSETTLED: '未落实、储备或已退出的'>, None, <Standing.ELSEWHERE: '外县或其他地区的'>)
    >>> standing_over_rows("二、外县社会组织")
    """
    found = _first(group, _OVER_ROWS)
    return None if found is Standing.ELSEWHERE and _WHO_COMES.search(group) else found


def standing_of_note(text: str) -> Standing | None:
    """The standing that a note or a signature gives to the table that it stands at.

    >>> standing_of_note("注：此表作废"), standing_of_note("注：上季度已报的不填")
    (<Standing.VOID: '作废'>, None)
    """
    return _first(text, _NOTES)


def standing_of_file(name: str) -> Standing | None:
    """The standing that a file's name gives to all that it holds; programs name a file 副本 that is no copy of another.

    >>> standing_of_file("捐赠款物（作废）"), standing_of_file("捐赠款物 - 副本")
    (<Standing.VOID: '作废'>, None)
    """
    return _first(name, _FILES)


def standing_of_group(text: str) -> Standing | None:
    """The standing that a group gives to the columns under it.

    >>> standing_of_group("预计受益"), standing_of_group("受益情况"), standing_of_group("计划投资")
    (<Standing.PLAN: '计划或预计'>, None, None)
    """
    return _first(text, _GROUPS)


_ALL = remembering(lambda text: _first(text, (*_ALL_OF_IT, *_NAMES[:2])))  # of remarks, which rows share


def standing_of_all(text: str) -> Standing | None:
    """The standing that a short text says and nothing else.

    >>> standing_of_all("核对中"), standing_of_all("核对无误")
    (<Standing.DRAFT: '草稿'>, None)
    """
    return _ALL(text)
