"""Every turn of the files of every reader: the same answer, or a refusal in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fuzz.every_reader import CANNOT, FOODS, LABS, READERS, RESULTS, Record, Way
from tests.fuzz.test_metamorphic import DATES, TODAY, same_or_refused
from unclench import person_days
from unclench.errors import UserError
from unclench.intake.diaries import Reviews, read
from unclench.plasma.labs import read_labs

TURNS = ("order", "columns", "split", "twice", "encodings", "ends", "units", "unknown", "dates")


def _diary(paths: list[Path]) -> Any:
    days = person_days(read(paths, today=TODAY, reviews=Reviews()))
    shown = days.frame.select("day", "nutrient", "food", "filled", "low", "high")
    return {
        (str(row[0]), row[1]): [pytest.approx(v, rel=1e-9, abs=1e-9) for v in row[2:]]
        for row in shown.iter_rows()
    }


def _labs(paths: list[Path]) -> Any:
    found = read_labs([*paths], today=TODAY)
    return {(r.analyte, str(r.date)): [r.value, r.unit, r.specimen] for r in found.results}


def _answer(kind: str, paths: list[Path]) -> Any:
    try:
        return _labs(paths) if kind in LABS else _diary(paths)
    except UserError as error:
        assert all(p.what.strip() for p in error.problems)
        return [p.what for p in error.problems]


def _files(kind: str, turn: str, folder: Path) -> Iterator[list[Path]]:
    """The files of each way of a turn."""
    name, write = READERS[kind]
    records = RESULTS if kind in LABS else FOODS
    plain = write(records, Way())

    def made(*contents: bytes) -> list[Path]:
        out = []
        for data in contents:
            path = folder / f"{turn}{len(list(folder.iterdir()))}" / name
            path.parent.mkdir()
            path.write_bytes(data)
            out.append(path)
        return out

    days = sorted({r.day for r in records})
    if turn == "order":
        within = [r for day in days for r in reversed([r for r in records if r.day == day])]
        yield made(write(records[::-1], Way()))
        yield made(write(within, Way()))
    elif turn == "columns":
        yield made(write(records, Way(turned=True)))
    elif turn == "split":
        yield made(*(write([r for r in records if r.day == day], Way()) for day in days))
    elif turn == "twice":
        yield made(plain) * 2
        yield made(plain, plain)
    elif turn == "encodings":
        for code in ("utf-8-sig", "utf-16"):
            yield made(plain.decode().encode(code))
    elif turn == "ends":
        text = plain.decode().replace("\r\n", "\n")
        yield made(text.replace("\n", "\r\n").encode())
        yield made((text + "\n\n").encode())
    elif turn == "units":
        for unit in (" [{}]", ", {}", " {}"):
            yield made(write(records, Way(unit=unit)))
    elif turn == "unknown":
        yield made(write(records, Way(more=True)))
    else:
        for form in DATES:
            yield made(write(records, Way(dates=form)))


def _expected(kind: str, records: list[Record]) -> int:
    days = {r.day for r in records}
    return len(records) if kind in LABS else len(days)


@pytest.mark.parametrize("kind", READERS)
def test_every_turn_gives_the_same(kind: str, tmp_path: Path) -> None:
    name, write = READERS[kind]
    records = RESULTS if kind in LABS else FOODS
    path = tmp_path / name
    path.write_bytes(write(records, Way()))
    before = _answer(kind, [path])
    assert isinstance(before, dict), before
    told = len(before) if kind in LABS else len({day for day, _ in before})
    assert told == _expected(kind, records)
    refused = []
    for turn in TURNS:
        if kind in CANNOT.get(turn, {}):
            continue
        for files in _files(kind, turn, tmp_path):
            after = _answer(kind, files)
            try:
                same_or_refused(before, after)
            except AssertionError as error:
                raise AssertionError(f"{turn}: {error}") from error
            refused += [(turn, after)] if isinstance(after, list) else []
    assert refused == []


def test_a_turn_that_is_left_out_is_one_of_a_reader() -> None:
    for turn, kinds in CANNOT.items():
        assert turn in TURNS
        assert kinds.keys() <= READERS.keys()
        assert all(why for why in kinds.values())


def test_two_days_differ_when_a_food_does(tmp_path: Path) -> None:
    name, write = READERS["plain"]
    path, other = tmp_path / name, tmp_path / f"other{name}"
    path.write_bytes(write(FOODS, Way()))
    other.write_bytes(write(FOODS[:-1], Way()))
    with pytest.raises(AssertionError):
        same_or_refused(_answer("plain", [path]), _answer("plain", [other]))
