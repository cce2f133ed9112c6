"""What is handed over: FHIR R4, two pages of PDF/UA, what changed between two dates, a notebook."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from fhirclient.models.bundle import Bundle as R4Bundle
from fhirclient.models.fhirabstractbase import FHIRValidationError
from pypdf import PdfReader

from tests.app.sample import answer as sample
from unclench import Assessment, UserError, assess
from unclench.app import fhir
from unclench.app.older import older_answer
from unclench.app.render import Format
from unclench.app.report.pdf import pdf
from unclench.app.verbs.check import CheckFormat
from unclench.assessment.compared import compared
from unclench.assessment.interactions import interactions
from unclench.words.blocks import Table, Text
from unclench.words.en import compared as words

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "kitchen_porter"
TODAY = dt.date(2026, 11, 23)


@pytest.fixture(scope="module")
def answer() -> Assessment:
    return assess(EXAMPLE, today=TODAY)


def resources(told: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [e["resource"] for e in told["entry"] if e["resource"]["resourceType"] == kind]


def test_the_bundle_fits_the_definitions_of_r4(answer: Assessment) -> None:
    for one in (answer, sample(), assess({"complaints": ["my calf cramps at night"]})):
        told = json.loads(fhir.text(one))
        Bundle.model_validate(told)
        assert R4Bundle(told, strict=True).as_json() == told
        assert told == fhir.bundle(one)
        names = {e["fullUrl"] for e in told["entry"]}
        assert len(names) == len(told["entry"])
        said = json.dumps(told)
        assert {r["reference"] for r in _references(told)} <= names
        assert "NutritionIntake" not in said


def _references(told: Any) -> list[dict[str, str]]:
    if isinstance(told, dict):
        own = [told] if "reference" in told and len(told) == 1 else []
        return own + [r for v in told.values() for r in _references(v)]
    return [r for v in told for r in _references(v)] if isinstance(told, list) else []


def test_a_definition_is_really_asked() -> None:
    told = fhir.bundle(sample())
    told["entry"][1]["resource"]["status"] = None
    with pytest.raises(ValueError, match="status"):
        Bundle.model_validate(told)
    with pytest.raises(FHIRValidationError, match="status"):
        R4Bundle(told, strict=True)
    told = fhir.bundle(sample())
    told["entry"][1]["resource"]["unheardOf"] = 1
    with pytest.raises(FHIRValidationError, match="unheardOf"):
        R4Bundle(told, strict=True)


def test_results_stand_as_reported_and_intakes_with_their_interval(answer: Assessment) -> None:
    told = fhir.bundle(answer)
    seen = {o["code"]["text"]: o for o in resources(told, "Observation")}
    for lab in answer.labs:
        assert seen[lab.name]["valueQuantity"]["value"] == lab.value
        assert seen[lab.name]["valueQuantity"]["unit"] == lab.unit
    for n in answer.nutrients:
        one = seen[f"Usual intake: {n.label}"]
        if n.usual_intake.mean is None:
            assert "valueQuantity" not in one and one["dataAbsentReason"]
        else:
            ends = [c["valueQuantity"]["value"] for c in one["component"]]
            assert ends == [n.usual_intake.low, n.usual_intake.high]


def test_no_contributor_without_the_words_that_it_is_no_diagnosis(answer: Assessment) -> None:
    risks = resources(fhir.bundle(answer), "RiskAssessment")
    assert len(risks) == len(answer.causes)
    for one in risks:
        assert fhir.NOT_A_DIAGNOSIS in one["prediction"][0]["outcome"]["text"]
        assert one["note"] == [{"text": fhir.NOT_A_DIAGNOSIS}]
        assert "probabilityDecimal" not in one["prediction"][0]


def test_a_medicine_and_what_it_speaks_for_is_an_issue(answer: Assessment) -> None:
    found = {(i.said, i.cause) for i in interactions(answer)}
    assert ("omeprazole 20 mg", "magnesium_deficiency") in found
    assert len(resources(fhir.bundle(answer), "DetectedIssue")) == len(interactions(answer))


def _pages(made: bytes) -> tuple[PdfReader, str]:
    read = PdfReader(io.BytesIO(made))
    return read, " ".join(" ".join(p.extract_text() for p in read.pages).split())


def test_the_report_is_two_tagged_pages(answer: Assessment) -> None:
    read, text = _pages(pdf(answer))
    assert len(read.pages) == 2
    root: Any = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en-GB" and "/StructTreeRoot" in root
    assert "pdfuaid" in str(root["/Metadata"].get_object().get_data())
    for word in ("Name:", "Date of birth:", "Summary", "Abnormal values", "Potassium", "3.3 mmol/L",
                 "Medicines and interactions", "omeprazole 20 mg", "Usual intakes", "297 (244",
                 "Questions", "Method and limits", "Sources", "not a medical device"):  # fmt: skip
        assert word in text, word


def test_a_report_is_two_pages_whatever_was_told(answer: Assessment) -> None:
    long = answer.model_copy(deep=True)
    long.in_short = [f"{i} " + "a long sentence that goes on and on " * 30 for i in range(40)]
    long.questions = [f"{i} *why* #this $x$ " + "w" * 400 for i in range(40)]
    long.labs = [lab for lab in long.labs if lab.interpretation == "L"] * 30
    for one in (long, sample(), assess({"medicines": ["water tablet"]})):
        assert len(_pages(pdf(one))[0].pages) == 2
    assert "#this $x$" in _pages(pdf(long))[1]


def test_what_is_the_same_is_no_change(answer: Assessment) -> None:
    same = compared(answer, answer)
    assert not same.causes and not same.labs and not same.red_flags
    assert all(i.apart is False for i in same.intakes if i.before.low is not None)


def test_ranges_part_only_where_they_have_no_value_in_common(answer: Assessment) -> None:
    new = answer.model_copy(deep=True)
    one, other, third = (n for n in new.nutrients[:3])
    assert one.usual_intake.high is not None and other.usual_intake.high is not None
    top = one.usual_intake.high
    one.usual_intake.low, one.usual_intake.high = top + 1, top + 9
    other.usual_intake.low = other.usual_intake.high - 0.001
    third.usual_intake.low = None
    found = {i.nutrient: i for i in compared(answer, new).intakes}
    assert found[one.id].apart is True
    assert found[other.id].apart is False
    assert found[third.id].apart is None
    said = " ".join(words.speak(compared(answer, new)).lines)
    assert one.label in said and other.label not in said


def test_what_did_not_move_is_named_in_one_line(answer: Assessment) -> None:
    new = answer.model_copy(deep=True)
    moved, still = new.nutrients[:2]
    moved.usual_intake.mean = 2 * (moved.usual_intake.mean or 1.0)
    blocks = words.blocks(words.speak(compared(answer, new)))
    rows = [
        row for b in blocks if isinstance(b, Table) and "Nutrient" in b.columns for row in b.rows
    ]
    assert [row[0] for row in rows] == [moved.label]
    (line,) = [b.text for b in blocks if isinstance(b, Text) and b.text.startswith("As before: ")]
    assert still.label in line and moved.label not in line
    assert not [b for b in words.blocks(words.speak(compared(answer, answer)))
                if isinstance(b, Table)]  # fmt: skip


def test_an_older_answer_of_another_kind_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "old.json"
    for text, why in (
        ("{}", "no answer"),
        ('{"schema": "unclench.assessment/1"}', "not of"),
        ('{"schema": "unclench.assessment/2", "labs": 3}', "was changed"),
    ):
        file.write_text(text, "utf-8")
        with pytest.raises(UserError, match=why):
            older_answer(file)
    with pytest.raises(UserError, match="no such file"):
        older_answer(tmp_path / "none.json")


def test_check_writes_all_of_them(tmp_path: Path, answer: Assessment) -> None:
    old, page = tmp_path / "old.json", tmp_path / "out.pdf"
    old.write_text(answer.to_json(), "utf-8")
    check = [sys.executable, "-m", "unclench", "check", str(EXAMPLE), "--today", str(TODAY)]

    def run(*more: str) -> str:
        return subprocess.run([*check, *more], capture_output=True, text=True, check=True).stdout

    told = json.loads(run("--format", "fhir", "--report", str(page)))
    assert told == fhir.bundle(answer)
    assert len(PdfReader(page).pages) == 2
    text = run("--compare", str(old), "--labs", "K 4.1 mmol/L 2026-11-20")
    assert text.index("routine appointment") < text.index("What changed")
    assert "3.3 mmol/L (2026-10-12)" in text and "4.1 mmol/L (2026-11-20)" in text
    assert "overlap" in text


def test_the_forms_of_check_are_all_forms_and_fhir() -> None:
    assert {f.value for f in CheckFormat} == {f.value for f in Format} | {"fhir"}


def test_a_notebook_shows_the_answer_and_runs_nothing() -> None:
    one = sample()
    one.in_short = ['<script>alert(1)</script>"']
    shown = one._repr_html_()
    assert shown.startswith('<iframe sandbox=""') and "Potassium is very low" in shown
    assert "<script" not in shown and shown.count('"') == 10


def test_what_is_documented_runs(tmp_path: Path) -> None:
    """Every command of the page, in order, in a folder of its own."""
    root = EXAMPLE.parents[1]
    page = (root / "docs" / "doors.md").read_text("utf-8")
    (tmp_path / "examples").symlink_to(root / "examples")
    (tmp_path / "older.csv").write_text("date,muscle\n2026-01-02,none\n", "utf-8")
    calls = [c for b in page.split("```console\n")[1:] for c in b.split("```")[0].splitlines()]
    env = {**os.environ, "UNCLENCH_HOME": str(tmp_path / "home")}
    for call in calls:
        line = call.replace("unclench ", f'"{sys.executable}" -m unclench ', 1)
        done = subprocess.run(line, shell=True, cwd=tmp_path, env=env, capture_output=True,
                              text=True, check=False)  # fmt: skip
        # nothing is deleted without --yes, and the exit code says so
        assert done.returncode == (2 if call.endswith("delete") else 0), f"{call}: {done.stderr}"
    assert len(calls) >= 10
    assert json.loads((tmp_path / "bundle.json").read_text("utf-8"))["type"] == "collection"
    assert "none" in (tmp_path / "log.csv").read_text("utf-8")
    assert len(PdfReader(tmp_path / "out.pdf").pages) == 2
