"""The same two days, and the same results, written in the format of every reader.

A writer takes records in the order they are given and a `Way`: how dates, units and keys are
written. What a format cannot do stands in `CANNOT`, with why.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from tests.fuzz.seeds import workbook, zipped
from tests.messages import pdf_of


@dataclass(frozen=True, slots=True)
class Way:
    """How a file is written.

    Attributes:
        dates: as `strftime` has it. turned: columns or keys in the other order.
        unit: how a unit stands in a header. more: with a column or key that nobody knows.
    """

    dates: str = "%Y-%m-%d"
    turned: bool = False
    unit: str = " ({})"
    more: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A food of a day, or a result: name, amount (grams, or value) and the unit of the latter."""

    day: dt.date
    name: str
    amount: float
    unit: str = "g"
    energy: int = 0


FOODS = [
    Record(dt.date(2026, 9, 14), "Oats", 80, energy=300),
    Record(dt.date(2026, 9, 14), "Lentil soup", 300, energy=210),
    Record(dt.date(2026, 9, 15), "Rice", 200, energy=260),
    Record(dt.date(2026, 9, 15), "Banana", 120, energy=107),
]
RESULTS = [
    Record(dt.date(2026, 9, 14), "Potassium", 3.1, "mmol/L"),
    Record(dt.date(2026, 9, 14), "Magnesium", 0.62, "mmol/L"),
    Record(dt.date(2026, 9, 15), "Ferritin", 14, "ug/L"),
    Record(dt.date(2026, 9, 15), "Calcium", 2.31, "mmol/L"),
]
LOINC = {"Potassium": "2823-3", "Magnesium": "2601-3", "Ferritin": "2276-4", "Calcium": "2000-8"}

Writer = Callable[[list[Record], Way], bytes]


def _table(rows: list[dict[str, object]], way: Way, delimiter: str = ",") -> bytes:
    header = list(rows[0])
    if way.more:
        header, rows = [*header, "Weather"], [r | {"Weather": "rain"} for r in rows]
    if way.turned:
        header.reverse()
    out = io.StringIO()
    writer = csv.DictWriter(out, header, delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def _of(names: tuple[str, str, str, str], amount: str = "{:g}", **more: str) -> Writer:
    """A table of one app: headers of day, food, amount (in a unit) and energy."""
    day, food, grams, energy = names

    def write(records: list[Record], way: Way) -> bytes:
        def unit(header: str) -> str:
            name, _, inside = header.partition("|")
            return name + way.unit.format(inside) if inside else name

        return _table(
            [
                {
                    day: r.day.strftime(way.dates),
                    food: r.name,
                    unit(grams): amount.format(r.amount),
                    unit(energy): r.energy,
                    **more,
                }
                for r in records
            ],
            way,
        )

    return write


def _german(records: list[Record], way: Way) -> bytes:
    return _table(
        [
            {"datum_tag_monat_jahr_stunde_minute": r.day.strftime(way.dates),
             "bezeichnung": f"{r.amount:g} g {r.name}", "interne_id": n,
             "kj": round(4.184 * r.energy), "kj_aktivitaeten": 0, "fett_g": 1}
            for n, r in enumerate(records)
        ], way, ";",
    )  # fmt: skip


def _of_days(day: str, energy: str, **more: str) -> Writer:
    """A table of the energy of days."""

    def write(records: list[Record], way: Way) -> bytes:
        name, _, inside = energy.partition("|")
        return _table(
            [
                {day: d.strftime(way.dates), name + way.unit.format(inside) if inside else name:
                 sum(r.energy for r in rows), **more}
                for d, rows in _days(records)
            ], way,
        )  # fmt: skip

    return write


def _by_meal(records: list[Record], way: Way) -> bytes:
    return _table(
        [
            {"Date": d.strftime(way.dates)}
            | {m: f"{r.amount:g} g {r.name}"
               for m, r in zip(("Breakfast", "Lunch"), rows, strict=False)}
            for d, rows in _days(records)
        ], way,
    )  # fmt: skip


def _bars(records: list[Record], way: Way) -> bytes:
    rows = list(csv.reader(io.StringIO(PLAIN(records, way).decode())))
    rows.insert(1, ["---"] * len(rows[0]))
    return "".join(f"| {' | '.join(row)} |\n" for row in rows).encode()


def _days(records: list[Record]) -> list[tuple[dt.date, list[Record]]]:
    return [(day, list(rows)) for day, rows in groupby(records, lambda r: r.day)]


def _words(records: list[Record], way: Way) -> bytes:
    lines = []
    for day, rows in _days(records):
        lines += [day.strftime(way.dates), *(f"{r.amount:g} g {r.name.lower()}" for r in rows), ""]
    return "\n".join(lines).encode()


def _page(records: list[Record], way: Way) -> bytes:
    body = ""
    for day, rows in _days(records):
        cells = "".join(
            f"<tr><td>{r.name}, {r.amount:g} g</td><td>{r.energy}</td><td>1mg</td></tr>"
            for r in rows
        )
        body += (
            f'<h2 id="date">{day.strftime(way.dates)}</h2><table id="food"><thead><tr>'
            "<td>Foods</td><td>Calories</td><td>Sodium</td></tr></thead>"
            f"<tbody>{cells}</tbody></table>"
        )
    return f"<!DOCTYPE html><html><body>{body}</body></html>".encode()


def _pasted(records: list[Record], way: Way) -> bytes:
    out = ""
    for day, rows in _days(records):
        out += f"{day.strftime(way.dates)}\nFoods\tCalories\tSodium\nLunch\n"
        out += "".join(f"{r.name}, {r.amount:g} g\t{r.energy}\t1mg\n" for r in rows)
        out += f"TOTAL:\t{sum(r.energy for r in rows)}\t{len(rows)}mg\n\n"
    return out.encode()


def _json(value: object, way: Way) -> bytes:
    def turned(one: object) -> object:
        if isinstance(one, dict):
            one = one | ({"weather": "rain"} if way.more and len(one) > 1 else {})
            return {k: turned(v) for k, v in (list(one.items())[:: -1 if way.turned else 1])}
        return [turned(v) for v in one] if isinstance(one, list) else one

    return json.dumps(turned(value)).encode()


def _rows(records: list[Record], way: Way) -> bytes:
    grams = "grams" if way.unit == " ({})" else "amount_g"
    rows = [
        {"date": r.day.strftime(way.dates), "food": r.name, grams: r.amount, "kcal": r.energy}
        for r in records
    ]
    return _json(rows, way)


def _nutritracker(records: list[Record], way: Way) -> bytes:
    rows = [
        {"amount": r.amount, "unit": "g", "dateTime": f"{r.day}T08:00:00.000", "type": "lunch",
         "meal": {"name": r.name, "nutriments": {"energyKcal100": 100 * r.energy / r.amount}}}
        for r in records
    ]  # fmt: skip
    return _json(rows, way)


def _food_logs(records: list[Record], way: Way) -> bytes:
    rows = [
        {"logDate": str(r.day), "logId": n,
         "loggedFood": {"name": r.name, "amount": r.amount, "unit": {"name": "gram"}},
         "nutritionalValues": {"calories": r.energy, "sodium": 1}}
        for n, r in enumerate(records)
    ]  # fmt: skip
    return _json(rows, way)


def _waistline(records: list[Record], way: Way) -> bytes:
    names = sorted({r.name for r in records})
    foods = [
        {"id": names.index(r.name), "name": r.name, "portion": f"{r.amount:g}", "unit": "g",
         "nutrition": {"calories": r.energy}}
        for r in records
    ]  # fmt: skip
    diary = [
        {"dateTime": f"{day}T00:00:00.000Z",
         "items": [{"id": names.index(r.name), "portion": r.amount, "quantity": 1, "unit": "g",
                    "type": "food"} for r in rows]}
        for day, rows in _days(records)
    ]  # fmt: skip
    return _json({"version": 31, "foodList": foods, "diary": diary}, way)


def _metrics(records: list[Record], way: Way) -> bytes:
    rows = [{"date": f"{r.day} 18:30:00 +0100", "qty": r.energy} for r in records]
    return _json({"data": {"metrics": [{"name": "dietary_energy", "units": "kcal", "data": rows}]}},
                 way)  # fmt: skip


def _apple(records: list[Record], way: Way) -> bytes:
    body = ""
    for n, r in enumerate(sorted(records, key=lambda r: (r.day, r.name))):
        at = f"{r.day} 08:{n:02}:00 +0100"
        told = [("type", "HKQuantityTypeIdentifierDietaryMagnesium"), ("sourceName", "Eater"),
                ("unit", "mg"), ("startDate", at), ("endDate", at),
                ("value", r.energy)]  # fmt: skip
        told += [("weather", "rain")] if way.more else []
        said = " ".join(f'{k}="{v}"' for k, v in told[:: -1 if way.turned else 1])
        body += f"<Record {said}/>"
    return f'<?xml version="1.0"?><HealthData locale="en_GB">{body}</HealthData>'.encode()


def _fatsecret(records: list[Record], way: Way) -> bytes:
    out = "Date,Cals ( kcal),Fat( g),Carbs( g),Prot( g),Sod( mg)\n\n"
    for day, rows in _days(records):
        out += f'"{day:%A, %B {day.day}, %Y}",{sum(r.energy for r in rows)},1,2,3,{len(rows)}\n'
        out += f" Lunch,{sum(r.energy for r in rows)},1,2,3,{len(rows)}\n"
        for r in rows:
            out += f"  {r.name},{r.energy},1,2,3,1\n   {r.amount:g} g\n"
    return out.encode()


def _fitbit(records: list[Record], way: Way) -> bytes:
    days = "".join(
        f'"{d.strftime(way.dates)}","{sum(r.energy for r in rows)}"\n' for d, rows in _days(records)
    )
    logs = "".join(
        f"Food Log {d:%Y%m%d}\nMeal,Food,Calories\n"
        '"Lunch"\n' + "".join(f'"","{r.name}","{r.energy}"\n' for r in rows) + "\n"
        for d, rows in _days(records)
    )
    return f"Foods\nDate,Calories In\n{days}\n{logs}".encode()


def _book(of: Writer) -> Writer:
    def write(records: list[Record], way: Way) -> bytes:
        return workbook(list(csv.reader(io.StringIO(of(records, way).decode()))))

    return write


def _zip(of: Writer, name: str) -> Writer:
    return lambda records, way: zipped({name: of(records, way)})


def _lab_rows(records: list[Record], way: Way) -> bytes:
    rows = [
        {"test": r.name, "value": r.amount, "unit": r.unit, "collected": r.day.strftime(way.dates)}
        for r in records
    ]
    return _json({"results": rows}, way)


def _lab_table(records: list[Record], way: Way) -> bytes:
    return _table(
        [{"Date": r.day.strftime(way.dates), "Test": r.name, "Result": f"{r.amount:g}",
          "Unit": r.unit} for r in records], way,
    )  # fmt: skip


def _lab_wide(records: list[Record], way: Way) -> bytes:
    heads = {r: r.name + way.unit.format(r.unit) for r in sorted(RESULTS, key=lambda r: r.name)}
    rows = [
        {"Date": day.strftime(way.dates)}
        | {h: next((f"{r.amount:g}" for r in found if r.name == of.name), "")
           for of, h in heads.items()}
        for day, found in _days(records)
    ]  # fmt: skip
    return _table(rows, way)


def _lab_text(records: list[Record], way: Way) -> bytes:
    return "".join(
        f"{r.name} {r.amount:g} {r.unit} {r.day.strftime(way.dates)}\n" for r in records
    ).encode()


def _lab_report(records: list[Record], way: Way) -> bytes:
    out = ""
    for day, rows in _days(records):
        out += f"Collected: {day.strftime(way.dates)}\n"
        out += "".join(f"{r.name:20}{r.amount:g}     {r.unit}\n" for r in rows)
    return out.encode()


def _pdf(records: list[Record], way: Way) -> bytes:
    return pdf_of(_lab_report(records, way).decode().splitlines())


def _hl7(records: list[Record], way: Way) -> bytes:
    out = "MSH|^~\\&|LIS|A|B|C|20260915||ORU^R01|1|P|2.5\rPID|1||7||X\r"
    for n, (day, rows) in enumerate(_days(records), 1):
        out += f"OBR|{n}|||24326-1^Lytes^LN|||{day:%Y%m%d}074500\r"
        out += "ZZZ|weather|rain\r" if way.more else ""
        for k, r in enumerate(rows, 1):
            out += f"OBX|{k}|NM|{LOINC[r.name]}^{r.name}^LN||{r.amount:g}|{r.unit}||||||F\r"
    return out.encode()


def _ldt(records: list[Record], way: Way) -> bytes:
    def field(code: int, text: str) -> str:
        return f"{len(text) + 9:03}{code}{text}\n"

    out = ""
    for day, rows in _days(records):
        out += field(8000, "8202") + field(8432, f"{day:%d%m%Y}")
        for r in rows:
            out += field(8410, r.name[:2]) + field(8411, r.name) + field(8430, "Serum")
            out += field(9999, "rain") if way.more else ""
            out += field(8420, f"{r.amount:g}".replace(".", ",")) + field(8421, r.unit)
    return out.encode()


def _observation(r: Record) -> dict[str, object]:
    return {
        "resourceType": "Observation", "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": LOINC[r.name]}]},
        "subject": {"reference": "Patient/1"}, "effectiveDateTime": f"{r.day}",
        "valueQuantity": {"value": r.amount, "unit": r.unit},
    }  # fmt: skip


def _fhir(records: list[Record], way: Way) -> bytes:
    entries = [{"resource": _observation(r)} for r in records]
    return _json({"resourceType": "Bundle", "type": "searchset", "entry": entries}, way)


def _fhir_lines(records: list[Record], way: Way) -> bytes:
    return b"\n".join(_json(_observation(r), way) for r in records)


def _fhir_xml(records: list[Record], way: Way) -> bytes:
    def one(r: Record) -> str:
        parts = [
            '<status value="final"/>',
            '<code><coding><system value="http://loinc.org"/>'
            f'<code value="{LOINC[r.name]}"/></coding></code>',
            f'<effectiveDateTime value="{r.day}"/>',
            f'<valueQuantity><value value="{r.amount:g}"/><unit value="{r.unit}"/></valueQuantity>',
        ]
        parts += ['<weather value="rain"/>'] if way.more else []
        said = "".join(parts[:: -1 if way.turned else 1])
        return f"<entry><resource><Observation>{said}</Observation></resource></entry>"

    body = "".join(map(one, records))
    return f'<Bundle xmlns="http://hl7.org/fhir"><type value="searchset"/>{body}</Bundle>'.encode()


def _ccda(records: list[Record], way: Way) -> bytes:
    def one(r: Record) -> str:
        parts = [
            f'<code code="{LOINC[r.name]}" codeSystem="2.16.840.1.113883.6.1"/>',
            '<statusCode code="completed"/>', f'<effectiveTime value="{r.day:%Y%m%d}0810"/>',
            f'<value xsi:type="PQ" value="{r.amount:g}" unit="{r.unit}"/>',
        ]  # fmt: skip
        parts += ["<weather>rain</weather>"] if way.more else []
        said = "".join(parts[:: -1 if way.turned else 1])
        return f'<component><observation moodCode="EVN">{said}</observation></component>'

    body = "".join(map(one, records))
    return (
        '<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><component><section><entry>'
        f'<organizer classCode="BATTERY">{body}</organizer></entry></section></component>'
        "</ClinicalDocument>"
    ).encode()


PLAIN = _of(("Date", "Food", "Amount|g", "Energy|kcal"))
DIARIES: dict[str, tuple[str, Writer]] = {
    "plain": ("d.csv", PLAIN),
    "cronometer": ("d.csv", _of(("Day", "Food Name", "Amount", "Energy|kcal"), "{:g} g")),
    "loseit": ("d.csv", _of(("Date", "Name", "Quantity", "Calories"), Units="Grams", Type="Lunch",
                            Icon="x", Deleted="0",
                            **{"Fat (g)": "1"})),
    "macrofactor": ("d.csv", _of(("Date", "Food Name", "Serving Qty", "Calories|kcal"),
                                 **{"Serving Size": "gram", "Serving Weight (g)": "1"})),
    "foodyou": ("d.csv", _of(("Date", "Name", "Weight|g", "Energy|kcal"), Meal="Lunch",
                             **{"Salt (g)": "0"})),
    "yazio": ("d.csv", _of(("date", "name", "amount", "energy.energy"), daytime="lunch", unit="g")),
    "samsung": ("d.csv", _of(("start_time", "title", "amount", "calorie"), time_offset="UTC+0000",
                             unit="g", potassium="0")),
    "intake24": ("d.csv", _of(("Start time", "Description (en)", "Portion size (g/ml)",
                               "Energy (kcal)"), **{"Survey ID": "1", "Food code": "A"})),
    "fitatu": ("d.csv", _of(("Data", "Produkty i potrawy", "ilość|g", "kalorie|kcal"),
                            **{"Posiłek": "Obiad", "Miara użyteczna": "1x porcja",
                               "Białka (g)": "1"})),
    "lifesum": ("d.csv", _of(("date", "title", "amount_in_grams", "calories"), meal_type="lunch",
                             serving_name="medium", amount="1", sodium="0.1")),
    "fddb": ("d.csv", _german),
    "wger": ("d.csv", _of(("datetime", "ingredient", "amount", "energy"), meal="Lunch",
                          sodium="0.1")),
    "yazio sums": ("d.csv", _of(("Date", "Product", "Amount", "Calories total"), Unit="gram",
                                Meal="lunch", **{"Calories/g": "1"})),
    "days": ("d.csv", _of_days("Date", "Energy|kcal", **{"Fat (g)": "70"})),
    "quick export": ("d.csv", _of_days("Date", "Calories|kcal", Expenditure="2500", Steps="9000",
                                       **{"Weight (kg)": "80", "Protein (g)": "90"})),
    "ndsr": ("d.csv", _of(("Date of Intake", "Food Description", "Gram Weight", "Energy|kcal"),
                          **{"Participant ID": "1", "Meal Name": "Lunch"})),
    "auto export": ("d.csv", _of_days("Date/Time", "Dietary Energy|kcal",
                                      **{"Protein (g)": "90", "Step Count (count)": "9000"})),
    "by meal": ("d.csv", _by_meal),
    "bars": ("d.txt", _bars),
    "takeout": ("d.zip", _zip(_food_logs, "Takeout/Fitbit/food_logs-2026-09-14.json")),
    "xlsx": ("d.xlsx", _book(PLAIN)),
    "zip": ("d.zip", _zip(PLAIN, "a.csv")),
    "words": ("d.txt", _words),
    "mfp_printable": ("d.htm", _page),
    "mfp_pasted": ("d.txt", _pasted),
    "json_rows": ("d.json", _rows),
    "nutritracker": ("d.json", _nutritracker),
    "food_logs": ("d.json", _food_logs),
    "waistline": ("d.json", _waistline),
    "metrics": ("d.json", _metrics),
    "apple_health": ("export.xml", _apple),
    "fatsecret": ("d.csv", _fatsecret),
    "fitbit": ("d.csv", _fitbit),
}  # fmt: skip
LABS: dict[str, tuple[str, Writer]] = {
    "lab table": ("l.csv", _lab_table),
    "lab wide": ("l.csv", _lab_wide),
    "lab xlsx": ("l.xlsx", _book(_lab_table)),
    "lab zip": ("l.zip", _zip(_lab_table, "l.csv")),
    "lab rows": ("l.json", _lab_rows),
    "lab text": ("l.txt", _lab_text),
    "lab report": ("l.txt", _lab_report),
    "lab pdf": ("l.pdf", _pdf),
    "hl7": ("l.hl7", _hl7),
    "ldt": ("l.ldt", _ldt),
    "fhir": ("l.json", _fhir),
    "fhir lines": ("l.ndjson", _fhir_lines),
    "fhir xml": ("l.xml", _fhir_xml),
    "ccda": ("l.xml", _ccda),
}
READERS = DIARIES | LABS

_ONE_FORM = "the format writes dates in one form"
_NO_COLUMNS = "the format has no columns or keys"
_NO_UNITS = "units stand beside the values"
_FIXED = "columns are told by their place"
_PACKED = "the file is no text"
_BOXES = {"xlsx", "zip", "takeout", "lab xlsx", "lab zip", "lab pdf"}
_TABLES = {"plain", "cronometer", "loseit", "macrofactor", "foodyou", "yazio", "samsung",
           "intake24", "fitatu", "lifesum", "fddb", "wger", "yazio sums", "days", "quick export",
           "ndsr", "auto export", "by meal", "bars", "xlsx", "zip", "lab table", "lab wide",
           "lab xlsx", "lab zip"}  # fmt: skip
_TEXTS = {"words", "lab text", "lab report", "lab pdf"}
_DATES_FREE = _TABLES | _TEXTS | {"json_rows", "mfp_printable", "mfp_pasted", "lab rows"}
CANNOT: dict[str, dict[str, str]] = {
    "dates": dict.fromkeys(READERS.keys() - _DATES_FREE, _ONE_FORM),
    "columns": dict.fromkeys(_TEXTS, _NO_COLUMNS)
    | dict.fromkeys(("mfp_printable", "mfp_pasted", "fatsecret", "fitbit", "hl7", "ldt"), _FIXED),
    "unknown": dict.fromkeys(_TEXTS, _NO_COLUMNS)
    | dict.fromkeys(("mfp_printable", "mfp_pasted", "fatsecret", "fitbit"), _FIXED),
    "units": dict.fromkeys(
        READERS.keys()
        - {
            "plain",
            "macrofactor",
            "foodyou",
            "xlsx",
            "zip",
            "json_rows",
            "cronometer",
            "lab wide",
            "fitatu",
            "days",
            "quick export",
            "bars",
        },
        _NO_UNITS,
    ),
    "encodings": dict.fromkeys(_BOXES, _PACKED),
    "ends": dict.fromkeys(_BOXES, _PACKED) | {"hl7": "the standard ends its lines by CR"},
}
"""turn -> reader -> why there is no such turn of its files."""
