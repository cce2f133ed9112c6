"""Numbers, days and results as the browser's owner writes them; nothing but the page changes."""

from __future__ import annotations

import html
import re

import pytest

from tests.web.conftest import Door
from unclench.app.web.habits import _NOW as NOW
from unclench.app.web.habits import Habits, by_language, chosen, own
from unclench.facts.kinds import locales

GERMAN, SWEDISH, BRITISH, AMERICAN = "de-DE,de;q=0.9,en;q=0.8", "sv-SE", "en-GB", "en-US,en"
BLOOD = (
    "Calcium 2.05 mmol/L (range 2.15-2.55) 2026-05-02\nGlucose 98 mg/dL 2026-05-02\n"
    "K 3.1 mmol/L 2026-05-02\nUrea 30 mg/dL 2026-05-02\nFerritin 12 ng/mL 2026-05-02\n"
)


@pytest.fixture
def person(door: Door) -> str:
    path = door.begin(says="my calf cramps at night", age="42", sex="female", sign="none")
    door.inside.post(f"{path}/tell/blood", data={"revision": "1", "blood": BLOOD})
    return path


def rows(door: Door, path: str, language: str) -> dict[str, list[str]]:
    """Test -> the other cells of its row, as a browser of this language is shown them."""
    page = door.inside.get(path, headers={"accept-language": language}).text
    table = page[page.index("Blood and urine tests</h2>") :].partition("</table>")[0]
    cells = [re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", r) for r in table.split("<tr>")]
    return {r[0]: [html.unescape(c) for c in r[1:]] for r in cells if r}


def test_results_stand_in_the_units_of_the_country(door: Door, person: str) -> None:
    german, british = rows(door, person, GERMAN), rows(door, person, BRITISH)
    calcium = next(k for k in german if k.startswith("Calcium"))
    assert german[calcium][0] == "8,22 mg/dL = 2,05 mmol/L"
    assert german[calcium][2] == "8,62 to 10,2 mg/dL (the laboratory's)"
    assert british[calcium][0] == "2.05 mmol/L" and "2.15 to 2.55 mmol/L" in british[calcium][2]
    assert british["Glucose"][0] == "5.44 mmol/L = 98 mg/dL"
    assert german["Glucose"][0].startswith("98 mg/dL") and "mg/dL" in german["Glucose"][2]
    assert german["Potassium"][0] == "3,1 mmol/L"


def test_a_mass_that_could_be_of_two_molecules_is_not_converted(door: Door, person: str) -> None:
    plain = rows(door, person, "")
    urea = next(k for k in plain if k.lower().startswith("urea"))
    assert rows(door, person, BRITISH)[urea] == plain[urea]


def test_without_a_language_all_stands_as_reported(door: Door, person: str) -> None:
    plain = rows(door, person, "")
    assert rows(door, person, "tlh, *;q=0.1") == plain
    assert plain["Glucose"][0] == "98 mg/dL = 5.44 mmol/L"


def test_the_switch_wins_over_the_browser_and_can_be_taken_back(door: Door, person: str) -> None:
    told = {"decimal": "comma", "date": "dmy", "blood": "told", "back": person}
    reply = door.inside.post("/shown", data=told, follow_redirects=False)
    assert reply.headers["location"] == person
    assert "HttpOnly" in reply.headers["set-cookie"]
    assert "samesite=strict" in reply.headers["set-cookie"].lower()
    assert rows(door, person, AMERICAN)["Glucose"][0] == "98 mg/dL = 5,44 mmol/L"
    assert 'value="comma" selected' in door.inside.get("/shown").text
    door.inside.post("/shown", data={"decimal": "", "date": "", "blood": ""})
    assert rows(door, person, BRITISH)["Glucose"][0] == "5.44 mmol/L = 98 mg/dL"


def test_only_ours_is_gone_back_to_and_only_choices_are_kept(door: Door) -> None:
    for bad in ("//elsewhere.example", "https://elsewhere.example", "/person/../api"):
        told = {"back": bad, "decimal": "roman"}
        reply = door.inside.post("/shown", data=told, follow_redirects=False)
        assert reply.headers["location"] == "/shown", bad
    assert chosen("unclench-shown=roman.dmy.") == {"date": "dmy"}
    assert chosen("unclench-shown=") == chosen("a=b") == {}


def test_programs_and_files_get_what_they_always_got(door: Door, person: str) -> None:
    (one,) = door.program.get("/api/cases").json()["cases"]
    replies = [
        door.program.post(
            "/api/assess", json={"case": one["case"]}, headers={"accept-language": language}
        ).json()
        for language in ("", GERMAN, BRITISH)
    ]
    assert replies[0] == replies[1] == replies[2]
    reports = [
        door.inside.get(f"{person}/report.html", headers={"accept-language": language}).text
        for language in ("", GERMAN)
    ]
    assert reports[0] == reports[1]
    page = door.inside.get(f"{person}/tell/blood", headers={"accept-language": GERMAN}).text
    assert "Calcium 2.05 mmol/L (range 2.15-2.55) 2026-05-02" in html.unescape(page)


def test_days_are_shown_by_the_order_of_the_country_and_sent_as_they_are(door: Door) -> None:
    person = door.begin(says="my calf cramps at night", age="42", sex="female", sign="none")
    door.inside.post(f"{person}/log", data={"day": "2026-05-02", "kind": "none"})
    shown = {
        language: door.inside.get(
            f"{person}/day?day=2026-05-02", headers={"accept-language": language}
        ).text
        for language in (BRITISH, AMERICAN, SWEDISH)
    }
    for language, day in (
        (BRITISH, "2 May 2026"),
        (AMERICAN, "May 2, 2026"),
        (SWEDISH, "2026-05-02"),
    ):
        assert f"<h1>What you ate on {day}</h1>" in shown[language]
        assert 'type="date" value="2026-05-02"' in shown[language]
    log = door.inside.get(f"{person}/log?noted=2026-05-02", headers={"accept-language": GERMAN})
    assert "Saved for 2 May 2026." in log.text


@pytest.mark.parametrize(
    ("plain", "german"),
    [
        ("1,250 mg of 2,300.5", "1\u202f250 mg of 2\u202f300,5"),
        ("3.1 to 5 mmol/L.", "3,1 to 5 mmol/L."),
        ("-0.5", "-0,5"),
        ("on 2026-05-02, 3.25%", "on 2 May 2026, 3,25%"),
        ("“K 3.1” of 2026-05-02", "“K 3.1” of 2 May 2026"),
        ("'K 3.1' is 3.1; it doesn't, 0.5 isn't", "'K 3.1' is 3,1; it doesn't, 0,5 isn't"),
        ("doi 10.1016/j.x.2020.01.001", "doi 10.1016/j.x.2020.01.001"),
        ("Write it as 2026-05-02.", "Write it as 2026-05-02."),
        ("d-2026-05-02.csv 2026-05-02.csv v1.2.3", "d-2026-05-02.csv 2026-05-02.csv v1.2.3"),
        ("1,25-dihydroxyvitamin D", "1,25-dihydroxyvitamin D"),
        ("2026-13-40", "2026-13-40"),
    ],
)  # fmt: skip
def test_what_is_written_otherwise_and_what_stays(plain: str, german: str) -> None:
    before = NOW.set(Habits("comma", "dmy", "mass"))
    try:
        assert own(plain) == german
    finally:
        NOW.reset(before)


@pytest.mark.parametrize(
    ("accepted", "habits"),
    [
        (GERMAN, Habits("comma", "dmy", "mass")), ("de-CH", Habits("point", "dmy", "amount")),
        ("en-GB", Habits("point", "dmy", "amount")), ("en_US", Habits("point", "mdy", "mass")),
        ("sv", Habits("comma", "ymd", "amount")),
        ("zh-Hant-TW", Habits("point", "ymd", "amount")),
        ("tlh, nl;q=0.5, en;q=0.9", Habits("point", "mdy", "mass")),
        ("de;q=0, nl", Habits("comma", "dmy", "amount")), ("", Habits()), ("*", Habits()),
        ("de;q=x", Habits()), (";;,,;q=", Habits()),
    ],
)  # fmt: skip
def test_the_language_liked_best_among_known_ones(accepted: str, habits: Habits) -> None:
    assert by_language(accepted) == habits


def test_the_languages_named_in_one_list_are_known_in_all() -> None:
    fact = locales.load()
    assert not locales.check({fact.id: fact}, fact.review.on)
    broken = fact.model_copy(
        update={"signs": fact.signs.model_copy(update={"point": ("en", "de", "xx")})}
    )
    said = [p.what for p in locales.check({broken.id: broken}, fact.review.on)]
    assert "'de' stands twice under decimal" in said and "'xx' is not known under date" in said
