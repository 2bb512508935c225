"""Rules on several files that carry one report. Data only."""

from etl.rules.rule import CRITICAL, NOTICE, UNDECIDABLE, WARNING, Rule, Sentence

SUBMISSION_UNDECIDABLE = Rule(
    "submission.undecidable",
    (CRITICAL,),
    Sentence(
        "“{one}”和“{other}”里有同一张报表，收到的时间也相同，无法确定用哪一份；请只留下正确的一份，改个文件名重新报送。",
        "{one} and {other} hold the same report and came at the same time: which counts cannot be decided.",
        expected="一张报表只在一份文件里",
    ),
    remedy="只留下正确的一份，改个文件名重新报送（没有改过的文件不会再读）。",
    found_in="selection",
    kept_from_waivers=UNDECIDABLE,
)
SUBMISSION_PART_AFTER_WHOLE = Rule(
    "submission.part_after_whole",
    (CRITICAL,),
    Sentence(
        "已收到全县的“{whole}”，之后又收到只有{township}的“{part}”，无法确定是补充还是替换；"
        "请把全县的内容合在一份文件里重新报送，或每个乡镇各报一份。",
        "{part}, which is {township}'s alone, came after the whole county's {whole}: it may complete or replace it.",
        expected="全县一份文件，或每个乡镇一份文件",
    ),
    remedy="把全县的内容合在一份文件里重新报送，或每个乡镇各报一份。",
    found_in="selection",
    kept_from_waivers=UNDECIDABLE,
)
_ONE_FILE = "一张报表只在一份文件里"
SUBMISSION_DISPLACED = Rule(
    "submission.displaced",
    (CRITICAL, WARNING, NOTICE),
    {
        "other rows": Sentence(
            "同一张报表收到两份，“{displaced}”里有 {count} 行是最后收到的“{used}”里没有的，分不清是补充还是替换；"
            "请合成一份文件重新报送；只要其中一份的，请删除另一份，把要的一份改个文件名重新报送。",
            "{displaced} has {count} rows that {used}, which came last, does not have: it may complete or replace it.",
            expected=_ONE_FILE,
        ),
        "rows lost": Sentence(
            "同一张报表收到多份，采用最后收到的“{used}”；“{displaced}”里有 {count} 行没有采用，如需要请补进采用的一份。",
            "The report came several times: {used}, which came last, counts; {count} rows of {displaced} do not.",
            expected=_ONE_FILE,
        ),
        "later rows": Sentence(
            "已接收的“{displaced}”里有 {count} 行是后来收到的“{used}”里没有的，分不清是补充还是替换；"
            "是补充的，请和原来的内容合成一份文件重新报送；要整份替换的，请用原来的文件名“{displaced}”报送。",
            "{displaced}, which is in use, has {count} rows that {used}, which came later, does not have: it may complete or replace it.",
            expected=_ONE_FILE,
        ),
        "rows gone": Sentence(
            "“{used}”替换了以前接收的“{displaced}”，那里的 {count} 行这次没有，不再计入；如需要请补进来重新报送。",
            "{used} replaces {displaced}, which was accepted; {count} rows of that are not in it and count no more.",
            expected=_ONE_FILE,
        ),
        "same rows": Sentence(
            "同一张报表收到多份，采用最后收到的“{used}”；“{displaced}”里的这张报表没有采用。",
            "The report came several times: {used}, which came last, counts; that of {displaced} does not.",
            expected=_ONE_FILE,
        ),
    },
    remedy="如最后收到的一份正确，不必处理；否则只留下正确的一份，改个文件名重新报送。",
    found_in="selection",
    kept_from_waivers=UNDECIDABLE,
)

SUBMISSION_RULES = (SUBMISSION_UNDECIDABLE, SUBMISSION_PART_AFTER_WHOLE, SUBMISSION_DISPLACED)
