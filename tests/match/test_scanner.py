"""The scanner finds what the reference finds, and lets no account pass that a rule would stop."""

from __future__ import annotations

import datetime
import itertools
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

import qingname.match
from qingname import Account, Checker, Policy
from qingname.match import Matcher, Reading, Utf8
from qingname.match.compose import changed_lead, compose
from qingname.match.find import find
from qingname.match.reference import found
from qingname.match.scanner import ROLES
from qingname.match.signs import TEXT_SIGNS
from qingname.policy import Waiver
from qingname.policy.settings import Limits
from qingname.registry import shipped
from qingname.registry.keys import STEP
from qingname.text import Folder
from qingname.text.marks import Mark
from qingname.text.table import Reads, fold_table
from qingname.verification import Verified

if TYPE_CHECKING:
    from qingname import Verdict
    from qingname.match import Segmenter
    from qingname.match._scan import Scanned
    from qingname.registry import Registry
    from qingname.text import Folded

SNAPSHOT = shipped()
NAMES = [form.text for form in SNAPSHOT.forms if len(form.text) > 1]
WORDS = sorted({word.text for word in SNAPSHOT.words})
DAY = datetime.date(2026, 11, 23)
CASES = Path(__file__).parents[1] / "cases"
PIECES = st.one_of(
    st.sampled_from(NAMES),
    st.sampled_from(WORDS),
    st.sampled_from(
        [
            "曰",
            "木佥",
            "氵去",
            "xinhua",
            "XinHua",
            "sh",
            "一二三四五",
            "Ⅴ",
            "·",
            " ",
            "的",
            "ﷺ",
            "é",
            "110",
            "\u202e",
            "\u200b",
        ]
    ),
    st.text("人民日报新华社央视北京上海公安局网警发布abcinghu0123", max_size=3),
    st.text(st.characters(), max_size=2),
)
PLACES, ORGANS = (
    sorted({form.text for form in SNAPSHOT.forms if SNAPSHOT.entries[form.entry].category in kinds})
    for kinds in ({"place", "country"}, {"organ"})
)
BODIES = st.lists(
    st.one_of(st.sampled_from(PLACES), st.sampled_from(ORGANS), st.sampled_from(ORGANS), PIECES), min_size=2, max_size=5
).map("".join)
TEXTS = st.lists(PIECES, min_size=1, max_size=3).map(lambda pieces: "".join(pieces)[:30])
SLOW = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def golden() -> list[tuple[str, str]]:
    """Name and bio of every case of the project."""
    rows = (json.loads(line) for path in sorted(CASES.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines())
    accounts = (row.get("account", row) for row in rows)
    return [(str(each["name"]), str(each.get("bio") or "")) for each in accounts if "name" in each]


@given(text=TEXTS)
@SLOW
def test_the_scanner_finds_what_the_reference_finds(engine: Matcher, segmenter: Segmenter, text: str) -> None:
    folded, (hits, _, _, _) = engine.read(text, idle=True)
    reading = Reading(folded, SNAPSHOT.characters, segmenter)
    assert find(hits, folded, engine.registry) == found(reading, engine.registry)


@given(text=TEXTS)
@SLOW
def test_nothing_is_composed_where_the_scanner_sees_no_halves(engine: Matcher, segmenter: Segmenter, text: str) -> None:
    folded, (hits, _, shown, _) = engine.read(text, idle=True)
    reading = Reading(folded, SNAPSHOT.characters, segmenter)
    matches = find(hits, folded, engine.registry)
    assert shown & TEXT_SIGNS["joined"] or not compose(matches, reading)
    assert (
        shown & TEXT_SIGNS["lead"]
        or len(reading.symbols) < 2
        or not changed_lead(matches, reading, engine.registry.layers)
    )


class Thorough(Matcher):
    """Makes matches of all hits, also of those that the scanner would leave out."""

    def read(self, raw: str, *, idle: bool = False) -> tuple[Folded, Scanned]:  # noqa: ARG002 - always
        return super().read(raw, idle=True)


@pytest.fixture(scope="module")
def thorough(registry: Registry) -> Matcher:
    return Thorough(registry)


@given(text=st.one_of(TEXTS, BODIES))
@settings(SLOW, max_examples=600)
def test_what_the_scanner_leaves_out_is_missed_nowhere(engine: Matcher, thorough: Matcher, text: str) -> None:
    assert in_field(engine, text) == in_field(thorough, text)


def test_what_the_scanner_leaves_out_is_missed_in_no_case_of_the_project(engine: Matcher, thorough: Matcher) -> None:
    for text in itertools.chain.from_iterable(golden()):
        assert in_field(engine, text) == in_field(thorough, text), text


def in_field(matcher: Matcher, text: str) -> tuple[object, ...]:
    found = matcher.field(text)
    return found.matches, found.words, found.chain


def test_the_scanner_leaves_out_what_longer_names_cover(engine: Matcher) -> None:
    folded, (hits, _, _, _) = engine.read("杭州市公安局交警支队")
    left = [match.form.text for match in find(hits, folded, engine.registry)]
    assert left == ["杭州市", "杭州", "市公安局", "公安局", "交警支队"]
    assert len(engine.read("杭州市公安局交警支队", idle=True)[1][0]) == 11


@given(text=TEXTS)
@SLOW
def test_the_scanner_folds_a_text_as_the_folder_does(engine: Matcher, text: str) -> None:
    assert plain(engine.read(text)[0]) == plain(Folder(SNAPSHOT.characters).fold(text))


def test_the_scanner_folds_every_character_as_the_folder_does(engine: Matcher) -> None:
    for code in itertools.chain(range(0, sys.maxunicode + 1, 13), range(0x3000)):
        folded = engine.read(chr(code))[0]
        assert plain(folded) == plain(engine.folder.fold(chr(code))), f"U+{code:04X}"


def plain(folded: Folded) -> Folded:
    """The same, whichever way it was folded."""
    return msgspec.structs.replace(folded, as_written=False)


@given(text=TEXTS)
@SLOW
def test_the_scanner_finds_every_word_of_context(engine: Matcher, text: str) -> None:
    folded, (_, words, _, _) = engine.read(text)
    symbols = folded.symbols
    spelled = {
        (start, start + len(word), word)
        for word in WORDS
        for start in range(len(symbols) - len(word) + 1)
        if symbols.startswith(word, start)
    }
    assert {(start, end, word.text) for word, start, end in words} == spelled
    places = [(start, -end) for _, start, end in words]
    assert places == sorted(places)


def test_the_table_of_folds_says_what_folding_says(folder: Folder) -> None:
    table = fold_table(SNAPSHOT.characters)
    assert table == SNAPSHOT.folds
    pages, values, several = (
        memoryview(part).cast(kind) for part, kind in ((table.pages, "H"), (table.values, "I"), (table.several, "I"))
    )
    for code in itertools.chain(range(0, sys.maxunicode + 1, 7), range(0x3000)):
        value = values[pages[code >> 8] * 256 + (code & 255)]
        folded = folder.fold(chr(code))
        first = value & 0x1FFFFF
        if value & Reads.DROPPED:
            read = ""
        elif value & Reads.SEVERAL:
            read = "".join(chr(symbol & 0x1FFFFF) for symbol in several[first + 1 : first + 1 + several[first]])
        else:
            read = chr(first)
        assert read == folded.symbols, f"U+{code:04X}"


def test_the_scanner_has_the_numbers_of_the_tables() -> None:
    tables = (Path(qingname.match.__file__).parent / "scan" / "tables.pxi").read_text("utf-8")
    here = {name: eval(value) for name, value in re.findall(r"^    ([A-Z_]+) = ([0-9 <]+)", tables, re.MULTILINE)}  # noqa: S307
    assert {f"M_{mark.name}": int(mark) for mark in Mark}.items() <= here.items()
    assert {f"R_{role.name}": number for role, number in ROLES.items()}.items() <= here.items()
    assert {f"T_{what.upper()}": bit for what, bit in TEXT_SIGNS.items()}.items() <= here.items()
    assert {str(reads.name): int(reads) for reads in Reads}.items() <= here.items()
    assert f"STEP = 0x{STEP:X}U" in tables


@pytest.mark.parametrize("form", [form.text for form in SNAPSHOT.forms if 5 <= len(form.text) <= 9][::97])
def test_every_edit_and_order_of_a_long_name_is_looked_up(engine: Matcher, form: str) -> None:
    def texts(numbers: set[int]) -> set[str]:
        return {engine.registry.layers[0].forms[number].text for number in numbers}

    assert form not in texts(set().union(*engine.scanner.neighbours(form, 0)))
    if form in texts(engine.registry.layers[0].edited(form)):
        for place in range(len(form)):
            changed = form[:place] + "囧" + form[place + 1 :]
            for edited in (form[:place] + form[place + 1 :], form[:place] + "囧" + form[place:], changed):
                assert form in texts(engine.scanner.neighbours(edited, 0)[0])
        assert form in texts(engine.scanner.neighbours(form[::-1], 0)[1])


@given(text=TEXTS)
@SLOW
def test_a_neighbour_is_one_edit_away_or_made_of_the_same_symbols(engine: Matcher, text: str) -> None:
    symbols = engine.folder.fold(text).symbols
    edited, ordered = engine.scanner.neighbours(symbols, 0)
    forms = engine.registry.layers[0].forms
    assert all(Levenshtein.distance(forms[number].text, symbols) == 1 for number in edited)
    assert all(sorted(forms[number].text) == sorted(symbols) != [] for number in ordered)
    assert symbols not in {forms[number].text for number in edited | ordered}
    near = engine.registry.layers[0].edited(symbols)
    assert edited == {number for number in near if Levenshtein.distance(forms[number].text, symbols) == 1}


def in_full(checker: Checker, account: Account) -> Verdict:
    """Verdict of all rules, whatever their triggers."""
    return checker._judge(Verified(account), by_triggers=False)


def passes(checker: Checker, account: Account) -> bool:
    verdict = in_full(checker, account)
    return verdict.action == "pass" and verdict.complete and not verdict.findings


@given(name=TEXTS, bio=st.one_of(st.just(""), TEXTS))
@SLOW
def test_what_is_no_suspect_passes_with_no_finding(
    checker: Checker, strict_checker: Checker, name: str, bio: str
) -> None:
    for judge in (checker, strict_checker):
        account = Account(name, bio=bio)
        if not judge.suspects([name], [bio])[0]:
            assert passes(judge, account)
        assert judge.check(account) == in_full(judge, account)


def test_no_case_of_the_project_that_has_a_finding_is_let_pass(checker: Checker, strict_checker: Checker) -> None:
    cases = golden()
    assert len(cases) > 500
    for judge in (checker, strict_checker):
        suspects = judge.suspects([name for name, _ in cases], [bio for _, bio in cases])
        missed = [
            case
            for case, suspect in zip(cases, suspects, strict=True)
            if not suspect and not passes(judge, Account(case[0], bio=case[1]))
        ]
        assert not missed


@given(rows=st.lists(st.tuples(TEXTS, st.one_of(st.none(), TEXTS)), max_size=5), wide=st.booleans())
@settings(max_examples=60, deadline=None)
def test_text_in_utf8_is_judged_like_strings(checker: Checker, rows: list[tuple[str, str | None]], wide: bool) -> None:  # noqa: FBT001
    def column(texts: list[str | None]) -> Utf8:
        parts = [b"?" if text is None else text.encode() for text in texts]
        offsets = np.cumsum([0, *map(len, parts)]).astype(np.int64 if wide else np.int32)
        return Utf8(
            b"".join(parts),
            offsets,
            np.packbits(np.array([text is not None for text in texts], bool), bitorder="little").tobytes(),
        )

    rows = [
        (name.encode("utf-8", "replace").decode(), bio and bio.encode("utf-8", "replace").decode())
        for name, bio in rows
    ]
    names, bios = [name for name, _ in rows], [bio for _, bio in rows]
    wanted = checker.suspects(names, [bio or "" for bio in bios]).tolist()
    assert checker.suspects(column([*names]), column(bios)).tolist() == wanted
    assert checker.suspects(names, column(bios)).tolist() == wanted
    assert checker.suspects(column([*names])).tolist() == checker.suspects(names).tolist()


def test_offsets_outside_of_the_text_are_refused(checker: Checker) -> None:
    with pytest.raises(ValueError, match="offsets"):
        checker.suspects(Utf8(b"abc", np.array([0, 2, 9], np.int32)))
    with pytest.raises(ValueError, match="as many bios"):
        checker.suspects(["a"], [])


@pytest.mark.parametrize("name", ["官微冰岛", "发布杭州", "掌握榆次", "济发南布", "洛阳市规划展示馆"])
def test_a_name_put_together_in_an_odd_way_is_a_suspect(checker: Checker, name: str) -> None:
    assert checker.check(Account(name)).findings
    assert checker.suspects([name])[0]


@pytest.mark.parametrize(
    ("name", "profile"),
    [
        ("羔唐济南市儿童医院", "balanced"),  # 高唐, by ear, before 济南市: too weak to be anything by itself
        ("交友网穔冈江汉大学", "balanced"),
        ("临沧日报薇信丽江師範学院", "balanced"),
        ("癋南ning陵纪实", "strict"),
    ],
)
def test_a_weak_place_before_the_place_of_a_body_wakes_the_rules_that_it_makes_a_whole_name_for(
    checker: Checker, strict_checker: Checker, name: str, profile: str
) -> None:
    judge = strict_checker if profile == "strict" else checker
    whole = judge._judge(Verified(Account(name)), by_triggers=False)
    assert whole.findings
    assert judge.check(Account(name)) == whole


def test_limits_and_ended_waivers_make_suspects() -> None:
    assert Checker(Policy(limits=Limits(min=2))).suspects(["甲"]).tolist() == [True]
    ended = Waiver(rules=("QN101",), reason="r", granter="g", expires=DAY, name="小明的猫")
    later = DAY + datetime.timedelta(days=1)
    for waiver, wanted in (
        (ended, [True, False]),
        (msgspec.structs.replace(ended, name="", account="7"), [True, True]),
    ):
        checker = Checker(Policy(waivers=(waiver,)), as_of=later)
        assert checker.suspects(["小明的猫", "小红的狗"]).tolist() == wanted
        assert Checker(Policy(waivers=(waiver,)), as_of=DAY).suspects(["小明的猫", "小红的狗"]).tolist() == [
            False,
            False,
        ]
