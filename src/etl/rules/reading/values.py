"""What may be wrong with a single cell as it is read. Data only."""

from etl.rules.rule import WARNING, Rule, Sentence

IDENTITY_NUMBER = Rule(
    "identity_number",
    (WARNING,),
    Sentence(
        "“{label}”里有身份证号，已遮盖后保存（{value}）；报表里不要填写身份证号。",
        "{label} holds an identity number, which was masked before anything was stored ({value}).",
        expected="不填写身份证号",
    ),
    remedy="报表里不要填写身份证号。",
    found_in="normalise",
)
