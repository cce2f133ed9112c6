"""A zoo of broken inputs: each must be answered in words, and never with a traceback.

`zoo.csv` names each file of `files/`, what must come of it (an error, or a warning beside an
answer), and words that the message must contain, parted by "|".
"""

from __future__ import annotations

import csv
import datetime as dt
import zipfile
from pathlib import Path

import pytest
from tests.said import sentences

from unclench.errors import UserError
from unclench.intake.diaries import read

HERE = Path(__file__).parent
TODAY = dt.date(2026, 6, 15)

with (HERE / "zoo.csv").open(encoding="utf-8", newline="") as _f:
    ZOO = [(r["file"], r["outcome"], r["words"].split("|")) for r in csv.DictReader(_f)]


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNCLENCH_HOME", str(tmp_path / "home"))


@pytest.mark.parametrize(("name", "outcome", "words"), ZOO, ids=[z[0] for z in ZOO])
def test_every_animal_is_answered_in_words(name: str, outcome: str, words: list[str]) -> None:
    path = HERE / "files" / name
    if outcome == "error":
        with pytest.raises(UserError) as error:
            read([path], today=TODAY)
        message = str(error.value)
        assert name in message
    else:
        message = "\n".join(sentences(read([path], today=TODAY).warnings))
    for word in words:
        assert word in message, f"{word!r} is not in:\n{message}"


def test_every_file_of_the_zoo_is_in_its_list() -> None:
    assert {p.name for p in (HERE / "files").iterdir()} == {z[0] for z in ZOO}


def _message(*paths: Path) -> str:
    with pytest.raises(UserError) as error:
        read(list(paths), today=TODAY)
    return str(error.value)


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.touch()
    assert "The file is empty" in _message(path)


def test_a_folder_is_answered_with_what_it_holds(tmp_path: Path) -> None:
    (tmp_path / "servings.csv").write_text("x", "utf-8")
    message = _message(tmp_path)
    assert "folder" in message
    assert "servings.csv" in message


def test_a_missing_file(tmp_path: Path) -> None:
    assert "no such file" in _message(tmp_path / "nowhere.csv")


def test_three_gigabytes(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as f:
        f.write(b"Day,Food Name,Amount\n")
        f.truncate(3_000_000_000)  # sparse: takes no room
    message = _message(path)
    assert "too big: 3.00 GB" in message
    assert "shorter time" in message


def test_a_zip_with_something_else_and_one_with_a_diary(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as z:
        z.writestr("holiday.jpg", b"\xff\xd8\xff")
    assert "holds no diary" in _message(path)
    with zipfile.ZipFile(path, "w") as z:
        z.writestr("Measurement-Summary.csv", "Date,Weight\n2026-05-01,70\n")
        z.write(HERE / "files" / "unknown_columns.csv", "diary/food.csv")
    diary = read([path], today=TODAY)
    assert diary.entries.height == 1
    assert any("ZIP" in w for w in sentences(diary.warnings))
    assert any("Measurement-Summary.csv" in w for w in sentences(diary.warnings))


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z, z.open("a.csv", "w") as f:
        chunk = b"0" * 10_000_000
        for _ in range(7):
            f.write(chunk)
    assert path.stat().st_size < 1_000_000
    assert "too big" in _message(path)


def test_problems_of_all_files_come_at_once() -> None:
    names = ["negative.csv", "biometrics.csv", "picture.csv"]
    message = _message(*(HERE / "files" / n for n in names))
    assert all(n in message for n in names)


def test_many_bad_lines_are_counted_not_printed(tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    bad = "\n".join(f"2026-05-01,rice,q{i}q,g" for i in range(500))
    path.write_text("date,food,amount,unit\n" + bad, "utf-8")
    message = _message(path)
    assert "492 more lines like these" in message
    assert len(message.splitlines()) < 40


def test_no_file_at_all() -> None:
    assert "No diary was named" in _message()
