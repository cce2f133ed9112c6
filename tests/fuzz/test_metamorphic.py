"""The same diary or results, written in another way, give the same answer or a named refusal."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.conftest import ROOT
from tests.fuzz import seeds
from unclench import assess, case_from, person_days
from unclench.errors import UserError
from unclench.intake.diaries import Reviews, read

FIXTURES = ROOT / "tests" / "intake" / "diaries" / "fixtures"
TODAY = dt.date(2026, 11, 28)
TABLES = (
    "cronometer_v1", "cronometer_v2", "cronometer_v2_time", "cronometer_daily", "macrofactor",
    "mfp_summary_n1", "mfp_summary_n3", "asa24_items", "asa24_totals", "plain",
)  # fmt: skip
PERSON = {"asa24_items": "INV001", "asa24_totals": "INV001"}

Rows = list[list[str]]


def diary(path: Path | list[Path], person: str | None = None) -> Any:
    """What a diary comes to: (day, nutrient) -> numbers; a list of problems when refused."""
    paths = path if isinstance(path, list) else [path]
    try:
        days = person_days(read(paths, today=TODAY, person=person, reviews=Reviews()))
    except UserError as error:
        assert all(p.what.strip() for p in error.problems)
        return [p.what for p in error.problems]
    shown = days.frame.select("day", "nutrient", "food", "filled", "low", "high", "supplement")
    return {
        row[:2]: [pytest.approx(v, rel=1e-9, abs=1e-9) for v in row[2:]]
        for row in shown.with_columns(pl.col("day").cast(pl.String)).iter_rows()
    }


def labs(path: Path) -> Any:
    """What results come to; a list of problems when refused."""
    try:
        found = assess(case_from(labs=[str(path)], age=42, sex="female"), today=TODAY).labs
    except UserError as error:
        assert all(p.what.strip() for p in error.problems)
        return [p.what for p in error.problems]
    return {(x.analyte, str(x.date)): (x.value, x.unit, x.interpretation) for x in found}


def same_or_refused(before: Any, after: Any) -> None:
    """Fail when an answer changed; a refusal in words is right as well."""
    assert isinstance(before, dict)
    assert before
    if isinstance(after, dict):
        numbers = {k: [getattr(v, "expected", v) for v in row] for k, row in after.items()}
        plain = {k: [getattr(v, "expected", v) for v in row] for k, row in before.items()}
        assert numbers.keys() == plain.keys()
        for key, row in before.items():
            assert numbers[key] == list(row), key
    else:
        assert after


def rows_of(text: str, delimiter: str = ",") -> Rows:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=delimiter))


def text_of(rows: Rows, delimiter: str = ",", end: str = "\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    return out.getvalue()


def shuffled(rows: Rows) -> Rows:
    rest = rows[1:]
    random.Random(7).shuffle(rest)
    return [rows[0], *rest]


def columns(rows: Rows, order: Callable[[list[int]], list[int]]) -> Rows:
    at = order(list(range(len(rows[0]))))
    full = [row + [""] * (len(at) - len(row)) for row in rows]
    return [[row[i] for i in at] for row in full]


def unknown(rows: Rows) -> Rows:
    return [[*row, "Weather" if i == 0 else "rain"] for i, row in enumerate(rows)]


def units(rows: Rows) -> Rows:
    """Units as somebody else writes them: (mg) as [mg], (kcal) as ", kcal"."""
    head = [re.sub(r"\(([^)]*)\)$", r"[\1]", c) for c in rows[0]]
    return [head, *rows[1:]]


DATES = ("%d/%m/%Y", "%d.%m.%Y", "%Y/%m/%d", "%d %b %Y", "%B %d, %Y", "%d-%b-%y")


def late(rows: Rows) -> Rows:
    """Dates after the 12th, so that no order of day and month is a guess."""

    def later(cell: str) -> str:
        found = re.fullmatch(r"(\d{4}-\d{1,2})-(\d{1,2})", cell)
        return f"{found[1]}-{13 + int(found[2]) % 15:02}" if found else cell

    return [[later(c) for c in row] for row in rows]


def dated(rows: Rows, form: str) -> Rows:
    def other(cell: str) -> str:
        found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", cell)
        return dt.date(*map(int, found.groups())).strftime(form) if found else cell

    return [[other(c) for c in row] for row in rows]


ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-be", "cp1252")
ENDS = ("\r\n", "\r", "\n\n")
TURNS: dict[str, Callable[[Rows], Rows]] = {
    "rows reversed": lambda rows: [rows[0], *rows[:0:-1]],
    "rows shuffled": shuffled,
    "columns reversed": lambda rows: columns(rows, lambda at: at[::-1]),
    "columns turned": lambda rows: columns(rows, lambda at: [*at[2:], *at[:2]]),
    "an unknown column": unknown,
    "units in brackets": units,
} | {f"dates as {form}": (lambda rows, form=form: dated(rows, form)) for form in DATES}


def _table(name: str) -> tuple[Path, str]:
    path = FIXTURES / f"{name}.csv"
    return path, path.read_text("utf-8-sig")


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("way", TURNS)
def test_a_diary_turned_about(name: str, way: str, tmp_path: Path) -> None:
    rows = late(rows_of(_table(name)[1]))
    path, other = tmp_path / f"{name}.csv", tmp_path / f"other_{name}.csv"
    path.write_text(text_of(rows), "utf-8")
    other.write_text(text_of(TURNS[way](rows)), "utf-8")
    person = PERSON.get(name)
    same_or_refused(diary(path, person), diary(other, person))


@pytest.mark.parametrize("name", [*TABLES, "week.txt"])
@pytest.mark.parametrize("how", [*ENCODINGS, *ENDS, "tabs", "semicolons"])
def test_a_diary_saved_in_another_way(name: str, how: str, tmp_path: Path) -> None:
    path = FIXTURES / name if "." in name else _table(name)[0]
    text = path.read_text("utf-8-sig")
    other = tmp_path / path.name
    if how in ENCODINGS:
        bom = "\ufeff" if how == "utf-16-be" else ""
        other.write_bytes((bom + text).encode(how, "replace"))
    elif how in ENDS:
        other.write_bytes(text.replace("\n", how).encode())
    elif path.suffix == ".csv":
        other.write_text(text_of(rows_of(text), "\t" if how == "tabs" else ";"), "utf-8")
    else:
        pytest.skip("a text has no separators")
    person = PERSON.get(name)
    same_or_refused(diary(path, person), diary(other, person))


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("way", ["split", "twice", "copied", "one more line"])
def test_a_diary_in_two_files(name: str, way: str, tmp_path: Path) -> None:
    path, text = _table(name)
    head, *rows = rows_of(text)
    day = next(i for i, c in enumerate(head) if c in ("Day", "Date", "date", "IntakeStartDateTime"))
    first = rows[0][day]
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    if way == "split":
        one.write_text(text_of([head, *(r for r in rows if r[day] == first)]), "utf-8")
        two.write_text(text_of([head, *(r for r in rows if r[day] != first)]), "utf-8")
        files = [one, two] if any(r[day] != first for r in rows) else [one]
    elif way == "twice":
        files = [path, path]
    else:
        one.write_text(text, "utf-8")
        two.write_text(text + ("\n" if way == "one more line" else ""), "utf-8")
        files = [one, two]
    person = PERSON.get(name)
    same_or_refused(diary(path, person), diary(files, person))


APPS = {
    "loseit": "Date,Name,Icon,Type,Quantity,Units,Calories,Deleted,Fat (g),Sodium (mg)\n"
    "2026-09-01,Rice,x,Lunch,300,Grams,390,0,1,5\n2026-09-01,Soup,x,Dinner,1,Cup,90,0,1,600\n"
    "2026-09-02,Pizza,x,Lunch,300,Grams,800,1,30,1500\n2026-09-02,Oats,x,Lunch,80,Grams,300,0,5,4\n",
    "samsung": "start_time,time_offset,title,calorie,potassium\n"
    "2026-09-01 22:30:00.000,UTC+0900,Rice,390,0\n2026-09-03 04:30:00.000,UTC+0900,Milk,130,300\n",
    "foodyou": "Date,Meal,Name,Weight (g),Energy (kcal),Salt (g),Magnesium (mg)\n"
    "2026-09-01,Lunch,Skyr,200,130,0.2,24\n2026-09-02,Lunch,Couscous,300,420,1.5,60\n",
    "yazio": "date,daytime,name,amount,unit,energy.energy,nutrient.salt,mineral.magnesium\n"
    "2026-09-01,lunch,Oats,80,g,296,0.01,0.104\n2026-09-02,lunch,Bread,150,g,360,2.1,0.06\n",
    "totals": "date,calories,magnesium_mg,Salt (g)\n2026-09-01,1900,310,5\n2026-09-02,2100,290,6\n",
    "meals": "Date,Breakfast,Lunch\n2026-09-01,oats with milk,lentil soup\n2026-09-02,toast,rice\n",
    "groups": "Date,Group,Energy (kcal),Magnesium (mg)\n2026-09-01,Breakfast,500,100\n"
    "2026-09-01,Dinner,700,150\n2026-09-01,Total,1200,250\n",
}  # fmt: skip


@pytest.mark.parametrize("name", APPS)
def test_a_table_of_an_app_turned_about(name: str, tmp_path: Path) -> None:
    rows = late(rows_of(APPS[name]))
    path = tmp_path / "one.csv"
    path.write_text(text_of(rows), "utf-8")
    before = diary(path)
    for way, turned in TURNS.items():
        if way == "columns reversed" and name == "meals":
            continue  # the order of the meals is that of the lines
        other = tmp_path / f"{list(TURNS).index(way)}.csv"
        other.write_text(text_of(turned(rows)), "utf-8")
        same_or_refused(before, diary(other))


READERS = {
    s.kind: s
    for s in seeds._own()
    if s.reader in ("diary", "labs")
    and s.name.endswith((".csv", ".txt", ".json", ".htm", ".hl7", ".ldt", ".xml"))
    and not s.kind.startswith(("mfp_printable", "asa24_ins"))  # one is cut, one holds no food
}


def _answer(seed: seeds.Seed, path: Path) -> Any:
    return labs(path) if seed.reader == "labs" else diary(path, seed.person)


@pytest.mark.parametrize("kind", READERS)
def test_every_reader_reads_other_encodings_line_ends_and_copies(kind: str, tmp_path: Path) -> None:
    seed = READERS[kind]
    path = tmp_path / seed.name
    path.write_bytes(seed.data)
    before = _answer(seed, path)
    text = seed.data.decode("utf-8-sig")
    ways = {
        "bom": text.encode("utf-8-sig"),
        "wide": text.encode("utf-16"),
        "ends": text.replace("\r\n", "\n").replace("\n", "\r\n").encode(),
    }
    for way, data in ways.items():
        other = tmp_path / way / seed.name
        other.parent.mkdir()
        other.write_bytes(data)
        same_or_refused(before, _answer(seed, other))
        if seed.reader == "diary":
            same_or_refused(before, diary([path, other], seed.person))


@pytest.mark.parametrize("kind", ["food_logs", "nutritracker"])
def test_entries_of_json_in_any_order_and_many_files(kind: str, tmp_path: Path) -> None:
    import json

    one = json.loads(READERS[kind].data)[0]
    day = "logDate" if kind == "food_logs" else "dateTime"
    two = {**one, day: one[day].replace("05-04", "05-05")}
    paths = [tmp_path / f"{n}.json" for n in range(4)]
    for path, entries in zip(paths, ([one, two], [two, one], [one], [two]), strict=True):
        path.write_text(json.dumps(entries), "utf-8")
    before = diary(paths[0])
    same_or_refused(before, diary(paths[1]))
    same_or_refused(before, diary(paths[2:]))


LAB_FILES = {"table": (seeds.LABS_TABLE, ","), "wide": (seeds.LABS_WIDE, ";")}


@pytest.mark.parametrize("name", LAB_FILES)
@pytest.mark.parametrize("way", TURNS)
def test_results_turned_about(name: str, way: str, tmp_path: Path) -> None:
    text, delimiter = LAB_FILES[name]
    rows = late(rows_of(text, delimiter))
    path, other = tmp_path / "a.csv", tmp_path / "b.csv"
    path.write_text(text_of(rows, delimiter), "utf-8")
    other.write_text(text_of(TURNS[way](rows), delimiter), "utf-8")
    same_or_refused(labs(path), labs(other))


@pytest.mark.parametrize("name", [*LAB_FILES, "text"])
@pytest.mark.parametrize("how", [*ENCODINGS, *ENDS])
def test_results_saved_in_another_way(name: str, how: str, tmp_path: Path) -> None:
    text = seeds.LABS_TEXT if name == "text" else LAB_FILES[name][0]
    ending = "txt" if name == "text" else "csv"
    path, other = tmp_path / f"a.{ending}", tmp_path / f"b.{ending}"
    path.write_text(text, "utf-8")
    if how in ENCODINGS:
        bom = "\ufeff" if how == "utf-16-be" else ""
        other.write_bytes((bom + text).encode(how, "replace"))
    else:
        other.write_bytes(text.replace("\n", how).encode())
    same_or_refused(labs(path), labs(other))


def test_lines_of_results_in_any_order(tmp_path: Path) -> None:
    path, other = tmp_path / "a.txt", tmp_path / "b.txt"
    lines = [line for line in seeds.LABS_TEXT.splitlines() if "Blood" not in line]
    path.write_text("\n".join(lines), "utf-8")
    other.write_text("\n".join(lines[::-1]), "utf-8")
    same_or_refused(labs(path), labs(other))


def test_a_case_is_one_in_yaml_and_json_and_any_order_of_keys(tmp_path: Path) -> None:
    import json

    import yaml

    told = {k: v for k, v in seeds.CASE.items() if k != "diary"}
    turned = dict(reversed(told.items()))
    texts = {
        "a.json": json.dumps(told),
        "b.json": json.dumps(turned, indent=4),
        "c.yaml": yaml.safe_dump(told),
        "d.yaml": yaml.safe_dump(turned, sort_keys=False, default_flow_style=True),
    }
    answers = set()
    for name, text in texts.items():
        path = tmp_path / name
        for end in ("\n", "\r\n"):
            path.write_bytes(text.replace("\n", end).encode("utf-8-sig"))
            answers.add(assess(case_from(path), today=TODAY).to_json())
    assert len(answers) == 1
