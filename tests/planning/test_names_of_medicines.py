"""Brand names of many countries and misspelt names: the right medicine, or known to be unknown.

No name is read as another medicine, and none passes in silence.
"""

from __future__ import annotations

import random

import pytest

from unclench.case import from_dict
from unclench.told import Person, understand

BRANDS = "\n".join(
    [
        # Germany, Austria, Switzerland
        "Marcumar=phenprocoumon Falithrom=phenprocoumon Delix=ramipril Blopress=candesartan "
        "Beloc-Zok=metoprolol Concor=bisoprolol Torem=torasemide Sortis=atorvastatin "
        "Euthyrox=levothyroxine Pantozol=pantoprazole Cipralex=escitalopram Trevilor=venlafaxine "
        "Jatrosom=tranylcypromine Aurorix=moclobemide Quilonum=lithium Hypnorex=lithium "
        "Leponex=clozapine Tavor=lorazepam Stilnox=zolpidem Madopar=levodopa Nacom=levodopa "
        "Klacid=clarithromycin Imurek=azathioprine Decortin=prednisolone Sirdalud=tizanidine",
        # France, Belgium
        "Previscan=fluindione Triatec=ramipril Renitec=enalapril Aprovel=irbesartan "
        "Tahor=atorvastatin  "
        "Levothyrox=levothyroxine Inexium=esomeprazole Seropram=citalopram Depakine=valproate "
        "Imovane=zopiclone Teralithe=lithium Fraxiparine=nadroparin Primperan=metoclopramide",
        # United States, Canada
        "Coumadin=warfarin Jantoven=warfarin Vasotec=enalapril Lotensin=benazepril "
        "Aldactone=spironolactone Synthroid=levothyroxine Tirosint=levothyroxine "
        "Prilosec=omeprazole  "
        "Celexa=citalopram Paxil=paroxetine Wellbutrin=bupropion Nardil=phenelzine "
        "Parnate=tranylcypromine  "
        "Eskalith=lithium Farxiga=dapagliflozin Glucotrol=glipizide Zyloprim=allopurinol "
        "Uloric=febuxostat Bactrim=co_trimoxazole Biaxin=clarithromycin Accutane=isotretinoin "
        "Dilantin=phenytoin Ultram=tramadol",
        # United Kingdom, Ireland, Australia
        "Marevan=warfarin Sintrom=acenocoumarol Istin=amlodipine Tildiem=diltiazem "
        "Natrilix=indapamide  "
        "Eltroxin=levothyroxine Losec=omeprazole Zoton=lansoprazole Cipramil=citalopram "
        "Seroxat=paroxetine Zispin=mirtazapine Priadel=lithium Epilim=valproate Sinemet=levodopa "
        "Fosamax=alendronate Zyloric=allopurinol Voltarol=diclofenac Septrin=co_trimoxazole "
        "Roaccutane=isotretinoin Neotigason=acitretin Antabuse=disulfiram Prograf=tacrolimus "
        "Advagraf=tacrolimus Neoral=ciclosporin CellCept=mycophenolate",
    ]
)  # fmt: skip
PAIRS = [tuple(pair.split("=")) for pair in BRANDS.split()]
MISSPELT = [
    "warfarin", "acenocoumarol", "phenprocoumon", "phenelzine", "tranylcypromine", "moclobemide",
    "selegiline", "linezolid", "spironolactone", "eplerenone", "ramipril", "lisinopril",
    "candesartan", "trimethoprim", "tacrolimus", "ciclosporin", "lithium", "digoxin",
    "levothyroxine", "ciprofloxacin", "doxycycline", "alendronate", "levodopa", "simvastatin",
    "amiodarone", "methotrexate", "phenytoin", "prednisolone", "gliclazide", "allopurinol",
]  # fmt: skip


def told(name: str) -> Person:
    return understand(from_dict({"age": 60, "sex": "female", "medicines": [name]}))


def misspelt() -> list[tuple[str, str]]:
    """Each name twice: a letter left out, two letters swapped."""
    rng = random.Random(41)
    out = []
    for name in MISSPELT:
        at = rng.randrange(2, len(name) - 2)
        out += [(name[:at] + name[at + 1 :], name)]
        out += [(name[:at] + name[at + 1] + name[at] + name[at + 2 :], name)]
    return out


@pytest.mark.parametrize(("brand", "generic"), PAIRS)
def test_a_brand_is_its_medicine_or_not_known(brand: str, generic: str) -> None:
    person = told(brand)
    assert person.unsure or any(generic[:6] in m.generic for m in person.medicines)
    assert all(generic[:6] in m.generic for m in person.medicines), person.medicines


def test_nearly_all_of_these_brands_are_known() -> None:
    assert sum(not told(brand).unsure for brand, _ in PAIRS) >= 0.95 * len(PAIRS)


@pytest.mark.parametrize(("written", "meant"), misspelt())
def test_a_misspelt_name_is_its_medicine_or_not_known(written: str, meant: str) -> None:
    person = told(written)
    assert person.unsure or any(m.generic == meant for m in person.medicines)
    assert all(m.generic == meant for m in person.medicines), person.medicines


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("I take Glomprivan for my nerves", "Glomprivan"),
        ("they put me on Zorbitex last month", "Zorbitex"),
        ("I take zorbipril 5 mg", "zorbipril"),
        ("I'm on a new tablet for my heart", "tablet"),
        ("cramps, on a little white pill, no idea of the name", "white pill"),
        ("they put me on something for my nerves", "something"),
    ],
)
def test_a_medicine_told_in_a_sentence_does_not_pass_in_silence(words: str, named: str) -> None:
    person = understand(from_dict({"age": 60, "complaints": [words]}))
    assert any(u.kind == "medicine" and named in u.text for u in person.unsure)


@pytest.mark.parametrize(
    "words",
    [
        "I take walks at night", "I started running", "started last week",
        "I take turns with Peter",
        "I am on holiday in Spain", "been on the Atkins diet", "I took paracetamol",
        "started Sunday", "on the chair all day", "on magnesium tablets",
        "they put me on something to thin the blood", "put something warm on my back",
        "my wife takes Glomprivan",
    ],
)  # fmt: skip
def test_other_things_that_are_taken_are_no_medicines(words: str) -> None:
    person = understand(from_dict({"age": 60, "complaints": [words]}))
    assert not [u for u in person.unsure if u.kind == "medicine"]
