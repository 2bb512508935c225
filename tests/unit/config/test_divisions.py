"""A county is found by what people write, and a name that could mean several decides nothing."""

import dataclasses
import pickle
import shutil
import sys
from collections import Counter
from pathlib import Path

import pytest

from etl.config.division_files import FormerDivision
from etl.config.divisions import Divisions, load_divisions
from etl.errors import ContractError

CONFIG = Path(__file__).parents[3] / "config"


@pytest.fixture(scope="module")
def divisions() -> Divisions:
    return load_divisions(CONFIG)


def test_the_shipped_divisions_are_the_whole_province(divisions):
    assert len(divisions.counties) == 183
    assert len(divisions.prefectures) == 21
    designations = Counter(county.designation for county in divisions.counties.values())
    assert designations == {"national": 25, "provincial": 25, None: 133}
    assert {county.prefecture_code for county in divisions.counties.values()} == set(divisions.prefectures)


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("壤塘", "壤塘县"),
        ("北川", "北川羌族自治县"),
        ("马边", "马边彝族自治县"),
        ("江油", "江油市"),
        ("剑阁", "剑阁县"),
    ],
)
def test_a_short_name_of_one_county_is_known(divisions, short, name):
    assert divisions.resolve_folder(short).name == name


@pytest.mark.parametrize("name", ["市中", "茂", "东", "广安", "达州", "四川", "阿坝"])
def test_a_short_name_that_is_not_one_countys_says_nothing(divisions, name):
    assert divisions.resolve_folder(name) is None


def test_former_divisions_know_what_they_are_today(divisions):
    assert FormerDivision("513122", "名山县", "511803") in divisions.former  # renamed twice
    assert FormerDivision("513100", "雅安地区", "511800") in divisions.former
    assert FormerDivision("510902", "市中区", None) in divisions.former  # split up


def test_divisions_never_change_and_can_be_sent_to_a_child_process(divisions):
    with pytest.raises(dataclasses.FrozenInstanceError):
        divisions.former = ()
    assert divisions.named_in("锦江区") == {"510104"}  # and what is remembered of it stays here
    copy = pickle.loads(pickle.dumps(divisions))  # noqa: S301 - our own value
    assert copy == divisions
    assert copy.named_in("锦江区") == {"510104"}


def test_every_county_is_found_by_its_code_and_by_its_prefecture_and_name(divisions):
    for county in divisions.counties.values():
        assert divisions.resolve_folder(county.code) == county
        assert divisions.resolve_folder(county.prefecture_name + county.name) == county
        assert divisions.named_in(f"填报单位：{county.prefecture_name}{county.name}民政局") == {county.code}
        assert county.code in divisions.named_in(f"填报单位：{county.name}民政局")


def test_only_one_name_is_borne_by_two_counties(divisions):
    unclear = {c.name for c in divisions.counties.values() if divisions.resolve_folder(c.name) != c}
    assert unclear == {"市中区"}


@pytest.mark.parametrize(
    ("folder", "code"),
    [
        pytest.param("510104", "510104", id="code"),
        pytest.param("５１０１０４", "510104", id="full-width-code"),
        pytest.param("512081", "510185", id="former-code"),
        pytest.param("513902", "510185", id="code-changed-twice"),
        pytest.param("锦江区", "510104", id="name"),
        pytest.param(" 锦江区　", "510104", id="name-with-spaces"),
        pytest.param("射洪县", "510981", id="former-name"),
        pytest.param("达县", "511703", id="former-name-of-two-letters"),
        pytest.param("北川县", "510726", id="name-changed-and-code-kept"),
        pytest.param("成都市锦江区", "510104", id="prefecture-and-name"),
        pytest.param("乐山市市中区", "511102", id="prefecture-tells-apart"),
        pytest.param("乐山市中区", "511102", id="as-it-is-mostly-written"),
        pytest.param("广元市市中区", "510802", id="prefecture-and-former-name"),
        pytest.param("资阳市简阳市", "510185", id="former-prefecture"),
        pytest.param("资阳地区简阳市", "510185", id="former-name-of-the-former-prefecture"),
        pytest.param("凉山州会理县", "513402", id="short-name-of-the-prefecture"),
        pytest.param("市中区", None, id="two-counties-bear-the-name"),
        pytest.param("遂宁市市中区", None, id="split-up"),
        pytest.param("510902", None, id="code-of-what-was-split-up"),
        pytest.param("成都市渠县", None, id="another-prefectures-county"),
        pytest.param("成都市", None, id="prefecture"),
        pytest.param("510100", None, id="code-of-a-prefecture"),
        pytest.param("雅安市", None, id="former-county-that-became-the-prefecture"),
        pytest.param("锦江", "510104", id="short-name"),
        pytest.param("510199", None, id="no-such-code"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_a_folder_is_one_county_or_none(divisions, folder, code):
    county = divisions.resolve_folder(folder)
    assert (county and county.code) == code


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        pytest.param("填报单位：成都市锦江区民政局", {"510104"}, id="sender"),
        pytest.param("填报单位： 锦 江 区 民政局（盖章）", {"510104"}, id="spaced-out"),
        pytest.param("填报单位：名山县民政局", {"511803"}, id="former-name"),
        pytest.param("会理县民政局", {"513402"}, id="not-the-shorter-name-inside"),
        pytest.param("石渠县民政局", {"513332"}, id="not-渠县"),
        pytest.param("得荣县民政局", {"513338"}, id="not-荣县"),
        pytest.param("会理县、理县", {"513402", "513222"}, id="both-names"),
        pytest.param("市中区民政局", {"511002", "511102", "510802"}, id="all-that-bear-the-name"),
        pytest.param("乐山市市中区民政局", {"511102"}, id="prefecture-in-front"),
        pytest.param("乐山市 市中区民政局", {"511102"}, id="prefecture-and-a-space"),
        pytest.param("乐山市中区民政局", {"511102"}, id="city-written-once"),
        pytest.param("乐山市民政局 市中区分局", {"511102"}, id="prefecture-further-in-front"),
        pytest.param("内江市市中区 乐山市市中区", {"511002", "511102"}, id="each-with-its-prefecture"),
        pytest.param("遂宁市市中区民政局", set(), id="split-up"),
        pytest.param("成都市中区域养老服务中心", set(), id="a-name-by-accident"),
        pytest.param("资阳市锦江区民政局", {"510104"}, id="one-bearer-whatever-the-prefecture"),
        pytest.param("成都市民政局", set(), id="prefecture-only"),
        pytest.param("四川省民政厅", set(), id="province"),
        pytest.param("填报日期：2024年3月28日", set(), id="no-name"),
        pytest.param("", set(), id="nothing"),
    ],
)
def test_a_text_names_counties(divisions, text, codes):
    assert divisions.named_in(text) == codes


def test_a_short_text_is_compared_with_few_names(divisions):
    text = "填报单位：成都市锦江区民政局 填报人：7 填报日期：2024年3月28日"
    divisions.named_in(text)  # the names are sorted once
    events = []
    before = sys.getprofile()
    sys.setprofile(lambda _frame, event, _function: events.append(event))
    try:
        divisions.named_in(text)
    finally:
        sys.setprofile(before)
    calls = events.count("call") + events.count("c_call")
    assert (
        0 < calls < 10 * len(text) < len(divisions.counties) * len(text)
    )  # 145; with every name at every letter 8,000


@pytest.mark.parametrize(
    ("file", "old", "new", "named"),
    [
        pytest.param("sichuan_divisions.csv", "prefecture_name", "city", ["missing", "prefecture_name"], id="column"),
        pytest.param(
            "sichuan_divisions.csv", "510104,", "51010,", ["line 3", "'51010'", "six digits"], id="short-code"
        ),
        pytest.param("sichuan_divisions.csv", "510105,", "510104,", ["line 4", "510104", "twice"], id="code-twice"),
        pytest.param("sichuan_divisions.csv", "市,county", "市,town", ["line 3", "'town'"], id="unknown-level"),
        pytest.param(
            "sichuan_divisions.csv", "区,510100,", "区,519900,", ["line 3", "519900"], id="dangling-prefecture"
        ),
        pytest.param(
            "sichuan_divisions.csv", "锦江区,510100,成都市", "锦江区,510100,都市", ["510100 都市"], id="prefecture-name"
        ),
        pytest.param(
            "sichuan_divisions.csv", "锦江区,", "锦江区", ["line 3", "4 values instead of 5"], id="comma-lost"
        ),
        pytest.param(
            "key_counties.csv", "513226,", "513299,", ["no county has the code 513299"], id="dangling-key-county"
        ),
        pytest.param("key_counties.csv", "金川县", "金州县", ["513226", "金州县", "金川县"], id="name-of-another"),
        pytest.param("key_counties.csv", "national", "great", ["line 2", "'great'", "provincial"], id="designation"),
        pytest.param("key_counties.csv", "513228", "513226", ["line 3", "513226", "twice"], id="key-county-twice"),
        pytest.param(
            "sichuan_division_history.csv", "511822", "519999", ["513123", "519999", "no division"], id="dangling"
        ),
        pytest.param("sichuan_division_history.csv", "511803", "513122", ["513122", "no division"], id="circle"),
        pytest.param("sichuan_division_history.csv", "513122", "x", ["line 2", "'x'", "six digits"], id="former-code"),
    ],
)
def test_a_broken_file_is_named_with_its_line(tmp_path, file, old, new, named):
    shutil.copytree(CONFIG / "reference", tmp_path / "reference")
    path = tmp_path / "reference" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContractError) as caught:
        load_divisions(tmp_path)
    assert [word for word in [file, *named] if word not in caught.value.message] == []


@pytest.mark.parametrize("file", ["sichuan_divisions.csv", "sichuan_division_history.csv", "key_counties.csv"])
def test_a_file_that_is_missing_or_no_utf8_is_named(tmp_path, file):
    shutil.copytree(CONFIG / "reference", tmp_path / "reference")
    path = tmp_path / "reference" / file
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    with pytest.raises(ContractError, match=f"{file} is not CSV in UTF-8"):
        load_divisions(tmp_path)
    path.unlink()
    with pytest.raises(ContractError, match=f"{file} does not exist; set ETL_CONFIG"):
        load_divisions(tmp_path)


def test_a_file_saved_by_excel_is_read(tmp_path):
    shutil.copytree(CONFIG / "reference", tmp_path / "reference")
    path = tmp_path / "reference" / "key_counties.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("\n", "\r\n"), encoding="utf-8-sig", newline="")
    assert load_divisions(tmp_path).counties["513226"].designation == "national"
