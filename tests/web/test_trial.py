"""Self-experiments in the page: planned honestly, registered, ended, analysed as registered."""

from __future__ import annotations

import datetime as dt
import html
import io

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from tests.trial.people import after, lived, registration
from tests.web.conftest import Door
from tests.web.test_pages import FORBIDDEN
from unclench.app.report.html import document
from unclench.app.trial_shown import PAGE, pictures
from unclench.trial.analysis import analysed
from unclench.trial.registration import registered
from unclench.trial.simulated import Drive
from unclench.words.en.trial_found import speak_found
from unclench.words.en.trial_report import report_blocks, speak_report

TODAY = dt.date.today()


@pytest.fixture
def person(door: Door) -> str:
    one = door.begin(says="my calf cramps at night", age="42", sex="female", sign="none")
    rows = [f"{TODAY - dt.timedelta(n)},{'calf' if n % 2 else 'none'}" for n in range(1, 43)]
    text = "date,muscle\n" + "\n".join(rows)
    door.inside.post(f"{one}/log/import", data={"pasted": text})
    return one


def _get(door: Door, path: str, **query: str) -> str:
    text = html.unescape(door.inside.get(path, params=query).text)
    assert not FORBIDDEN.search(text)
    return text


def test_a_plan_says_what_could_be_found(door: Door, person: str) -> None:
    page = _get(door, f"{person}/trial", **{"try": "stretching"})
    assert "weeks" in page and "Start it" in page and "<svg" in page
    assert "dummy pill" in page


def test_what_is_not_for_oneself_is_refused_and_cannot_be_started(door: Door, person: str) -> None:
    page = _get(door, f"{person}/trial", **{"try": "quinine"})
    assert "not to be tried by yourself" in page and "Pairs of periods" not in page
    door.inside.post(f"{person}/trial", data={"try": "quinine", "pairs": "8"})
    assert registered(door.store.folder) == []


def test_a_trial_from_its_start_to_its_end(door: Door, person: str) -> None:
    reply = door.inside.post(f"{person}/trial", data={"try": "stretching", "pairs": "8"})
    assert "Registered as" in reply.text and "What to do" in reply.text
    (one,) = registered(door.store.folder)
    assert one.pairs == 8 and one.first_day == TODAY + dt.timedelta(1) and one.sound
    door.inside.post(f"{person}/trial/event", data={"kind": "medicine", "text": "omeprazole"})
    (one,) = registered(door.store.folder)
    assert one.events[0].text == "omeprazole"
    assert (
        "tick that you mean it"
        in door.inside.post(f"{person}/trial/event", data={"kind": "stopped"}).text
    )
    assert "BEGIN:VCALENDAR" in door.inside.get(f"{person}/trial/calendar.ics").text
    assert "Took" in _get(door, f"{person}/trial/paper")
    door.inside.post(f"{person}/trial/event", data={"kind": "stopped", "sure": "1"})
    assert registered(door.store.folder)[0].stopped == TODAY
    found, report = _get(door, f"{person}/trial/found"), _get(door, f"{person}/trial/report")
    assert "cannot tell" in found.lower() and "proved" not in found
    assert "CENT" in report or "Title" in report
    handed = door.inside.get(f"{person}/trial/report.pdf")
    assert (
        handed.content.startswith(b"%PDF") and "trial.pdf" in handed.headers["content-disposition"]
    )


def test_a_trial_is_made_longer_which_is_a_look(door: Door, person: str) -> None:
    door.inside.post(f"{person}/trial", data={"try": "magnesium 200 mg", "pairs": "8"})
    longer = {"kind": "extended", "more": "2"}
    page = door.inside.post(f"{person}/trial/event", data=longer).text
    (one,) = registered(door.store.folder)
    assert (one.pairs, one.all_pairs, one.extra_looks) == (8, 10, 1) and one.sound
    assert "Make it longer" in page
    for told in ("", "x", "0", "101", "-3"):
        reply = door.inside.post(f"{person}/trial/event", data={**longer, "more": told})
        assert reply.status_code == 422 and 'href="#more"' in reply.text, told
    assert registered(door.store.folder)[0].all_pairs == 10


def test_a_trial_is_not_made_longer_against_what_speaks_against_it(door: Door, person: str) -> None:
    door.inside.post(f"{person}/trial", data={"try": "magnesium 200 mg", "pairs": "8"})
    door.inside.post(f"{person}/trial/event", data={"kind": "stopped", "sure": "1"})
    reply = door.inside.post(f"{person}/trial/event", data={"kind": "extended", "more": "2"})
    assert reply.status_code == 404
    door.inside.post(f"{person}/trial", data={"try": "magnesium 200 mg", "pairs": "8"})
    kept = door.store.every()[0]
    ill = {"revision": str(kept.revision), "has": "chronic kidney disease stage 4"}
    door.inside.post(f"{person}/tell/medicines", data=ill)
    page = door.inside.post(f"{person}/trial/event", data={"kind": "extended", "more": "2"}).text
    assert "not to be tried by yourself" in page
    assert [t.all_pairs for t in registered(door.store.folder)] == [8, 8]


@pytest.mark.parametrize(
    ("told", "field"),
    [({"try": "moonlight"}, "try"), ({"pairs": "2"}, "pairs"), ({"pairs": "x"}, "pairs"),
     ({"pairs": "8", "first": "2020-01-01"}, "first"), ({"pairs": "8", "looks": "9"}, "looks"),
     ({"pairs": "8", "blinded": "1"}, "blinded")],
)  # fmt: skip
def test_what_is_wrong_is_said_and_kept(
    door: Door, person: str, told: dict[str, str], field: str
) -> None:
    reply = door.inside.post(f"{person}/trial", data={"try": "stretching", **told})
    text = html.unescape(reply.text)
    assert reply.status_code == 422 and f'href="#{field}"' in text
    assert field == "blinded" or f'value="{told[field]}"' in text
    assert not FORBIDDEN.search(text) and registered(door.store.folder) == []


def test_there_is_nothing_to_show_before_a_start(door: Door, person: str) -> None:
    assert door.inside.get(f"{person}/trial/found").status_code == 404
    assert "Plan one" in _get(door, f"{person}/trial")


@pytest.mark.parametrize("pairs", [8, 45])
def test_the_report_in_one_file_is_printed_on_two_pages(browser: Browser, pairs: int) -> None:
    trial = registration(pairs=pairs)
    found = speak_report(
        speak_found(analysed(trial, lived(trial, 0.4, Drive(7), 17), after(trial)))
    )
    text = document(report_blocks(found), PAGE, "0", pictures(found), dense=True)
    page = browser.new_page()
    page.set_content(text)
    made = page.pdf(prefer_css_page_size=True)
    page.close()
    assert len(PdfReader(io.BytesIO(made)).pages) == 2


def test_a_slip_hides_no_warning_sign_and_says_what_to_write(door: Door) -> None:
    calm = door.begin(says="my calf cramps at night", age="58", sex="female", sign="none")
    page = door.inside.get(f"{calm}/trial", params={"try": "2 magnesium tablets", "rate": "4"})
    assert page.status_code == 422 and "Look at the packet" in page.text
    ill = door.begin(says="chest pain and my calf cramps", age="58", sex="male")
    page = door.inside.get(f"{ill}/trial", params={"try": "2 magnesium tablets", "rate": "4"})
    assert "not to be tried by yourself" in page.text and "Look at the packet" not in page.text


def test_the_page_of_a_plan_has_its_picture_in_two_widths(door: Door, person: str) -> None:
    page = _get(door, f"{person}/trial", **{"try": "stretching"})
    assert page.count("<svg") == 2 and 'class="drawn narrow"' in page
    assert "100 %" not in page and "> 99 %" in page and "data-wait" in page
