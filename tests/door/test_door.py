"""The door: files, text, archives, workbooks, JSON, YAML, copies and hostile text."""

from __future__ import annotations

import os
import time
import zipfile
from pathlib import Path

import pytest

from tests.messages import pdf_of
from unclench.door import archives, copies, decode, documents, files, workbook, yaml_text
from unclench.door.inert import inert, one_line
from unclench.errors import UserError


def _said(error: pytest.ExceptionInfo[UserError]) -> str:
    return str(error.value)


def test_pipes_devices_folders_and_long_names_are_refused_without_opening(tmp_path: Path) -> None:
    fifo = tmp_path / "pipe.csv"
    os.mkfifo(fifo)
    for path, words in (
        (fifo, "not a regular file"), (Path("/dev/zero"), "not a regular file"),
        (tmp_path, "folder"), (tmp_path / ("x" * 400), "too long"), (Path("a\0b"), "name"),
        (tmp_path / "gone", "no such file"),
    ):  # fmt: skip
        with pytest.raises(UserError) as error:
            files.read(path)
        assert words in _said(error)


def test_the_nearest_name_is_offered(tmp_path: Path) -> None:
    (tmp_path / "diary.csv").write_text("x", "utf-8")
    with pytest.raises(UserError, match=r"diary\.csv"):
        files.read(tmp_path / "dairy.csv")


def test_what_is_too_big_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "big.json"
    with path.open("wb") as f:
        f.truncate(3_000_000_000)
    with pytest.raises(UserError, match=r"3\.00 GB"):
        files.read(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_one_text_in_every_encoding(encoding: str) -> None:
    text = "Kreatinin;106;µmol/L\nEisen;12;µmol/L\n"
    assert decode.text_of(text.encode(encoding), "f") == text


def test_a_picture_is_no_text() -> None:
    with pytest.raises(UserError, match="picture"):
        decode.text_of(b"\x89PNG....", "f")


def test_an_archive_that_is_damaged_or_locked_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("a.csv", "x,y\n" * 200)
    whole = path.read_bytes()
    for cut in (whole[:-30], whole[:45] + b"\xff" * 8 + whole[53:], b"PK\x03\x04"):
        path.write_bytes(cut)
        with pytest.raises(UserError, match="damaged"), archives.opened(path) as archive:
            archive.read("a.csv")


def test_a_member_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("a.csv", b"0" * 3_000_000)
    with archives.opened(path) as archive, pytest.raises(UserError, match="too big"):
        archive.read("a.csv", 1_000_000)


def test_an_error_of_the_caller_is_not_called_a_damaged_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as z:
        z.writestr("a.csv", "x")
    with pytest.raises(ValueError, match="mine"), archives.opened(path) as archive:  # noqa: SIM117
        with archive.stream("a.csv") as f:
            f.read()
            raise ValueError("mine")


def test_a_sheet_that_spans_the_world_is_refused(samples: Path) -> None:
    with pytest.raises(UserError, match="1,048,576 rows"):
        workbook.sheets(samples / "attacks" / "sparse.xlsx")


def test_a_key_that_stands_twice_names_both_lines_and_loses_nothing() -> None:
    for read, text in (
        (yaml_text.yaml_of, "complaints: [a]\nage: 4\ncomplaints: [b]\nage: 5\n"),
        (documents.json_of, '{"complaints": ["a"],\n"age": 4,\n"complaints": ["b"],\n"age": 5}'),
    ):
        value, problems = read(text, "case")
        assert value == {"complaints": ["a", "b"], "age": None}
        assert "lines 1 and 3" in problems[0].what
        assert "lines 2 and 4" in problems[1].what


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [("age: 40\n\tsex: male", "tab", 2), ("a: [x, y\nb: 3", "bracket", 2),
     ('a: "x\nb: 3', "quotes", 1), ("a: *x", "repeats", 1),
     ("a: 1\nb: !!python/object x", "cannot be read as YAML", 2)],
)  # fmt: skip
def test_yaml_slips_keep_their_line(text: str, words: str, line: int) -> None:
    with pytest.raises(UserError) as error:
        yaml_text.yaml_of(text, "case.yaml")
    assert words in _said(error)
    assert f"case.yaml, line {line}" in _said(error)


def test_a_second_colon_belongs_to_the_words_and_is_said() -> None:
    value, problems = yaml_text.yaml_of("complaints: pain: at night\nage: 40", "case.yaml")
    assert value == {"complaints": "pain: at night", "age": 40}
    assert "line 1" in problems[0].where
    assert "quotes" in problems[0].fix


def test_dates_and_endless_numbers_stay_text() -> None:
    assert yaml_text.yaml_of("a: 2026-02-30", "f")[0] == {"a": "2026-02-30"}
    digits = "9" * 5000
    assert yaml_text.yaml_of(f"a: {digits}", "f")[0] == {"a": digits}
    assert documents.json_of(f'{{"a": {digits}}}', "f")[0] == {"a": digits}
    assert documents.json_of('{"a": "\\ud800"}', "f")[0] == {"a": "?"}


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "[" * 500 + "]" * 500])
def test_deep_json_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="deep"):
        documents.json_of(text, "f")


def test_an_entity_in_xml_is_refused() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    with pytest.raises(UserError, match="not allowed"):
        documents.xml_of(bomb, "f")


WEEK = "".join(f"2026-05-0{d}\nporridge\nbanana\nsandwich\n" for d in range(1, 8))


def test_copies_are_told_apart_from_two_weeks_with_the_same_meals() -> None:
    assert copies.alike(WEEK, WEEK.replace("\n", "\r\n") + "\n")
    assert copies.alike(WEEK, WEEK + "2026-05-08\nsoup\n")
    assert not copies.alike(WEEK, WEEK.replace("2026-05", "2026-06"))
    assert not copies.alike("monday\nrice\npasta\nfish", "monday\nrice\npasta\nmeat")
    assert copies.families([WEEK, None, WEEK + " ", "other"]) == [0, 1, 0, 3]


def test_hostile_text_is_inert() -> None:
    assert inert("a\x1b[2Jb\x9bc\u202ed\u2066e\r\nf\tg") == "a\ufffd[2Jb\ufffdcde\nf\tg"
    assert inert("n\ud800") == "n\ufffd"
    assert "\n" not in one_line("a\nb" * 999)
    assert len(one_line("a" * 9999)) < 410


def test_a_pdf_of_endless_drawing_is_refused_before_it_is_read() -> None:
    pytest.importorskip("pypdf")
    from unclench.door import pdf

    assert "Kalium  3,1" in pdf.text_of(pdf_of(["Kalium  3,1  mmol/l"] * 30), "f")
    start = time.process_time()
    with pytest.raises(UserError, match="more drawing than text"):
        pdf.text_of(pdf_of(["Kalium  3,1  mmol/l"] * 80_000), "f")
    assert time.process_time() - start < 2


def test_a_gap_wider_than_any_layout_is_cut_and_lines_stay() -> None:
    text = f"K{' ' * 5000}3.1\n{' ' * 150}x\n\t\t\n" + "\n" * 300
    assert decode.decode(text.encode()).text == text.replace(" " * 5000, " " * 200)
