# ruff: noqa: E501 (reports and tables stand here as people have them)
"""Files of results as people have them: each kind of table, report, message and document."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from pathlib import Path

import pytest
from tests.messages import CDA, HL7, LDT, pdf_of
from tests.said import sentences

from unclench.facts.kinds import analytes
from unclench.plasma.labs import LabSet, read_labs
from unclench.plasma.labs.recognise import looks_like_labs

TODAY = dt.date(2026, 11, 28)


def read(folder: Path, data: str | bytes, name: str = "file", person: str | None = None) -> LabSet:
    """The results of one file, and a check that it is never silent."""
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    found = read_labs([path], strict=False, today=TODAY, person=person)
    assert found.results or found.problems or found.notes
    return found


def values(found: LabSet) -> dict[str, float | None]:
    return {r.analyte: r.value for r in found.results}


def said(found: LabSet) -> str:
    """Everything that is told of a reading."""
    return "\n".join([*map(str, found.problems), *sentences(found.notes)])


# fmt: off
TABLES = [
    # a header in each language; the day stands first where the language writes it so
    ("Untersuchung;Wert;Einheit;Normbereich;Abnahmedatum\nKalium i.S.;3,1;mmol/l;3,5 - 5,1;08.09.2026\n"
     "Calcium ges. i.S.;2,31;mmol/l;;08.09.2026\nCK;1.250;U/l;<190;08.09.2026\n",
     {"k": 3.1, "ca_total": 2.31, "ck": 1250}),
    ("Examen;Valeur;Unité;Norme;Prélevé le\nKaliémie;3,1;mmol/L;3,5 à 5,1;08/09/2026\n"
     "Magnésium sérique;0,61;mmol/L;;08/09/2026\n", {"k": 3.1, "mg": 0.61}),
    ("Bepaling\tUitslag\tEenheid\tDatum afname\nKalium\t3,1\tmmol/l\t08-09-2026\n"
     "Foliumzuur\t5\tnmol/l\t08-09-2026\n", {"k": 3.1, "folate": 5}),
    ("Fecha;Prueba;Resultado;Unidades\n08/09/2026;Potasio;3,1;mmol/L\n08/09/2026;Glucosa;91;mg/dL\n",
     {"k": 3.1, "glucose": 91}),
    ("Esame;Risultato;Unità di misura;Data prelievo\nPotassio;3,1;mmol/L;08/09/2026\n", {"k": 3.1}),
    ("Analys;Svar;Enhet;Provtagningsdatum\nS-Kalium;3,1;mmol/L;2026-09-08\n"
     "U-Kalium;40;mmol/L;2026-09-08\n", {"k": 3.1, "k_u": 40}),
    ("Badanie;Wynik;Jednostka;Data pobrania\nPotas;3,1;mmol/l;08.09.2026\nSód;140;mmol/l;08.09.2026\n",
     {"k": 3.1, "na": 140}),
    # what else stands in tables
    ("Test;01.03.2026;08.09.2026\nKalium (mmol/l);4,1;3,3\nMagnesium [mmol/l];0,80;0,66\n",
     {"k": 3.3, "mg": 0.66}),
    ("flag,upper,lower,Measurement,Amount,units,Drawn on\nL,5.1,3.5,Potassium,3.1,mmol/L,2026-09-08\n",
     {"k": 3.1}),
    ("date,lab,test,value,unit\n2026-09-08,Synlab,Kalium,3.1,mmol/L\n", {"k": 3.1}),
    ("when,potassium_mmol_l,hgb_g_l\n2026-09-08,3.1,120\n", {"k": 3.1, "hb": 120}),
    ("Test;Einheit;12.03.2025;08.09.2026\nKalium;mmol/l;4,2;3,1\nMagnesium;mmol/l;0,7;\n",
     {"k": 3.1, "mg": 0.7}),
    ("Test,Result,Unit,Date of birth,Date reported,Collected\n"
     "Potassium,3.1,mmol/L,1970-01-01,2026-09-10,2026-09-08\n", {"k": 3.1}),
    ("| Test | Value | Unit | Date |\n|---|---|---|---|\n| **Potassium** | 3.1 | mmol/L | 2026-09-08 |\n",
     {"k": 3.1}),
    ("Panel,Test,Result,Units,Date\nUrinalysis,pH,6.0,,2026-09-08\nUrinalysis,Potassium,41,mmol/L,2026-09-08\n"
     "CBC,WBC,6.3,Thousand/uL,2026-09-08\nCMP,Potassium,3.1,mmol/L,2026-09-08\n"
     "CMP,BUN/Creatinine Ratio,19,calc,2026-09-08\n",
     {"k": 3.1, "k_u": 41, "wbc": 6.3, "bun_creat": 19}),
    ("Potassium,3.1,mmol/L,3.5-5.1\nFerritin,12,ng/mL,13-150\n", {"k": 3.1, "ferritin": 12}),
]


@pytest.mark.parametrize(("table", "wanted"), TABLES)
def test_a_table_with_any_usual_header_is_read(
    tmp_path: Path, table: str, wanted: dict[str, float]
) -> None:
    for encoding in ("utf-8", "utf-16", "cp1252"):
        if encoding == "cp1252" and "ó" not in table and "ł" in table:
            continue
        found = read(tmp_path, table.encode(encoding))
        assert found.problems == [] and values(found) == wanted
        dates = {r.date for r in found.results} - {dt.date(2025, 3, 12)}
        assert dates == {dt.date(2026, 9, 8)} or table.startswith("Potassium,3.1")


REPORTS = [
    # ranges before and behind, on the next line, in any brackets; flags; lines that hold no test
    ("Test results\n08 Sep 2026\nSerum potassium level 3.1 mmol/L [3.5 - 5.3]  Below low limit\n"
     "GP comment: repeat in 2 weeks\nSerum sodium 140 mmol/L [133 - 146]\n", {"k": 3.1, "na": 140}),
    ("Potassium\nYour result\n3.1 mmol/L\nNormal range: 3.5 - 5.3\nBelow range\n\nSelenium\n5 umol/L\n",
     {"k": 3.1}),
    ("Potassium\nStandard range: 3.5 - 5.1 mmol/L\n3.1 Low\nSodium\nStandard range: 136 - 145 mmol/L\n140\n",
     {"k": 3.1, "na": 140}),
    ("Component\tYour Value\tStandard Range\tFlag\nPotassium\t3.1\t3.5 - 5.1 mmol/L\tL\n"
     "Creatinine\t0.80\t0.50 - 1.10 mg/dL\n", {"k": 3.1, "creat": 0.8}),
    ("Potassium 01   3.1   Low    4.1   03/02/2025    mmol/L   3.5-5.2\n"
     "Vitamin D, 25-Hydroxy 01   19.2   Low   ng/mL  30.0-100.0 02\n", {"k": 3.1, "vitd": 19.2}),
    ("URINALYSIS, COMPLETE\nCOLOR   YELLOW   YELLOW\nPH   6.0   5.0-8.0\nPotassium 48 mmol/L\n"
     "Chemistry\nPotassium 3.1 mmol/L\nWBC 5 /HPF\nCRP 4.5 mg/L < OR = 5\n", {"k_u": 48, "k": 3.1, "crp": 4.5}),
    ("POTASSIUM             3.1 L     3.5-5.3 mmol/L    EN\nSODIUM    139    135-146 mmol/L  EN\n",
     {"k": 3.1, "na": 139}),
    ("Kalium      3,1 -   mmol/l   3,5 - 5,1\nCK          1.250 + U/l      < 190\n"
     "Leukozyten  5,4     /nl      3,6 - 10,0\nUrin\nKalium 48 mmol/l 25-125\n",
     {"k": 3.1, "ck": 1250, "wbc": 5.4, "k_u": 48}),
    ("Sodium ........ 140 mmol/L (136 à 145)\nPotassium ..... 3,1 mmol/L (3,5 à 5,1)  15/01/2025 : 4,0\n",
     {"na": 140, "k": 3.1}),
    ("Potassium  3.5 - 5.1 mmol/L   3.1\nCRP < 5 mg/L 2\nMagnesium = 0.66 mmol/L {0.70 - 1.00} LOW\n",
     {"k": 3.1, "crp": 2, "mg": 0.66}),
    ("Kalium im Urin 48 mmol/l 25-125\nKalium im Serum 3,1 mmol/l 3,5-5,1\n", {"k_u": 48, "k": 3.1}),
    ("Na 140, K 3.1, Mg 0.61 mmol/L; calcium low\n# mine\n",
     {"na": 140, "k": 3.1, "mg": 0.61, "ca_total": None}),
    ("Dear reader,\nyour potassium was 3.1 mmol/L, which is low.\n", {"k": 3.1}),
]
# fmt: on


@pytest.mark.parametrize(("report", "wanted"), REPORTS)
def test_a_report_as_text_is_read(tmp_path: Path, report: str, wanted: dict[str, float]) -> None:
    found = read(tmp_path, report)
    assert found.problems == [] and values(found) == wanted


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_a_japanese_table_and_report_are_read(tmp_path: Path, encoding: str) -> None:
    table = (
        "検査項目,結果,単位,基準値,判定,採血日\nカリウム,3.3,mmol/L,3.6-4.8,L,2026/09/12\n"
        "血清マグネシウム,1.6,mg/dL,1.8-2.4,L,2026/09/12\n尿カリウム,40,mmol/L,,,2026/09/12\n"
    )
    found = read(tmp_path, table.encode(encoding))
    assert values(found) == {"k": 3.3, "mg": 1.6} and "尿カリウム" in said(found)
    assert {r.date for r in found.results} == {dt.date(2026, 9, 12)}
    lines = "採血日 2026/09/12\nカリウム 3.3 mmol/L 3.6-4.8\nナトリウム 140 mmol/L\n"
    assert values(read(tmp_path, lines.encode(encoding))) == {"k": 3.3, "na": 140}


def test_tests_are_known_in_the_words_of_their_reports() -> None:
    for names, analyte in {
        "Witamina D3 metabolit 25(OH)|witamina D 25-OH|vitamina D3 (25-OH)": "vitd",
        "P-Kalcium|B-Calcium": "ca_total", "B-Hemoglobin (Hb)|B-Hb": "hb",
        "Magnez w surowicy": "mg", "creatina quinase|creatinquinasa": "ck", "P-Glukos": "glucose",
        "hemoglobina glikowana": "hba1c", "Fosfor nieorganiczny": "phos", "TPK": "plt",
    }.items():  # fmt: skip
        for name in names.split("|"):
            assert getattr(analytes.find(name), "id", None) == analyte, name


def test_one_bad_cell_leaves_one_row_out_and_names_it(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Date,Test,Result,Unit\n2026-09-08,Potassium,3.1,mmol/L\n2026-09-08,Sodium,pending,mmol/L\n"
        "2026-02-30,Calcium,2.3,mmol/L\n2027-09-08,Ferritin,20,ug/L\n2026-09-08,Zinc,12,parsec\n"
        "2026-09-08,Magnesium,0.7 *,mmol/L\n",
    )
    assert values(found) == {"k": 3.1, "mg": 0.7}
    assert all(f"row {n}" in said(found) for n in (3, 4, 5, 6)) and "in the future" in said(found)


def test_what_gives_no_result_is_a_problem_in_our_words(tmp_path: Path) -> None:
    for data in (
        b"", b"Dear all, see you in 6 weeks.", b"%PDF-1.4 broken", b"\x89PNG\r\n" + bytes(50),
        b"PK\x03\x04 broken", b"<ClinicalDocument><a>", b"<html><p>K 3.1</p></html>", b'{"a": 1}',
        b'{"a": 1', b"Date,Test,Result\n2026-09-08,Wobble,3\n",
    ):  # fmt: skip
        found = read(tmp_path, data)
        assert found.results == [] and found.problems, data
        assert "type=" not in said(found) and "Error" not in said(found)


def test_no_column_of_dates_and_unused_columns_are_said(tmp_path: Path) -> None:
    found = read(tmp_path, "Test,Result,Unit,Mood\nPotassium,3.1,mmol/L,7\n")
    assert "no column is known to be a date" in said(found) and "Mood" in said(found)
    open_ = read(tmp_path, "Date,Test,Result,Unit\n03/04/2026,Potassium,3.1,mmol/L\n")
    assert open_.results[0].date is None and "day first or month first" in said(open_)


def test_hl7_is_read_and_its_patient_never_said(tmp_path: Path) -> None:
    one = HL7.format(id="880077", name="Larkspur^Rosamund")
    found = read(tmp_path, one)
    assert values(found) == {"k": 3.1, "vitd": 8, "k_u": 41}
    assert found.get("vitd").comparator == "<"  # type: ignore[union-attr]
    two = read(tmp_path, one + HL7.format(id="990011", name="Birch^Maud"))
    assert two.results == [] and "2 people" in said(two)
    chosen = read(tmp_path, one + HL7.format(id="990011", name="Birch^Maud"), person="Maud")
    assert len(chosen.results) == 3
    for text in map(said, (found, two, chosen)):
        assert not any(
            w in text.lower() for w in ("larkspur", "rosamund", "880077", "1964", "maud")
        )


def test_a_health_summary_is_read_as_itself_not_the_folder_beside_it(tmp_path: Path) -> None:
    stranger = {"resourceType": "Observation", "status": "final",
                "code": {"coding": [{"system": "http://loinc.org", "code": "19123-9"}]},
                "valueQuantity": {"value": 0.5, "unit": "mmol/L"}}  # fmt: skip
    (tmp_path / "stranger.json").write_text(json.dumps(stranger))
    found = read(tmp_path, CDA, "mine.xml")
    assert values(found) == {"k": 3.1} and found.results[0].date == dt.date(2026, 9, 8)
    assert (found.results[0].low, found.results[0].high) == (3.5, 5.1)
    assert looks_like_labs(CDA.encode())
    apple = read(tmp_path, "<HealthData></HealthData>", "export.xml")
    assert apple.results == [] and apple.problems


def test_ldt_is_read_with_its_material(tmp_path: Path) -> None:
    found = read(tmp_path, LDT)
    assert values(found) == {"k": 3.1, "k_u": 48}
    assert {r.date for r in found.results} == {dt.date(2026, 9, 8)} and "meyer" not in said(found)


def test_a_pdf_with_text_is_read(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    lines = [
        "Patient: Thistlewood, Cordelia",
        "Collected: 2026-09-08",
        "Kalium  3,1  mmol/l  3,5-5,1",
    ]
    found = read(tmp_path, pdf_of(lines))
    assert values(found) == {"k": 3.1} and found.results[0].date == dt.date(2026, 9, 8)
    assert "no text" in said(read(tmp_path, pdf_of([])))


def test_a_zip_of_tables_and_json_rows_are_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "made.zip", "w") as packed:
        packed.writestr("a/labs.csv", "Test,Value,Unit,Date\nKalium,3.1,mmol/L,2026-09-08\n")
    assert values(read_labs([tmp_path / "made.zip"])) == {"k": 3.1}
    rows = {
        "results": [
            {"test": "Potassium", "value": 3.1, "unit": "mmol/L", "collected": "2026-09-08"}
        ]
    }
    assert values(read(tmp_path, json.dumps(rows))) == {"k": 3.1}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Date,Test,Result,Unit\n2026-09-08,Potassium,3.1,mmol/L\n", True),
        ("date,potassium_mmol_l,sodium_mmol_l\n2026-09-08,3.1,140\n", True),
        ("Kalium 3,1 mmol/l 3,5-5,1\nMagnesium 0,6 mmol/l\n", True),
        (HL7, True),
        ("Component\tValue\tRef Range\nPotassium\t3.1 (L)\t3.5 - 5.1 mmol/L\n", True),
        (
            "Date,Food,Energy (kcal),Magnesium (mg),Potassium (mg)\n2026-09-08,Toast,90,12,50\n",
            False,
        ),
        (
            "Date,Name,Amount,Unit\n2026-09-08,Magnesium,300,mg\n2026-09-08,Vitamin D,1000,IU\n",
            False,
        ),
        ("2026-09-08\nBreakfast: 2 eggs, 100 g toast\nLunch: pizza 300 g\n", False),
        ("date,potassium,magnesium\n2026-09-08,3100,310\n", False),
    ],
)
def test_only_what_is_surely_results_is_taken_for_them(text: str, wanted: bool) -> None:
    assert looks_like_labs(text.encode()) is wanted


def test_twenty_thousand_rows_give_each_test_once_and_lose_none(tmp_path: Path) -> None:
    rows = [
        f"20{10 + k % 16}-0{1 + k % 9}-{10 + k % 18},{('Kalium', 'Natrium', 'Ferritin')[k % 3]},"
        f"{(3, 135, 14)[k % 3] + k % 20 / 10:g},{('mmol/L', 'mmol/L', 'ug/L')[k % 3]},\n"
        for k in range(20_000)
    ]
    rows[777] = rows[777].replace(",", ",x", 1)
    found = read(tmp_path, "Date,Test,Result,Unit,Range\n" + "".join(rows))
    assert len(found.results) == 3
    assert len(found.results) + len(found.history) == 19_999
    entries = [
        {"resource": {"resourceType": "Observation", "status": "final", "subject": {"reference": "P/1"},
                      "code": {"coding": [{"system": "http://loinc.org", "code": "2823-3"}]},
                      "effectiveDateTime": f"20{10 + k % 16}-0{1 + k % 9}-10T08:00:00Z",
                      "valueQuantity": {"value": 3 + k % 20 / 10, "unit": "mmol/L"}}}
        for k in range(20_000)
    ]  # fmt: skip
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
    assert len(read(tmp_path, json.dumps(bundle)).results) == 1


def test_the_unit_behind_a_range_is_that_of_the_value(tmp_path: Path) -> None:
    text = (
        "Component,Value,Ref Range\nVitamin D,32,30 - 100 ng/mL\nPotassium,3.1 (L),3.5-5.1 mmol/L\n"
        "Magnesium,0.62 mmol/L,1.7 - 2.6 mg/dL\nWBC,5.2,4.0 - 11.0 10^9/L\n"
    )
    found = {r.analyte: r for r in read(tmp_path, text).results}
    assert {k: (r.value, r.unit) for k, r in found.items()} == {
        "vitd": (32, "ng/mL"), "k": (3.1, "mmol/L"), "mg": (0.62, "mmol/L"),
        "wbc": (5.2, "10*9/L"),
    }  # fmt: skip
    assert found["mg"].low == pytest.approx(0.7, abs=0.01)
