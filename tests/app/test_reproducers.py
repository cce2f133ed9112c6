# ruff: noqa: E501 (names of tests are long)
"""Each fault that an attack on 0.1.0 found stays mended: silent (S), tracebacks (T), losses (L).

`ELSEWHERE` names the tests that hold a fault where its reader is tested; the others stand here.
"""

from __future__ import annotations

import ast
import datetime as dt
import io
import json
import os
import re
import warnings
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT
from unclench import Assessment, UserError, Wishes, assess, case_from, render

TODAY = dt.date(2026, 11, 28)
SAID = {"says": "calf cramps", "age": 40, "sex": "female"}
ROWS = (
    "Date,Food,Amount,Energy (kcal),Magnesium (mg)\n"
    "2026-11-01,Rice,900 g,1260,24\n2026-11-01,Milk,900 g,650,30\n2026-11-02,Rice,1300 g,1790,36\n"
)

ELSEWHERE = {
    "S1": "plasma/labs/test_whose_and_when.py::test_of_results_that_cannot_be_ordered_the_worse_"
    "counts_and_a_question_is_asked",
    "S2": "door/test_door.py::test_a_key_that_stands_twice_names_both_lines_and_loses_nothing",
    "S6": "plasma/labs/test_whose_and_when.py::test_a_range_that_contradicts_itself_or_the_unit_is_"
    "not_believed",
    "S7": "plasma/labs/test_whose_and_when.py::test_three_digits_behind_a_point_are_asked_where_both"
    "_readings_are_possible",
    "S8": "intake/diaries/test_tables.py::test_a_stray_quote_swallows_no_lines",
    "S9": "intake/diaries/test_tables.py::test_the_other_cells_tell_what_a_comma_and_a_point_are",
    "S10": "intake/diaries/test_tables.py::test_energy_without_a_unit_is_compared_with_the_foods",
    "S11": "app/test_problems.py::test_the_same_file_twice_counts_once",
    "S12": "intake/diaries/test_tables.py::test_dates_that_contradict_each_other_are_refused",
    "S13": "plasma/labs/test_whose_and_when.py::test_a_result_after_today_is_refused",
    "S15": "app/test_as_a_library.py::test_a_cell_above_the_limit_costs_no_other_line",
    "S17": "intake/diaries/test_apps.py::test_columns_of_a_summary_that_were_renamed_or_added",
    "S18": "app/test_problems.py::test_look_alike_letters_change_no_urgency",
    "T1": "intake/diaries/test_apps.py::test_supplements_of_asa24_are_counted_once_and_have_a_name",
    "T3": "app/test_problems.py::test_a_damaged_file_of_results_in_every_way_is_a_problem",
    "T4": "intake/diaries/test_reviews.py::test_a_home_that_cannot_be_written_costs_no_answer",
    "T5": "app/test_problems.py::test_output_of_any_encoding",
    "T6": "app/test_problems.py::test_output_that_is_full_or_closed_is_one_sentence",
    "T14": "app/test_reports_written.py::test_a_cache_file_that_holds_anything_else_is_parsed_again",
    "T15": "app/test_problems.py::test_ctrl_c_ends_with_130_and_no_traceback",
    "L1": "intake/diaries/test_reviews.py::test_each_answer_is_on_the_disk_before_the_next_question",
    "L2": "app/test_reports_written.py::test_a_report_over_its_own_diary_is_refused_before_anything_"
    "is_done",
    "L3": "intake/diaries/test_reviews.py::test_eight_reviewers_at_once_keep_every_answer",
    "L4": "app/test_reports_written.py::test_a_full_disk_leaves_the_old_report",
    "L5": "intake/diaries/test_reviews.py::test_nobody_to_ask_is_said_beside_the_answer",
}


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNCLENCH_HOME", str(tmp_path / "home"))


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def answer(*paths: Path | str, **told: object) -> Assessment:
    """An answer in which no fault of ours is hidden."""
    made = assess(case_from([str(p) for p in paths], **SAID, **told), today=TODAY)  # type: ignore[arg-type]
    assert not any("fault of Unclench" in p.what for p in made.problems)
    made.to_json()
    render(made, "text")
    return made


def said(made: Assessment) -> str:
    return " ".join([*(f"{p.where}: {p.what}" for p in made.problems), *made.warnings])


def test_every_fault_has_its_test() -> None:
    here = Path(__file__).read_text("utf-8")
    ours = {m.upper() for m in re.findall(r"def test_([stl]\d+)_", here)}
    every = {f"S{n}" for n in range(1, 19)} | {f"T{n}" for n in range(1, 16)}
    every |= {f"L{n}" for n in range(1, 6)}
    assert ours | set(ELSEWHERE) == every and not ours & set(ELSEWHERE)
    for place in ELSEWHERE.values():
        file, _, name = place.partition("::")
        tree = ast.parse((ROOT / "tests" / file).read_text("utf-8"))
        assert name in {n.name for n in tree.body if isinstance(n, ast.FunctionDef)}, place


def test_s3_a_total_in_a_text_is_no_food(tmp_path: Path) -> None:
    foods = "2026-11-01\n400 g rice\n600 ml milk\n"
    alone = answer(write(tmp_path / "a.txt", foods))
    for total in ("Totals 1800", "Total: 1,800 kcal", "Summe 1900", "Average 1900"):
        made = answer(write(tmp_path / "b.txt", f"{foods}{total}\n"))
        assert made.diary and alone.diary and made.diary.lines == alone.diary.lines == 2
        assert "with a total" in said(made) and "line 4" in said(made)
    assert "with a total" not in said(answer(write(tmp_path / "c.txt", f"{foods}1 bowl Total\n")))


def test_s4_a_member_that_stands_twice_in_an_archive_counts_once(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(packed, "w") as z:
            for name in ("a.csv", "a.csv", "b.csv"):
                z.writestr(name, ROWS)
    once = answer(write(tmp_path / "d.csv", ROWS))
    twice = answer(write(tmp_path / "d.zip", packed.getvalue()))
    assert [n.recorded_mean for n in once.nutrients] == [n.recorded_mean for n in twice.nutrients]


@pytest.mark.parametrize("amount", ["1e300", "1e308", "148672"])
def test_s5_amounts_beyond_all_bounds_are_never_an_answer(tmp_path: Path, amount: str) -> None:
    text = f"Date,Food,Energy (kcal),Magnesium (mg)\n2026-11-01,Rice,2000,{amount}\n"
    made = answer(write(tmp_path / "d.csv", text))
    assert made.diary is None and "which nobody eats" in said(made)
    assert len(said(made)) < 1500


def test_s14_amounts_that_there_cannot_be_are_said() -> None:
    for told, word in (
        ("sweat=-5 L/h", "-5 L/h"), ("sweat=nan L/h", "nan"), ("sweat=1000 L/h", "Nobody sweats"),
        ("sweat=9000 ml/h", "Nobody sweats"), ("alcohol=-2 glasses a week", "-2"),
    ):  # fmt: skip
        assert word in said(answer(exposure=told)), told
    for fine in ("sweat=1.2 L/h", "sweat=900 ml/h", "work=-10 °C in a cold store"):
        assert answer(exposure=fine).problems == [], fine
    with pytest.raises(UserError, match="a number that ends"):
        Wishes(budget=float("nan"))


def test_s16_nobody_eats_five_hundred_eggs(tmp_path: Path) -> None:
    bananas = "Date,Food,Amount\n" + "2026-11-01,banana,1\n" * 3000
    for path in (write(tmp_path / "d.txt", "2026-11-01\n500 eggs\n"),
                 write(tmp_path / "d.csv", bananas)):  # fmt: skip
        made = answer(path)
        assert made.diary is None and "which nobody eats" in said(made)


def test_t2_a_day_that_is_none_in_a_case_is_a_problem(tmp_path: Path) -> None:
    text = "complaints: [calf cramps]\nlabs: [{name: K, value: 3.1, date: 2026-02-30}]\n"
    made = assess(case_from(write(tmp_path / "case.yaml", text)), today=TODAY)
    assert "2026-02-30" in said(made)


PAGE = (
    '<h2>November 1, 2026</h2><table><tr><td>Foods</td><td>{head}</td></tr><tr><td colspan="{span}">'
    "Breakfast</td></tr><tr><td>Egg, 10</td><td>800</td></tr></table>{end}"
)


@pytest.mark.parametrize(
    ("head", "span", "end"),
    [("Calories", "²", ""), ("Calories", "9" * 5000, ""), ("Calories", "3", "<![bogus[ "),
     ("Calories", "3", "&#" + "9" * 5000 + ";")],
)  # fmt: skip
def test_t8_markup_of_nonsense_is_read_or_refused(
    tmp_path: Path, head: str, span: str, end: str
) -> None:
    made = answer(write(tmp_path / "d.htm", PAGE.format(head=head, span=span, end=end)))
    assert made.diary is not None or "damaged" in said(made)


def test_t7_a_printable_diary_without_a_known_column(tmp_path: Path) -> None:
    made = answer(write(tmp_path / "d.htm", PAGE.format(head="Mystery", span="3", end="")))
    assert made.diary and made.diary.lines == 1 and "Mystery" in said(made)


def _observation(value: object) -> str:
    return json.dumps(
        {
            "resourceType": "Observation",
            "status": "final",
            "code": {"coding": [{"system": "http://loinc.org", "code": "2823-3"}]},
            "valueQuantity": {"value": value, "unit": "mmol/L"},
            "referenceRange": [{"low": {"value": 3.5}, "high": {"value": 10**400}}],
        }
    )


def test_t9_numbers_of_hundreds_of_digits(tmp_path: Path) -> None:
    assert answer(labs=[str(write(tmp_path / "a.json", _observation(10**400)))]).labs == []
    (read,) = answer(labs=[str(write(tmp_path / "b.json", _observation(3.1)))]).labs
    assert read.value == 3.1
    endless = '{"complaints": ["calf cramp"], "profile": {"age": ' + "4" * 5000 + "}}"
    made = assess(case_from(write(tmp_path / "c.json", endless)), today=TODAY)
    assert "'age'" in said(made)


@pytest.mark.parametrize("length", [256, 400])
def test_t10_a_word_too_long_for_a_file_is_a_word(length: int) -> None:
    assert "not a laboratory result" in said(answer(labs=["K" * length]))
    assert "too long" in said(answer("x" * length))


def test_t11_names_and_texts_that_are_not_utf_8(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/d\xff.csv"
    try:
        Path(os.fsdecode(name)).write_text(ROWS, "utf-8")
    except OSError:
        pytest.skip("this system has no such names")
    made = answer(os.fsdecode(name))
    assert "Rename it" in said(made) or made.diary is not None
    half = json.loads(_observation(3.1)) | {"valueString": "\ud800"}
    del half["valueQuantity"]
    assert answer(labs=[str(write(tmp_path / "f.json", json.dumps(half)))]).labs == []


def test_t12_deep_json_among_clinical_records(tmp_path: Path) -> None:
    deep = "[" * 100_000 + "]" * 100_000
    folder = tmp_path / "export" / "clinical-records"
    folder.mkdir(parents=True)
    write(folder / "Observation-1.json", deep)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as z:
        z.writestr("clinical-records/a.json", deep)
    for given in (folder.parent, write(tmp_path / "z.zip", packed.getvalue())):
        assert "not readable JSON" in said(answer(labs=[str(given)]))


def test_t13_the_end_of_time_and_a_file_that_goes(tmp_path: Path) -> None:
    path = write(tmp_path / "d.csv", ROWS)
    case = case_from(path, **SAID)  # type: ignore[arg-type]
    late = assess(case, today=dt.date(9999, 12, 31))
    assert "no day to answer for" in said(late)
    path.unlink()
    assert "no such file" in said(assess(case, today=TODAY))
