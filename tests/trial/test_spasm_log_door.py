"""`unclench log`: one owner of the format; not noted is never zero; nothing is overwritten."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unclench import UserError
from unclench.app.log_shown import read_shown
from unclench.app.report import log_pictures
from unclench.trial.log_shown import shown
from unclench.trial.log_writing import Entry, add_log, append, entries
from unclench.trial.spasm_log import Cramp, Day, SpasmLog, parse, read_log
from unclench.words.en import spasm_log as words

TODAY = dt.date(2026, 11, 29)
LOG = """date,time,muscle,minutes,pain,woke,doing,took
2026-11-02,03:15,calf,4,6,yes,asleep,
2026-11-03,,none,,,,,
2026-11-05,02:00,calf,,5,yes,,magnesium 200 mg
2026-11-05,04:00,foot,,,no,,magnesium 200 mg
"""


def log() -> SpasmLog:
    return parse(LOG, "log.csv", TODAY)


def test_a_day_without_a_row_is_not_noted_and_never_zero() -> None:
    found = shown(log())
    assert [d.state for d in found.days] == ["cramps", "free", "not_noted", "cramps"]
    assert [d.cramps for d in found.days] == [1, 0, None, 2]
    assert (found.noted, found.free, found.not_noted) == (3, 1, 1)
    assert found.per_week == pytest.approx(7)  # three cramps on three noted days
    assert found.days[3].minutes is None and found.days[3].worst_pain == 5
    assert [c.what for c in found.changes] == ["magnesium 200 mg"]


def test_the_picture_marks_what_is_not_noted_and_names_no_cause() -> None:
    found = words.speak(shown(log()))
    text = log_pictures.svg(found, words.titles(found), words.alt(found), words.NOT_NOTED)
    tree = ElementTree.fromstring(text)
    bars = [e for e in tree.iter() if e.tag.endswith("rect")]
    assert len(bars) == 4 and sum("not noted" in ElementTree.tostring(b, "unicode")
                                  for b in bars) == 1  # fmt: skip
    texts = ["".join(e.itertext()) for e in tree.iter() if e.tag.endswith("text")]
    assert "1" in texts and "1 2026-11-05: magnesium 200 mg" in texts
    assert "style=" not in text
    said = " ".join([text, *found.lines, words.NO_CAUSE]).lower()
    for word in ("because of", "helps", "worked", "due to", "thanks to", "led to"):
        assert word not in said


def test_intake_stands_beside_the_days_of_a_diary(tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_text(LOG.replace("2026-11", "2026-10"), "utf-8")
    diary = Path(__file__).resolve().parents[2] / "examples" / "kitchen_porter" / "diary.txt"
    found = read_shown(file, tmp_path, TODAY, [diary], ["Magnesium"])
    assert [b.nutrient for b in found.beside] == ["magnesium"]
    assert found.beside[0].days == [dt.date(2026, 10, 5)]
    assert found.beside[0].values[0] is None or found.beside[0].values[0] > 50
    with pytest.raises(UserError, match="no nutrient"):
        read_shown(file, tmp_path, TODAY, [diary], ["magnesum"])


def test_what_is_noted_stays_when_another_log_is_read_in(tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    append(file, Entry(dt.date(2026, 11, 3), "calf"), TODAY)
    done = add_log(file, log(), TODAY)
    assert [d.day for d in done.added] == [2, 5] and [d.day for d in done.otherwise] == [3]
    kept = read_log(file, TODAY)
    assert len(kept.days[dt.date(2026, 11, 3)].cramps) == 1
    again = add_log(file, log(), TODAY)
    assert not again.added and [d.day for d in again.same] == [2, 5]
    before = file.read_bytes()
    file.write_bytes(before.replace(b"date,time", b"day,time"))
    with pytest.raises(UserError, match="other columns"):
        add_log(file, log(), TODAY)


WORDS = st.text("abc ,\"'é", min_size=1, max_size=6).map(str.strip).filter(
    lambda t: t and t.lower() not in ("", "none", "-", "no", "n")
)  # fmt: skip
CRAMPS = st.builds(
    Cramp, muscle=WORDS, time=st.sampled_from(["03:15", "04:00"]),
    minutes=st.none() | st.integers(0, 90).map(float),
    pain=st.none() | st.integers(0, 10).map(float),
    woke=st.none() | st.booleans(), doing=st.just("") | WORDS,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.dates(dt.date(2026, 1, 1), TODAY),
        st.builds(Day, st.lists(CRAMPS, max_size=3, unique=True).map(tuple),
                  st.lists(WORDS, max_size=3, unique=True).map(tuple)),
        min_size=1, max_size=5,
    )
)  # fmt: skip
def test_a_log_read_in_is_the_log_that_was_given(days: dict[dt.date, Day]) -> None:
    rows = [",".join(["date,time,muscle,minutes,pain,woke,doing,took"])]
    import csv
    import io

    out = io.StringIO()
    for day, noted in days.items():
        csv.writer(out, lineterminator="\n").writerows(e.cells() for e in entries(day, noted))
    read = parse(f"{rows[0]}\n{out.getvalue()}", "log.csv", TODAY)
    assert {d: sorted(map(repr, x.cramps)) for d, x in read.days.items()} == {
        d: sorted(map(repr, x.cramps)) for d, x in days.items()
    }
    assert {d: {t for k in x.took for t in k.split("; ")} for d, x in read.days.items()} == {
        d: set(x.took) for d, x in days.items()
    }


def test_the_command_line_writes_reads_shows_and_prints(tmp_path: Path) -> None:
    def run(*args: str) -> subprocess.CompletedProcess[str]:
        call = [sys.executable, "-m", "unclench", "log", *args]
        return subprocess.run(call, capture_output=True, text=True, check=False)

    file = str(tmp_path / "log.csv")
    at = ("--log", file, "--today", "2026-11-29")
    assert run("add", "--muscle", "calf", "--pain", "5", *at).returncode == 0
    both = run("add", "--muscle", "calf", "--none", *at)
    assert both.returncode == 2 and "which muscle" in both.stderr
    report = tmp_path / "log.html"
    done = run("show", "--report", str(report), "--log", file, "--today", "2026-11-29")
    assert "1 day noted. • 1 cramp on" in " ".join(done.stdout.split())
    assert "<svg" in report.read_text("utf-8")
    page = tmp_path / "page.html"
    assert run("page", str(page), "--days", "14", "--from", "2026-12-01").returncode == 0
    text = page.read_text("utf-8")
    assert text.count("<tr>") == 15 and "never as free" in text


HOT = """date,time,muscle,minutes,pain,woke,doing,took
2026-11-02,03:15,calf,4,6,yes,after a hot shift in the kitchen,
2026-11-03,,none,,,,at home,
2026-11-04,,none,,,,,
2026-11-05,,none,,,,worked outdoors in the heat,
"""


def test_heat_that_was_noted_stands_beside_the_cramps_and_the_rest_is_not_known() -> None:
    found = words.speak(shown(parse(HOT, "log.csv", TODAY)))
    assert [d.heat for d in found.days] == [True, False, None, True]
    assert "on 2 days" in " ".join(found.lines) and words.no_cause(found) == words.NO_CAUSE
    text = log_pictures.svg(found, words.titles(found), words.alt(found), words.NOT_NOTED)
    assert "Heat, where you noted" in text and "days with heat" in text
    cool = shown(log())
    assert not words.heat_noted(cool) and "Heat" not in " ".join(words.titles(cool))


def test_what_was_being_done_on_a_free_day_is_kept_when_a_log_is_read_in(tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    add_log(file, parse(HOT, "log.csv", TODAY), TODAY)
    kept = read_log(file, TODAY)
    assert kept.days[dt.date(2026, 11, 5)].doing == ("worked outdoors in the heat",)
    assert len(add_log(file, parse(HOT, "log.csv", TODAY), TODAY).same) == 4


@pytest.mark.parametrize("width", [log_pictures.WIDTH, log_pictures.NARROW])
def test_the_picture_keeps_within_its_width(width: float) -> None:
    told = LOG.replace("magnesium 200 mg", "magnesium 200 mg with a large glass of water, " * 4)
    found = words.speak(shown(parse(told.replace(", \n", "\n"), "log.csv", TODAY)))
    text = log_pictures.svg(found, words.titles(found), "alt", words.NOT_NOTED, width)
    tree = ElementTree.fromstring(text)
    bars = [e for e in tree.iter() if e.tag.endswith("rect")]
    most = log_pictures.LEFT + width
    assert max(float(b.get("x", 0)) + float(b.get("width", 0)) for b in bars) <= most
    every = ["".join(e.itertext()) for e in tree.iter() if e.tag.endswith("text")]
    marks = [t for t in every if "magnesium" in t]
    assert marks and all(len(t) * log_pictures.LETTER <= most for t in marks)
