"""Good small files of every reader, to be broken: our fixtures, and published samples if there."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT, shared
from tests.messages import CDA, HL7, LDT, pdf_of

FIXTURES = ROOT / "tests" / "intake" / "diaries" / "fixtures"
EXAMPLE = ROOT / "examples" / "kitchen_porter"
LINES, BYTES = 14, 9_000
"""What is kept of a long sample."""


@dataclass(frozen=True, slots=True)
class Seed:
    """One file.

    Attributes:
        reader: diary, labs or case: how it is handed in. kind: of file. name: with its ending.
        person: whose diary is asked for, where a file holds several.
    """

    reader: str
    kind: str
    name: str
    data: bytes
    person: str | None = None


LABS_TABLE = """Date,Test,Result,Unit,Reference range
2026-05-04,Potassium,3.1,mmol/L,3.5-5.1
2026-05-04,Magnesium,0.62,mmol/L,0.70-1.00
2026-05-04,25-OH vitamin D,<25,nmol/L,>50
2026-03-01,Calcium (adjusted),2.31,mmol/L,2.20-2.60
"""
LABS_WIDE = """Date;Kalium (mmol/l);Magnesium (mmol/l);Ferritin (ug/L)
2026-05-04;3,1;0,62;14
"""
LABS_TEXT = """Potassium 3.1 mmol/L (3.5-5.1) L
Mg 0.62 mmol/L
vitamin D <25 nmol/L
CK 1,200 U/L
eGFR 71 mL/min/1.73m2
"""
LABS_REPORT = """Befund vom 04.05.2026, Eingang 03.05.2026
Kalium        3,1 -   mmol/l    3,5 - 5,1
CK            1.250 + U/l       < 190
Urin
Kalium        48      mmol/l    25 - 125
"""
FHIR_XML = """<Observation xmlns="http://hl7.org/fhir"><status value="final"/><code><coding>
<system value="http://loinc.org"/><code value="2823-3"/></coding></code>
<effectiveDateTime value="2026-05-04"/><valueQuantity><value value="3.1"/><unit value="mmol/L"/>
</valueQuantity></Observation>"""
ROWS = {
    "results": [{"test": "Potassium", "value": 3.1, "unit": "mmol/L", "collected": "2026-05-04"}]
}
FATSECRET = """Date,Cals ( kcal),Fat( g),Carbs( g),Prot( g),Sod( mg)

"Monday, May 4, 2026",700,10,30,20,94
 Breakfast,330,6,20,10,4
  Rice,330,6,20,10,4
"   1 serving, 88 g"
 Dinner,370,4,10,10,90
  Salmon,370,4,10,10,90
   1 fillet
"""
FITBIT = """Foods
Date,Calories In
"2026-05-04","1,300"

Food Log 20260504
Meal,Food,Calories
"Lunch"
"","Rice","390"

Daily Totals
"","Calories","1,300"
"""
NUTRITRACKER = [
    {"amount": 80, "unit": "g", "dateTime": "2026-05-04T08:00:00.000", "type": "lunch",
     "meal": {"name": "Oats", "nutriments": {"energyKcal100": 375.0, "magnesium100": 0.135}}}
]  # fmt: skip
FOOD_LOGS = [
    {"logDate": "2026-05-04", "logId": 1,
     "loggedFood": {"name": "Rice", "amount": 2, "calories": 390, "unit": {"name": "cup"}},
     "nutritionalValues": {"calories": 390, "sodium": 5}}
]  # fmt: skip
BACKUP = {
    "version": 31,
    "foodList": [{"id": 1, "name": "Oats", "portion": "100", "unit": "g",
                  "nutrition": {"calories": 370, "salt": 0.1, "magnesium": 130}}],
    "diary": [{"dateTime": "2026-05-04T00:00:00.000Z",
               "items": [{"id": 1, "portion": 50, "quantity": 2, "unit": "g", "type": "food"}]}],
}  # fmt: skip
METRICS = [
    {"name": "magnesium", "units": "mg", "data": [{"date": "2026-05-04 18:30:00 +0100", "qty": 9}]}
]
CASE = {
    "profile": {"age": 42, "sex": "female", "weight_kg": 68, "height_cm": 170, "diet": "vegan"},
    "complaints": ["calf cramps at night for three weeks", "no numbness, no fever"],
    "signs": ["positive straight leg raise"],
    "medicines": ["omeprazole 20 mg", "vitamin D3 2000 IU daily"],
    "conditions": ["high blood pressure"],
    "exposure": {"sweat": "0.5 L/h", "alcohol": "2 glasses of wine a week"},
    "diary": ["diary.txt"],
    "labs": ["K 3.1 mmol/L", {"name": "Mg", "value": 0.62, "unit": "mmol/L", "date": "2026-05-04"}],
    "allergies": ["fish"],
}


def fhir() -> bytes:
    """A bundle of two results as FHIR R4 JSON."""

    def one(code: str, name: str, value: float, unit: str) -> dict[str, object]:
        return {
            "resource": {
                "resourceType": "Observation",
                "status": "final",
                "code": {"coding": [{"system": "http://loinc.org", "code": code, "display": name}]},
                "subject": {"reference": "Patient/1"},
                "effectiveDateTime": "2026-05-04T08:00:00+02:00",
                "valueQuantity": {"value": value, "unit": unit, "code": unit},
                "referenceRange": [{"low": {"value": 3.5}, "high": {"value": 5.1}}],
            }
        }

    entries = [
        one("2823-3", "Potassium", 3.1, "mmol/L"),
        one("2601-3", "Magnesium", 0.62, "mmol/L"),
    ]
    return json.dumps({"resourceType": "Bundle", "type": "searchset", "entry": entries}).encode()


def zipped(members: dict[str, bytes]) -> bytes:
    """A ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 5, 4, 8, 0, 0)), data)
    return out.getvalue()


def workbook(rows: list[list[str]]) -> bytes:
    """The smallest Excel workbook of one sheet of texts."""
    cells = "".join(
        f'<row r="{i}">'
        + "".join(
            f'<c r="{chr(65 + j)}{i}" t="inlineStr"><is><t>{cell}</t></is></c>'
            for j, cell in enumerate(row)
        )
        + "</row>"
        for i, row in enumerate(rows, 1)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="Diary" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData>'
        "</worksheet>",
    }
    return zipped({name: text.encode() for name, text in parts.items()})


def cut(data: bytes) -> bytes:
    """The first lines of a text; a short file as it is."""
    if len(data) <= BYTES:
        return data
    return b"".join(data.splitlines(keepends=True)[:LINES])[:BYTES]


def _own() -> list[Seed]:
    import yaml

    seeds = [
        Seed("diary", p.stem, p.name, cut(p.read_bytes()), "INV001" if "asa24" in p.name else None)
        for p in sorted(FIXTURES.iterdir())
    ]
    plain = (FIXTURES / "plain.csv").read_bytes()
    rows = list(csv.reader(plain.decode().splitlines()))
    seeds += [
        Seed("diary", "zip", "diary.zip", zipped({"a.csv": plain, "b.txt": b"2 eggs\ntea\n"})),
        Seed("diary", "xlsx", "diary.xlsx", workbook(rows)),
        Seed("labs", "labs_table", "labs.csv", LABS_TABLE.encode()),
        Seed("labs", "labs_wide", "labs.csv", LABS_WIDE.encode()),
        Seed("labs", "labs_text", "labs.txt", LABS_TEXT.encode()),
        Seed("labs", "fhir", "labs.json", fhir()),
        Seed("labs", "labs_zip", "labs.zip", zipped({"a.json": fhir(), "b.csv": b"K,3.1,mmol/L"})),
        Seed("labs", "labs_report", "labs.txt", LABS_REPORT.encode()),
        Seed("labs", "labs_hl7", "labs.hl7", HL7.format(id="1", name="X").encode()),
        Seed("labs", "labs_ldt", "labs.ldt", LDT.encode()),
        Seed("labs", "labs_ccda", "labs.xml", CDA.encode()),
        Seed("labs", "labs_fhir_xml", "labs.xml", FHIR_XML.encode()),
        Seed("labs", "labs_pdf", "labs.pdf", pdf_of(LABS_REPORT.splitlines())),
        Seed("labs", "labs_rows", "labs.json", json.dumps(ROWS).encode()),
        Seed("labs", "labs_xlsx", "labs.xlsx", workbook(list(csv.reader(LABS_TABLE.splitlines())))),
        Seed("diary", "fatsecret", "diary.csv", FATSECRET.encode()),
        Seed("diary", "fitbit", "diary.csv", FITBIT.encode()),
        Seed("diary", "nutritracker", "diary.json", json.dumps(NUTRITRACKER).encode()),
        Seed("diary", "food_logs", "diary.json", json.dumps(FOOD_LOGS).encode()),
        Seed("diary", "waistline", "diary.json", json.dumps(BACKUP).encode()),
        Seed("diary", "metrics", "d.json", json.dumps({"data": {"metrics": METRICS}}).encode()),
        Seed("case", "case_json", "case.json", json.dumps(CASE, indent=1).encode()),
        Seed("case", "case_yaml", "case.yaml", yaml.safe_dump(CASE, sort_keys=False).encode()),
        Seed("case", "example", "case.yaml", (EXAMPLE / "case.yaml").read_bytes()),
    ]
    return seeds


FOLDERS = {
    "cronometer": "diary",
    "myfitnesspal": "diary",
    "apple_health": "diary",
    "asa24": "diary",
    "other_files/diaries": "diary",
    "other_files/labs": "labs",
    "fhir": "labs",
    "attacks": "diary",
}


def _published() -> list[Seed]:
    out = []
    for folder, reader in FOLDERS.items():
        for path in sorted((shared() / "samples" / folder).rglob("*")):
            if not path.is_file() or path.suffix == ".md":
                continue
            named = path.suffix in (".yaml", ".yml")
            if path.suffix in (".zip", ".xlsx") and path.stat().st_size > 100_000:
                continue
            kind = f"published {folder.partition('/')[0]}"
            data = path.read_bytes()
            whole = path.suffix in (".zip", ".xlsx", ".pdf")
            out.append(
                Seed(
                    "case" if named else reader,
                    kind,
                    path.name,
                    data[: 20 * BYTES] if whole else cut(data),
                )
            )
    return out


def seeds() -> dict[str, list[Seed]]:
    """Kind of file -> its seeds, in a fixed order."""
    out: dict[str, list[Seed]] = {}
    for seed in [*_own(), *_published()]:
        out.setdefault(seed.kind, []).append(seed)
    return out


def folder_of(path: Path, seed: Seed, data: bytes) -> Path:
    """Write one input below `path`, with what a case names beside it; its own path."""
    path.mkdir(parents=True, exist_ok=True)
    (path / "diary.txt").write_text("2026-05-01\n2 eggs\n3 mugs of tea\n200 g rice\n", "utf-8")
    (path / "labs.txt").write_text("K 3.1 mmol/L\n", "utf-8")
    where = path / seed.name
    where.write_bytes(data)
    return where
