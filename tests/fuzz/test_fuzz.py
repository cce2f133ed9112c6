"""No file is met with a traceback, a hang or a gigabyte: it is answered or refused in words.

`make test` runs 1,000 broken files over all readers, `make nightly` 20,000 on each of three seeds.
`python -m tests.fuzz` does the same by hand and keeps the inputs of faults.
"""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.__main__ import rounds
from tests.fuzz.harness import TODAY, data_of, outcome, run, seeds_now, shares
from tests.fuzz.mutate import ODD, SCALARS, _structure
from tests.fuzz.seeds import FIXTURES, Seed
from unclench.errors import UserError
from unclench.intake.diaries import read
from unclench.told.pack import sentences
from unclench.usable import usable

QUICK, SLOW, SEEDS = 900, 20_000, (1, 11, 23)

OWNED: dict[str, str] = {}
"""Kinds of files in which faults are known, and where they are being mended."""


def _kinds() -> list[object]:
    return [
        pytest.param(k, marks=pytest.mark.xfail(reason=OWNED[k], strict=True)) if k in OWNED else k
        for k in sorted(seeds_now())
    ]


@pytest.mark.parametrize("kind", _kinds())
def test_a_broken_file_is_answered_or_refused_in_words(kind: str) -> None:
    _, faults = run(kind, shares(QUICK)[kind], 1, most=1)
    assert faults == []


@pytest.mark.nightly
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", sorted(seeds_now()))
def test_20000_broken_files_are_answered_or_refused_in_words(kind: str, seed: int) -> None:
    _, faults = run(kind, shares(SLOW)[kind], seed)
    assert faults == []


def test_an_input_is_the_same_for_ever_and_most_are_broken() -> None:
    same = 0
    for kind, pool in seeds_now().items():
        one, data = data_of(kind, 3, 11)
        assert (one, data) == data_of(kind, 3, 11)
        same += data in [s.data for s in pool]
    assert same < len(seeds_now()) / 2


def test_every_good_file_of_ours_is_answered() -> None:
    for kind, pool in seeds_now().items():
        if not kind.startswith(("published", "mfp_printable")):
            for seed in pool:
                assert outcome(seed, seed.data) == "answered", kind


def test_the_harness_sees_faults() -> None:
    diary = Seed("diary", "x", "x.csv", b"")

    def raises(*arguments: object, **more: object) -> None:
        raise ZeroDivisionError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.fuzz.harness.assess", raises)
        with pytest.raises(ZeroDivisionError):
            outcome(diary, b"date,food\n2026-05-01,rice\n")
        _, faults = run("plain", range(4), 1)
        assert faults
        assert all(f.place.startswith("ZeroDivisionError") for f in faults)


WORDS = (
    "K Mg potassium vitamin D ferritin CK eGFR 3.1 2,4 1,200 <25 >= mmol/L mg/dL U/L µg/L % "
    "(3.5-5.1) 2026-05-04 04/05/2026 H L low urine serum positive * : ; , - 9e99 nan"
)
LINE = st.lists(st.sampled_from([*WORDS.split(), *ODD]), max_size=8).map(" ".join)
VALUE = st.recursive(
    st.sampled_from([*SCALARS, 42, "female", "calf cramps", 3.1]) | LINE,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "value", "unit", "date", "x"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)
KEYS = (
    "profile complaints signs medicines conditions exposure diet labs allergies asked age sex "
    "weight_kg height_cm pregnant struck confirmed"
)
ANY = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]


@settings(max_examples=50, deadline=None, suppress_health_check=ANY, derandomize=True)
@given(st.lists(LINE, max_size=6))
def test_any_lines_of_blood_tests_are_read_or_refused(lines: list[str]) -> None:
    outcome(Seed("labs", "typed", "labs.txt", b""), "\n".join(lines).encode("utf-8", "replace"), ())


@settings(max_examples=50, deadline=None, suppress_health_check=ANY, derandomize=True)
@given(st.dictionaries(st.sampled_from(KEYS.split()), VALUE, max_size=4))
def test_any_case_is_read_or_refused(case: dict[str, object]) -> None:
    import json

    data = json.dumps(case, default=str).encode("utf-8", "replace")
    outcome(Seed("case", "dictionary", "case.json", b""), data, ())


def test_what_is_owned_is_a_kind_that_is_there() -> None:
    known = seeds_now()
    assert all(k in known or k.startswith("published") for k in OWNED)
    assert all(re.search(r": the ", why) for why in OWNED.values())


ENDLESS = "9" * 5000


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("d.csv", f'Date,Food,Calories\n2026-05-04,Rice,{ENDLESS}\n2026-05-04,Soup,"1,300"\n'),
        ("d.txt", f"Day {ENDLESS}\n2 eggs\n100 g rice\n"),
        ("labs.txt", f"K 3.1 mmol/L {ENDLESS} days ago\n"),
        ("c.json", f'{{"complaints": ["cramp"], "medicines": ["magnesium {ENDLESS} 100 mg"]}}'),
        ("c.json", '{"complaints": ["cramp"], "medicines": ["half of ² magnesium 3 ² mg"]}'),
    ],
)
def test_endless_digits_and_raised_ones_are_no_numbers(name: str, text: str) -> None:
    reader = "labs" if name.startswith("l") else "case" if name.startswith("c") else "diary"
    assert outcome(Seed(reader, "", name, b""), text.encode()) in ("answered", "refused")


def test_a_number_beyond_all_numbers_is_a_problem_of_every_reader(tmp_path: Path) -> None:
    page = (FIXTURES / "mfp_printable.htm").read_text("utf-8")
    for place in ("80 g</td><td>303<", "2 capsule</td><td>0<"):
        assert place in page
        path = tmp_path / "d.htm"
        path.write_text(page.replace(place, f"{place.rpartition('>')[0]}>{'9' * 400}<"), "utf-8")
        with pytest.raises(UserError, match="'energy' is not a number"):
            read([path], today=TODAY)


@pytest.mark.parametrize("inside", ["exposure", "diet"])
def test_endless_texts_are_cut_under_every_key(inside: str) -> None:
    key = "sun" if inside == "exposure" else "description"
    case = usable({"complaints": ["cramps"], inside: {key: "outdoors " * 9_000}})
    assert any("first and last" in p.what for p in case.problems)


def test_endless_lines_are_cut_where_they_were_and_hold_every_word() -> None:
    words = ["and" if i % 7 == 0 else f"word{i}" for i in range(700)]
    found = sentences(" ".join(words))
    assert [w for s in found for w in s.raw] == words
    assert all(60 < len(s.tokens) <= 120 for s in found[:-1])
    assert {s.tokens[0] for s in found[1:]} == {"and"}


def test_a_run_cut_short_is_spread_over_kinds() -> None:
    given = [*rounds(500)]
    assert [k for k, _ in given[: len(seeds_now())]] == sorted(seeds_now())
    assert sum(len(r) for _, r in given) == 500
    assert next(r for k, r in rounds(10_000, 60) if k == "plain").start == 60


def test_what_breaks_files_survives_what_it_made() -> None:
    deep = b"[" * 20_000 + b"]" * 20_000
    assert _structure(deep, random.Random(1))
