"""Real FHIR files that others published, and the quirks in them."""

from __future__ import annotations

import copy
import datetime as dt
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.said import sentences, spoken

from unclench.assessment import reason
from unclench.plasma.labs import interpret, read_labs
from unclench.plasma.labs.fhir import read_fhir
from unclench.told.person import Person


def _load(samples: Path, name: str) -> Any:
    return json.loads((samples / "fhir" / name).read_text("utf-8"))


# fmt: off
COUNTS = [
    # file                                         observations, results we use
    ("hl7-r4-examples/Bundle-101.json",                17,  6),
    ("hl7-r4-examples/Observation-f001.json",           1,  1),
    ("hl7-r4-examples/Observation-f002.json",           1,  0),
    ("hl7-r4-examples/Observation-f003.json",           1,  1),
    ("hl7-r4-examples/Observation-f004.json",           1,  0),
    ("hl7-r4-examples/Observation-f005.json",           1,  1),
    ("hl7-r4-examples/Observation-f202.json",           1,  0),
    ("hl7-r4-examples/Observation-f204.json",           1,  1),
    ("hl7-r4-examples/Observation-unsat.json",          1,  0),
    ("hl7-r4-examples/DiagnosticReport-102.json",       0,  0),
    ("hl7-r4-examples/DiagnosticReport-f201.json",      0,  0),
    ("us-core/diagnosticreport-cbc.json",               0,  0),
    ("us-core/diagnosticreport-metabolic-panel.json",   0,  0),
    ("us-core/observation-cbc-hemoglobin.json",         1,  1),
    ("us-core/observation-serum-bun.json",              1,  1),
    ("us-core/observation-serum-calcium.json",          1,  1),
    ("us-core/observation-serum-chloride.json",         1,  1),
    ("us-core/observation-serum-co2.json",              1,  1),
    ("us-core/observation-serum-creatinine.json",       1,  1),
    ("us-core/observation-serum-glucose.json",          1,  1),
    ("us-core/observation-serum-potassium.json",        1,  1),
    ("us-core/observation-serum-sodium.json",           1,  1),
    ("us-core/Specimen-example-serum-hemolyzed.json",   0,  0),
    ("synthea/Alfreda_Wyman_3287b938-4670-47eb-91e5-e0ce3df71405.json",    79, 25),
    ("synthea/Marcos_Delagarza_4acb6705-25a7-430a-b799-a4ad8d7fbb38.json", 82, 46),
]
# fmt: on


@pytest.mark.parametrize(("name", "observations", "used"), COUNTS)
def test_every_published_file_is_read(
    samples: Path, name: str, observations: int, used: int
) -> None:
    read = read_fhir(_load(samples, name), name)
    assert (read.observations, len(read.results), read.problems) == (observations, used, [])
    assert sum(read.skipped.values()) + used == observations


def test_the_published_files_are_all_in_the_table(samples: Path) -> None:
    files = {str(p.relative_to(samples / "fhir")) for p in (samples / "fhir").rglob("*.json")}
    assert files == {name for name, _, _ in COUNTS}


def test_a_folder_is_read_as_one_document_so_reports_find_their_results(samples: Path) -> None:
    read = read_labs([samples / "fhir/us-core"])
    assert len(read.results) == 9
    assert read.problems == []


def test_a_missing_ucum_code_falls_back_to_the_printed_unit(samples: Path) -> None:
    (calcium,) = read_fhir(_load(samples, "us-core/observation-serum-calcium.json")).results
    assert calcium.si_value == pytest.approx(7.7 * 0.2495, rel=1e-4)
    (lab,) = interpret([calcium], Person(age=18, sex="female"))
    assert lab.interpretation == "L"
    assert any("albumin was not given" in c for c in spoken([lab])[0].caveats)


def test_a_childs_range_on_an_adult_is_not_used(samples: Path) -> None:
    (creatinine,) = read_fhir(_load(samples, "us-core/observation-serum-creatinine.json")).results
    (adult,) = interpret([creatinine], Person(age=40, sex="female"))[:1]
    assert adult.interpretation == "N"
    assert any("looks like one for a child" in c for c in spoken([adult])[0].caveats)
    (child,) = interpret([creatinine], Person(age=4, sex="female"))[:1]
    assert child.interpretation == "H"


def test_the_laboratorys_own_range_comes_before_ours(samples: Path) -> None:
    (potassium,) = read_fhir(_load(samples, "us-core/observation-serum-potassium.json")).results
    (lab,) = interpret([potassium])
    assert lab.interpretation == "N" and "the laboratory's" in spoken([lab])[0].reference
    (ours,) = interpret(read_labs(["K 5.4 mmol/L"]).results)
    assert ours.interpretation == "H" and "ours" in spoken([ours])[0].reference


def test_a_local_code_is_recognised_by_name_and_its_snomed_unit_is_ignored(samples: Path) -> None:
    (creatinine,) = read_fhir(_load(samples, "hl7-r4-examples/Observation-f204.json")).results
    assert (creatinine.analyte, creatinine.unit, creatinine.value) == ("creat", "µmol/L", 122)
    assert creatinine.date == dt.date(2013, 4, 4)
    assert (creatinine.low, creatinine.high) == (64, 104)


def test_haemoglobin_in_g_per_l_is_read_as_such(samples: Path) -> None:
    read = read_fhir(_load(samples, "hl7-r4-examples/Bundle-101.json"))
    assert {r.analyte: r.si_value for r in read.results}["hb"] == 176


def test_whole_blood_codes_are_used_and_said(samples: Path) -> None:
    name = "synthea/Alfreda_Wyman_3287b938-4670-47eb-91e5-e0ce3df71405.json"
    read = read_labs([samples / "fhir" / name])
    labs = {x.analyte: x for x in interpret(read.results, Person(age=40, sex="female"))}
    assert any("whole blood" in c for c in spoken([labs["na"]])[0].caveats)
    dates = [r.date for r in [*read.results, *read.history] if r.analyte == "egfr"]
    assert len(dates) == 5 and dates == sorted(dates, reverse=True)  # type: ignore[type-var]


BASE: dict[str, Any] = {
    "resourceType": "Observation",
    "id": "k1",
    "status": "final",
    "code": {"coding": [{"system": "http://loinc.org", "code": "2823-3"}], "text": "Potassium"},
    "effectiveDateTime": "2026-05-02T08:00:00Z",
    "valueQuantity": {
        "value": 2.4, "unit": "mmol/L", "system": "http://unitsofmeasure.org", "code": "mmol/L",
    },
}  # fmt: skip


def _with(**changes: Any) -> dict[str, Any]:
    out = copy.deepcopy(BASE)
    for key, value in changes.items():
        if value is None:
            out.pop(key)
        else:
            out[key] = value
    return out


def _bundle(*resources: dict[str, Any], kind: str = "collection") -> dict[str, Any]:
    return {
        "resourceType": "Bundle",
        "type": kind,
        "entry": [{"fullUrl": f"urn:uuid:{i}", "resource": r} for i, r in enumerate(resources)],
    }


@pytest.mark.parametrize("kind", ["collection", "searchset", "transaction", "document", "batch"])
def test_bundles_of_any_type(kind: str) -> None:
    assert len(read_fhir(_bundle(BASE, _with(id="k2"), kind=kind)).results) == 2


def test_one_bad_resource_never_stops_the_others_and_is_reported() -> None:
    bad = [
        _with(id="b1", code="not an object", valueQuantity=7),
        _with(id="b2", valueQuantity={"value": 850, "unit": "mmol/L"}),
        _with(id="b3", valueQuantity={"value": 3.5, "unit": "furlong"}),
        _with(id="b4", referenceRange=[{"low": {"value": "much"}}]),
        {"resourceType": "Observation"},
    ]
    read = read_fhir(_bundle(*bad, BASE))
    assert [r.value for r in read.results] == [2.4]
    assert read.observations == 6
    text = "\n".join(str(p) for p in read.problems)
    assert all(f"Observation {n}:" in text for n in (2, 3, 4)) and "not survivable" in text


def test_status_decides_what_counts() -> None:
    read = read_fhir(
        _bundle(
            _with(status="entered-in-error"), _with(status="cancelled"), _with(status="amended"),
            _with(status="preliminary"),
        )
    )  # fmt: skip
    assert len(read.results) == 2
    assert read.results[1].notes == (reason("lab_preliminary"),)


def test_comparators_become_intervals() -> None:
    quantity = {"value": 60, "comparator": "<", "unit": "pg/mL"}
    code = {"coding": [{"system": "http://loinc.org", "code": "2132-9"}]}
    (b12,) = read_fhir(_with(code=code, valueQuantity=quantity)).results
    assert (b12.si_low, b12.comparator) == (0, "<")
    assert interpret([b12])[0].interpretation == "L"


def test_components_and_contained_results_are_read() -> None:
    panel = _with(valueQuantity=None, component=[{k: BASE[k] for k in ("code", "valueQuantity")}])
    assert [r.value for r in read_fhir(panel).results] == [2.4]
    report = {
        "resourceType": "DiagnosticReport", "id": "r", "status": "final",
        "contained": [_with(id="inside")], "result": [{"reference": "#inside"}],
    }  # fmt: skip
    read = read_fhir(report)
    assert len(read.results) == 1 and read.notes == []


@pytest.mark.parametrize(
    "reference", ["urn:uuid:0", "Observation/k1", "https://x.org/Observation/k1"]
)
def test_references_of_every_form_are_resolved(reference: str) -> None:
    report = {"resourceType": "DiagnosticReport", "result": [{"reference": reference}]}
    assert read_fhir(_bundle(BASE, report)).notes == []
    assert "not in this file" in sentences(read_fhir(report).notes)[0]


def test_a_haemolysed_sample_is_said() -> None:
    specimen = {
        "resourceType": "Specimen", "id": "s",
        "condition": [{"text": "Hemolyzed"}], "type": {"text": "Serum"},
    }  # fmt: skip
    high = _with(
        specimen={"reference": "Specimen/s"}, valueQuantity={"value": 6.1, "unit": "mmol/L"}
    )
    (lab,) = interpret(read_fhir(_bundle(high, specimen)).results)
    assert any("haemolysis" in c for c in spoken([lab])[0].caveats)


def test_a_urine_sample_is_not_taken_for_blood() -> None:
    urine = _with(
        code={"text": "Potassium"},
        specimen={"display": "Urine"},
        valueQuantity={"value": 60, "unit": "mmol/L"},
    )
    (result,) = read_fhir(urine).results
    assert result.analyte == "k_u"


def test_an_unknown_code_is_not_matched_by_a_bare_name() -> None:
    code = {"coding": [{"system": "http://loinc.org", "code": "99999-9"}], "text": "Potassium"}
    assert read_fhir(_with(code=code)).results == []


def test_a_code_known_only_from_memory_counts_only_when_the_name_agrees() -> None:
    def coded(name: str) -> dict[str, Any]:
        code = {"coding": [{"system": "http://loinc.org", "code": "1761-6"}], "text": name}
        return _with(code=code, valueQuantity={"value": 5, "unit": "U/L"})

    assert [r.analyte for r in read_fhir(coded("Aldolase [Enzymatic activity]")).results] == [
        "aldolase"
    ]
    assert read_fhir(coded("Something else")).results == []


def test_dstu2_shapes_are_read() -> None:
    old = _with(
        category={"coding": [{"code": "laboratory"}]},
        interpretation={"coding": [{"code": "LL"}]},
        referenceRange=[{"low": {"value": 3.5, "unit": "mmol/L"}, "meaning": {"text": "normal"}}],
    )
    (result,) = read_fhir(old).results
    assert (result.flag, result.low) == ("LL", 3.5)


def test_an_apple_health_export_is_read_from_zip_and_folder(tmp_path: Path) -> None:
    folder = tmp_path / "apple_health_export" / "clinical-records"
    folder.mkdir(parents=True)
    (folder / "Observation-1.json").write_text(json.dumps(BASE))
    (folder / "Observation-2.json").write_text("{ not json")
    (folder / "Patient-3.json").write_text(json.dumps({"resourceType": "Patient", "id": "p"}))
    packed = tmp_path / "export.zip"
    with zipfile.ZipFile(packed, "w") as z:
        for f in folder.iterdir():
            z.write(f, f"apple_health_export/clinical-records/{f.name}")
        z.writestr("apple_health_export/export.xml", "<HealthData/>")
    for source in (packed, tmp_path, tmp_path / "apple_health_export", folder):
        read = read_labs([source])
        assert [(r.analyte, r.value) for r in read.results] == [("k", 2.4)]
        assert any("Observation-2.json" in n for n in sentences(read.notes))


def test_bulk_export_lines_are_read(tmp_path: Path) -> None:
    path = tmp_path / "Observation.ndjson"
    path.write_text("\n".join(json.dumps(_with(id=str(i))) for i in range(3)))
    read = read_labs([path])
    assert len(read.results) == 1 and len(read.history) == 2


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(
                ["coding", "code", "system", "value", "unit", "text", "low", "reference"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(
        st.sampled_from([*BASE, "component", "referenceRange", "specimen", "interpretation", "note",
                         "contained", "subject", "issued", "effectivePeriod", "dataAbsentReason"]),
        _JSON,
        max_size=4,
    )
)  # fmt: skip
def test_no_malformed_resource_stops_the_import(changes: dict[str, Any]) -> None:
    broken = {**copy.deepcopy(BASE), **changes, "resourceType": "Observation", "id": "broken"}
    read = read_fhir(_bundle(broken, BASE))
    assert read.results[-1].value == 2.4
    assert read.observations >= 2
