"""Rows of one made-up county: takes its code, its name and a number of rows, gives the rows of all nine reports.

Every value keeps every rule of the shipped contracts, so that a clean night accepts all of it without an issue. The same
arguments give the same rows. A value that stands in no row is a blank cell.
"""

import random
from datetime import date, timedelta

from etl.types.credit_code import ALPHABET, WEIGHTS

Value = str | float | int | date
Row = dict[str, Value]
Reports = dict[str, list[Row]]

# rows of a thousand; a payment list is the longest sheet of a county, an incubator is rare
SHARES = {
    "organization": 150, "agreement": 80, "project": 150, "disbursement": 300, "donation": 80,
    "sale": 90, "incubator": 10, "need": 80, "activity": 60,
}  # fmt: skip
FEWEST = 20  # rows a county, so that each report has some

FIELDS = ("产业", "就业", "教育", "健康", "养老", "育幼", "消费", "民生", "基础设施", "文化", "人才", "其他")
LEVELS = ("全国性", "东部", "省级", "市级", "县级")
STAGES = ("审批", "实施", "资金拨付", "审计验收", "完成")
KINDS = ("协会", "基金会", "服务中心", "商会", "促进会")
WORDS = ("青禾", "同心", "天府", "春晖", "众善", "蜀光", "明德", "益民", "康宁", "乡缘", "桑梓", "惠农")
PLACES = ("清溪", "白果", "龙泉", "石桥", "柳林", "双河", "高坪", "永兴", "太平", "新民", "茶店", "松林")
PRODUCTS = ("花椒", "核桃", "茶叶", "苹果", "牦牛肉", "土豆", "蜂蜜", "大米", "竹笋", "猕猴桃", "藏香猪", "青稞")
FIRST_DAY = date(2022, 1, 4)


def county_rows(code: str, name: str, rows: int, seed: int = 1) -> Reports:
    """All nine reports of a county, `rows` rows together."""
    return _County(code, name, rows, seed).reports()


def credit_code(area: str, serial: int) -> str:
    """A unified social credit code with its check character."""
    body = "52" + area
    for place in range(8, -1, -1):
        body += ALPHABET[serial // 10**place % 10]
    total = sum(ALPHABET.index(letter) * weight for letter, weight in zip(body, WEIGHTS, strict=True))
    return body + ALPHABET[(31 - total % 31) % 31]


def shared_out(rows: int) -> dict[str, int]:
    """Number of rows of each report; payments take what is left over."""
    counts = {report: max(1, rows * share // 1000) for report, share in SHARES.items()}
    counts["disbursement"] += rows - sum(counts.values())
    return counts


class _County:
    def __init__(self, code: str, name: str, rows: int, seed: int) -> None:
        self._code, self._name = code, name
        self._counts = shared_out(rows)
        self._random = random.Random(f"{seed} {code}")
        self._orgs = [(self._org_name(n), credit_code(code, n)) for n in range(self._counts["organization"])]

    def reports(self) -> Reports:
        projects, payments = self._projects_and_payments()
        return {
            "organization": [self._organization(n) for n in range(self._counts["organization"])],
            "agreement": [self._agreement(n) for n in range(self._counts["agreement"])],
            "project": projects,
            "disbursement": payments,
            "donation": [self._donation(n) for n in range(self._counts["donation"])],
            "sale": [self._sale(n) for n in range(self._counts["sale"])],
            "incubator": [self._incubator(n) for n in range(self._counts["incubator"])],
            "need": [self._need(n) for n in range(self._counts["need"])],
            "activity": [self._activity(n) for n in range(self._counts["activity"])],
        }

    def _org_name(self, n: int) -> str:
        return f"{self._name}{WORDS[n % len(WORDS)]}{n // len(WORDS) + 1}号{KINDS[n % len(KINDS)]}"

    def _org(self) -> tuple[str, str]:
        return self._random.choice(self._orgs)

    def _day(self, span: int = 700) -> date:
        return FIRST_DAY + timedelta(days=self._random.randrange(span))

    def _wan(self, least: float = 1, most: float = 90) -> float:
        """An amount in 万元 with two decimals, far from any that looks as if written in another unit."""
        return round(self._random.uniform(least, most), 2)

    def _township(self) -> str:
        return self._random.choice(PLACES) + self._random.choice(("镇", "乡"))

    def _organization(self, n: int) -> Row:
        name, code = self._orgs[n]
        return {
            "org_name": name,
            "credit_code": code,
            "org_type": self._random.choice(("社会团体", "基金会", "社会服务机构")),
            "register_level": self._random.choice(LEVELS),
            "legal_person": self._random.choice("王李张刘陈杨赵黄周吴") + self._random.choice("明华芳强敏静磊洋勇艳"),
            "phone": f"138{self._random.randrange(10**8):08}",
            "grade": self._random.choice(("5A", "4A", "3A", "2A", "未评估")),
            "annual_check": self._random.choice(("合格", "基本合格", "未参检")),
            "registered_on": date(2005, 1, 4) + timedelta(days=self._random.randrange(5000)),
        }

    def _agreement(self, n: int) -> Row:
        name, code = self._org()
        signed = self._day()
        return {
            "agreement_no": self._agreement_no(n),
            "org_name": name,
            "credit_code": code,
            "register_level": self._random.choice(LEVELS),
            "pairing_mode": self._random.choice(("一对一", "一对多", "多对一")),
            "field": self._random.choice(FIELDS),
            "signed_on": signed,
            "ends_on": signed + timedelta(days=1095),
            "agreed_yuan": self._wan(),
        }

    def _agreement_no(self, n: int) -> str:
        return f"XY{self._code}-2023-{n + 1:04}"

    def _projects_and_payments(self) -> tuple[list[Row], list[Row]]:
        """Projects whose sums paid are those of their payments; one in ten is not approved yet and was paid nothing."""
        count = self._counts["project"]
        numbers = [f"XM{self._code}-2023-{n + 1:04}" for n in range(count)]
        is_paid = [n % 10 != 9 for n in range(count)]
        payees = [number for number, paid in zip(numbers, is_paid, strict=True) if paid]
        paid = dict.fromkeys(numbers, 0)
        payments = []
        for n in range(self._counts["disbursement"]):
            number, hundreds = payees[n % len(payees)], self._random.randrange(100, 2000)
            paid[number] += hundreds
            payments.append(self._payment(n, number, hundreds / 100))
        projects = [
            self._project(number, paid[number], self._random.choice(STAGES[1:]) if is_paid[n] else STAGES[0])
            for n, number in enumerate(numbers)
        ]
        return projects, payments

    def _project(self, number: str, paid_hundreds: int, stage: str) -> Row:
        name, code = self._org()
        place, field, households = self._township(), self._random.choice(FIELDS), self._random.randrange(5, 400)
        approved = self._day(400)
        row: Row = {
            "project_no": number,
            "project_name": f"{place}{field}帮扶项目",
            "org_name": name,
            "credit_code": code,
            "agreement_no": self._agreement_no(self._random.randrange(self._counts["agreement"])),
            "township": place,
            "village": self._random.choice(PLACES) + "村",
            "field": field,
            "stage": stage,
            "planned_yuan": (paid_hundreds + self._random.randrange(200, 2000)) / 100,
            "disbursed_yuan": paid_hundreds / 100,
            "approved_on": approved,
            "started_on": approved + timedelta(days=30),
            "households": households,
            "persons": households * 3,
            "jobs": self._random.randrange(60),
            "income_gain_yuan": self._random.randrange(500, 6000),
        }
        if stage in STAGES[3:]:
            row["accepted_on"] = approved + timedelta(days=200)
        return row

    def _payment(self, n: int, project: str, wan: float) -> Row:
        return {
            "voucher_no": f"PZ{self._code}-{n + 1:05}",
            "project_no": project,
            "paid_on": self._day(),
            "paid_yuan": wan,
            "fund_source": self._org()[0],
            "payee": f"{self._township()}人民政府",
        }

    def _donation(self, n: int) -> Row:
        is_goods = n % 3 == 0
        row: Row = {
            "donation_no": f"JZ{self._code}-{n + 1:04}",
            "org_name": self._org()[0],
            "donated_on": self._day(),
            "kind": "物资" if is_goods else "资金",
            "value_yuan": self._wan(),
            "purpose": f"{self._random.choice(FIELDS)}帮扶",
        }
        return row | ({"goods": self._random.choice(("图书", "棉衣", "电脑", "药品"))} if is_goods else {})

    def _sale(self, n: int) -> Row:
        turn, org = divmod(n, len(self._orgs))
        return {
            "org_name": self._orgs[org][0],
            "product": PRODUCTS[turn % len(PRODUCTS)],
            "channel": ("线上", "线下")[turn // len(PRODUCTS) % 2],
            "sold_yuan": self._wan(),
        }

    def _incubator(self, n: int) -> Row:
        return {
            "base_name": f"{self._name}{PLACES[n % len(PLACES)]}{n + 1}号社会组织孵化基地",
            "base_level": self._random.choice(("县级", "乡级", "村级")),
            "operator": self._org()[0],
            "opened_on": self._day(),
            "area_sqm": self._random.randrange(80, 2000),
            "resident_orgs": self._random.randrange(30),
            "invested_yuan": self._wan(),
        }

    def _need(self, n: int) -> Row:
        status, published = ("待认领", "已认领", "已转项目")[n % 3], self._day(500)
        row: Row = {
            "need_no": f"XQ{self._code}-{n + 1:04}",
            "need_name": f"{self._random.choice(PLACES)}村{self._random.choice(FIELDS)}需求",
            "field": self._random.choice(FIELDS),
            "township": self._township(),
            "needed_yuan": self._wan(),
            "published_on": published,
            "status": status,
        }
        if status == "待认领":
            return row
        claimed = {"claimed_by": self._org()[0], "claimed_on": published + timedelta(days=40)}
        return row | claimed | {"claimed_yuan": self._wan()}

    def _activity(self, n: int) -> Row:
        return {
            "activity_name": f"{self._random.choice(WORDS)}帮扶行动第{n + 1}场",
            "brand": self._random.choice(("蜀公益·哺桑梓", "两新联万村·党建助振兴", "彝路相伴·牵手伴行", "其他")),
            "held_on": self._day(),
            "orgs": self._random.randrange(1, 60),
            "projects_claimed": self._random.randrange(20),
            "agreements_signed": self._random.randrange(10),
            "media_reports": self._random.randrange(30),
            "awards": self._random.randrange(3),
        }
