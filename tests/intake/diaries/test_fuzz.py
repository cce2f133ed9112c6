"""Whatever a file holds, it is answered or refused in words: never a traceback.

The quick slice runs with the other tests; `-m nightly` runs 20,000 examples of each kind and more.
"""

from __future__ import annotations

import datetime as dt
import random
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unclench.errors import UserError
from unclench.intake.diaries import read
from unclench.intake.diaries.decode import decode
from unclench.intake.diaries.foodbook import FoodBook
from unclench.intake.diary import ENTRY_SCHEMA
from unclench.intake.person_days import person_days

TODAY = dt.date(2026, 6, 15)
FIXTURES = sorted((Path(__file__).parent / "fixtures").iterdir())
ANY = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]

CELL = st.one_of(
    st.sampled_from(
        ["", "0", "1.5", "1,5", "-3", "1e400", "nan", "inf", "--", "2026-05-01", "5/6/2026", "Rice"]
    ),
    st.sampled_from(["1.00 cup", "2 x 3 g", "½", "1/0", "40 kg", "x" * 300, '"', "\x00", "=1+1"]),
    st.text(max_size=12),
)
HEADERS = [
    "Day,Food Name,Amount,Energy (kcal),Magnesium (mg)",
    "Day,Time,Group,Food Name,Amount,Energy (kcal),Vitamin D (IU),Category",
    "Date,Energy (kcal),Magnesium (mg),Completed",
    "Date,Meal,Time,Calories,Fat (g),Sodium (mg),Potassium,Calcium,Iron,Note",
    "Date,Time,Food Name,Serving Size,Serving Qty,Serving Weight (g),Calories (kcal)",
    "UserName,RecallNo,RecallStatus,IntakeStartDateTime,Occ_Name,FoodCode,FoodAmt,KCAL,MAGN,"
    "Food_Description",
    "date,food,amount,unit",
    "person;date;food;amount",
]


@st.composite
def tables(draw: st.DrawFn) -> bytes:
    """A known header above lines of anything."""
    header = draw(st.sampled_from(HEADERS))
    delimiter = draw(st.sampled_from([",", ";", "\t"]))
    n = header.count(",") + header.count(";") + 1
    rows = draw(st.lists(st.lists(CELL, min_size=1, max_size=n + 1), max_size=6))
    head = header.replace(",", delimiter)
    text = "\n".join([head, *(delimiter.join(r) for r in rows)])
    return text.encode(draw(st.sampled_from(["utf-8", "utf-16", "utf-8-sig"])), "replace")


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A good file with some bytes cut, doubled, swapped or replaced."""
    data = bytearray(draw(st.sampled_from(FIXTURES)).read_bytes())
    rng = random.Random(draw(st.integers(0, 2**32)))
    for _ in range(draw(st.integers(1, 6))):
        if not data:
            break
        i = rng.randrange(len(data))
        j = min(len(data), i + rng.randrange(1, 40))
        match rng.randrange(5):
            case 0:
                del data[i:j]
            case 1:
                data[i:i] = data[i:j]
            case 2:
                data[i] = rng.randrange(256)
            case 3:
                data[i:j] = rng.choice([b",", b'"', b"\n", b"-1", b"<", b"9" * 30, b"\xff", b";"])
            case _:
                del data[j:]
    return bytes(data)


_WORDS = (
    "2 ½ a half tin of cup mug g kg mg IU vitamin D3 magnesium citrate with and , ; : - x 3 ( ) "
    "eggs rice tea Monday Day 1 Breakfast: 2026-05-01 5/6/2026 # note: nothing B12 salt . / 1/2 "
    "iron (as sulfate) tablet to or dozen few 1e9 99999999 °"
)
WORDS = st.sampled_from(_WORDS.split())
TEXTS = st.lists(st.lists(WORDS, max_size=9).map(" ".join), max_size=8).map("\n".join)
INPUTS: dict[str, st.SearchStrategy[bytes]] = {
    "bytes": st.binary(max_size=300),
    "text": TEXTS.map(str.encode)
    | st.text(max_size=300).map(lambda t: t.encode("utf-8", "replace")),
    "table": tables(),
    "mutated": mutated(),
}


def _survives(data: bytes, book: FoodBook) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        path = folder / "diary"
        path.write_bytes(data)
        try:
            diary = read([path], today=TODAY, matcher=book)
        except UserError as error:
            assert error.problems
            assert all(p.what.strip() for p in error.problems)
            assert len(str(error)) < 40_000
            return
        e = diary.entries
        assert tuple(e.columns[: len(ENTRY_SCHEMA)]) == tuple(ENTRY_SCHEMA)
        assert e["day"].null_count() == 0
        numbers = e.select(pl.selectors.float())
        for column in numbers.get_columns():
            known = column.drop_nulls()
            assert known.is_finite().all()
            assert (known >= 0).all()
        # the shares of a daily summary are not known
        days = person_days(diary, book).frame.drop("known_share", "found_share")
        assert days.select(pl.all().is_null().any()).row(0) in ((False,) * days.width, ())
        for column in days.select(pl.selectors.float()).get_columns():
            assert column.is_finite().all()
    finally:
        shutil.rmtree(folder)


def _target(kind: str, examples: int) -> Callable[[FoodBook], None]:
    @settings(max_examples=examples, deadline=None, suppress_health_check=ANY)
    @given(data=INPUTS[kind])
    def run(data: bytes, book: FoodBook) -> None:
        _survives(data, book)

    return run


@pytest.mark.parametrize("kind", sorted(INPUTS))
def test_any_input_is_answered_or_refused_in_words(kind: str, book: FoodBook) -> None:
    _target(kind, 60)(book=book)  # type: ignore[call-arg]


@pytest.mark.nightly
@pytest.mark.parametrize("kind", sorted(INPUTS))
def test_any_input_is_answered_or_refused_in_words_20000_times(kind: str, book: FoodBook) -> None:
    _target(kind, 20_000)(book=book)  # type: ignore[call-arg]


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_decode(data: bytes) -> None:
    decoded = decode(data)
    assert decoded.text is not None
    assert "\x00" not in decoded.text


@settings(max_examples=40, deadline=None, suppress_health_check=ANY)
@given(data=st.binary(max_size=200), at=st.integers(0, 400))
def test_a_damaged_zip_is_refused(data: bytes, at: int, tmp_path: Path, book: FoodBook) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as z:
        z.write(FIXTURES[0], "a.csv")
    raw = bytearray(path.read_bytes())
    raw[at : at + len(data)] = data
    path.write_bytes(bytes(raw))
    try:
        read([path], today=TODAY, matcher=book)
    except UserError as error:
        assert error.problems
