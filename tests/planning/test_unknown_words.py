"""Five hundred medicines, conditions and allergens, half of them made up.

No made-up word passes in silence: an allergy refuses, a medicine keeps the plan away from every
class that medicines clash with, a condition is named. The real ones meet the row that a pharmacist
or a dietitian would expect, or are known and need none.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from tests.spec.test_plan_safety import on_offer, plan_of
from unclench.case import from_dict
from unclench.planning.food_tags import excluded_tags, patterns_following, patterns_named
from unclench.planning.safety import Safety, safety_for
from unclench.told import Person, understand

MADE_UP = 84
"""Made-up words of each of three kinds."""

ORDINARY = [
    "amlodipine",
    "atorvastatin",
    "omeprazole",
    "ramipril",
    "levothyroxine",
    "salbutamol",
    "metformin",
    "sertraline",
    "lansoprazole",
    "bisoprolol",
    "simvastatin",
    "paracetamol",
    "aspirin",
    "citalopram",
    "amitriptyline",
    "codeine",
    "losartan",
    "mirtazapine",
    "lisinopril",
    "fluoxetine",
    "tamsulosin",
    "gabapentin",
    "pregabalin",
    "candesartan",
    "doxazosin",
    "naproxen",
    "ibuprofen",
    "folic acid",
    "cetirizine",
    "fexofenadine",
    "loratadine",
    "apixaban",
    "clopidogrel",
    "venlafaxine",
    "propranolol",
    "tramadol",
    "zopiclone",
    "sitagliptin",
    "beclometasone",
    "montelukast",
    "tiotropium",
    "finasteride",
    "solifenacin",
    "latanoprost",
    "amoxicillin",
    "flucloxacillin",
    "desogestrel",
    "hydrochlorothiazide",
    "metoprolol",
    "escitalopram",
    "bupropion",
    "duloxetine",
    "rosuvastatin",
    "pantoprazole",
    "famotidine",
    "sumatriptan",
    "semaglutide",
    "ezetimibe",
    "sildenafil",
    "lactulose",
    "hyoscine",
    "Ventolin",
    "fish oil",
    "glucosamine",
    "probiotic",
    "Canesten",
    "Nytol",
]
"""What most people take: known, and never a reason to refuse."""

MEDICINES = {
    "vitamin_k_antagonist": "warfarin, Coumadin, Marevan, acenocoumarol, Sintrom, phenprocoumon, "
    "Marcumar, phenindione, fluindione, Previscan, vitamin K antagonist, blood thinner, INR clinic",
    "mao_inhibitor": "phenelzine, Nardil, isocarboxazid, Marplan, tranylcypromine, Parnate, "
    "moclobemide, Manerix, selegiline, Emsam, rasagiline, Azilect, safinamide, linezolid, "
    "procarbazine, isoniazid, MAOI",
    "potassium_raising_medicine": "ramipril, lisinopril, perindopril, enalapril, losartan, "
    "candesartan, valsartan, Entresto, aliskiren, spironolactone, eplerenone, amiloride, "
    "triamterene, finerenone, trimethoprim, co-trimoxazole, Septrin, Bactrim, heparin, enoxaparin, "
    "dalteparin, ciclosporin, tacrolimus, Slynd, Yasmin, potassium citrate, Slow-K",
    "lithium": "lithium, Priadel, Lithobid",
    "digoxin": "digoxin, Lanoxin",
    "thyroid_hormone": "levothyroxine, Synthroid, liothyronine",
    "binding_medicines": "ciprofloxacin, levofloxacin, doxycycline, minocycline, lymecycline, "
    "tetracycline, moxifloxacin",
    "integrase_inhibitor": "dolutegravir, Tivicay, Triumeq, Dovato, Biktarvy, raltegravir",
    "bisphosphonate": "alendronate, Fosamax, risedronate, ibandronate",
    "other_bound_medicines": "eltrombopag, Revolade, penicillamine, mycophenolate",
    "levodopa": "levodopa, Sinemet, Madopar",
    "grapefruit": "simvastatin, atorvastatin, felodipine, amlodipine, ciclosporin, amiodarone, "
    "carbamazepine, ticagrelor, colchicine, ivabradine",
    "folate_and_medicines": "methotrexate, phenytoin, carbamazepine, valproate",
    "active_vitamin_d": "alfacalcidol, calcitriol, One-Alpha",
    "iron_overload": "deferasirox, desferrioxamine",
    "copper_overload": "trientine, Galzin",
    "weak_defence": "azathioprine, prednisolone, adalimumab, tacrolimus, chemotherapy",
    "hypoglycaemic_medicine": "insulin, Lantus, NovoRapid, gliclazide, glimepiride, glipizide, "
    "repaglinide",
    "purines": "allopurinol, febuxostat",
}
CONDITIONS = {
    "kidney_advanced": "dialysis, haemodialysis, CKD stage 4, CKD stage 5, end stage renal failure",
    "organ_transplant": "kidney transplant, liver transplant, heart transplant",
    "eating_disorder": "anorexia nervosa, bulimia, ARFID, eating disorder, binge eating",
    "inherited_diet": "PKU, phenylketonuria, galactosaemia, maple syrup urine disease, "
    "homocystinuria, urea cycle disorder, hereditary fructose intolerance, tyrosinaemia, "
    "glycogen storage disease",
    "artificial_feeding": "PEG feeding, TPN, nasogastric tube",
    "potassium_kept_low": "hyperkalaemia, Addison's disease, chronic kidney disease, CKD 3",
    "heart_failure": "heart failure, CHF",
    "hypertension": "high blood pressure, hypertension",
    "iron_overload": "haemochromatosis, hemochromatosis, iron overload",
    "copper_overload": "Wilson's disease",
    "high_calcium": "sarcoidosis, hypercalcaemia, hyperparathyroidism",
    "fasting_dangerous": "MCADD",
    "porphyria": "porphyria, acute intermittent porphyria",
    "g6pd": "G6PD deficiency, favism",
    "kidney_stones": "kidney stones, cystinuria, hyperoxaluria, uric acid stones",
    "purines": "gout",
    "weak_defence": "neutropenia, HIV, immunosuppression",
    "retinol": "osteoporosis",
    "weight_loss_surgery": "gastric bypass, sleeve gastrectomy, gastric band",
    "alcohol_dependence": "alcohol dependence, alcoholic",
    "liver_disease": "cirrhosis",
    "swallowing": "dysphagia",
    "narrow_bowel": "bowel obstruction, stricture",
    "stoma": "ileostomy, stoma",
    "gastroparesis": "gastroparesis",
    "myasthenia": "myasthenia gravis",
    "periodic_paralysis": "periodic paralysis",
    "salt_losing_kidney": "Gitelman syndrome, Bartter syndrome",
    "too_little_sodium": "SIADH, hyponatraemia",
    "mao_inhibitor": "phaeochromocytoma",
}
ALLERGENS = {
    "fish": "fish, cod, salmon, tuna", "shellfish": "shellfish, prawns, mussels, oysters, squid",
    "nuts": "nuts, almonds, cashew, walnut, hazelnut, pistachio", "peanut": "peanut, groundnut",
    "dairy": "milk, dairy, casein, whey", "egg": "egg, eggs", "soya": "soya, soy, tofu",
    "gluten": "gluten, wheat, barley, rye", "sesame": "sesame, tahini", "celery": "celery",
    "lupin": "lupin", "mustard": "mustard", "sulphites": "sulphites, sulfites", "kiwi": "kiwi",
    "banana": "banana", "avocado": "avocado", "tomato": "tomato", "citrus": "citrus, orange, lemon",
    "strawberry": "strawberry", "apple": "apple", "stone_fruit": "peach, plum, cherry",
    "maize": "maize, corn, sweetcorn", "rice": "rice", "legumes": "lentils, chickpeas, peas",
    "potato": "potato", "garlic_onion": "garlic, onion", "mammal_meat": "red meat",
    "beef": "beef", "pork": "pork", "poultry": "chicken", "latex_fruit": "latex",
    "histamine": "histamine", "fructose": "fructose", "mango": "mango", "melon": "melon",
    "pineapple": "pineapple", "mushroom": "mushrooms", "coconut": "coconut", "oats": "oats",
    "sunflower_pumpkin": "sunflower seeds", "cocoa": "chocolate", "yeast": "yeast",
}  # fmt: skip


def real(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(row, word.strip()) for row, words in table.items() for word in words.split(",")]


def made_up(seed: int) -> list[str]:
    """Words of two to four syllables that are no medicine, condition or food."""
    draw = random.Random(seed)
    on = "br dr kr pl tr v z gl sn qu".split()  # noqa: SIM905
    mid, off = "a e i o u ou".split(), "lb nd rk x zt mp".split()  # noqa: SIM905

    def word() -> str:
        syllables = [draw.choice(on) + draw.choice(mid) for _ in range(draw.randint(2, 3))]
        return "".join(syllables) + draw.choice(off)

    found: dict[str, None] = {}
    while len(found) < MADE_UP:
        found[word()] = None
    return list(found)


def somebody(where: str, text: str) -> tuple[Person, Safety]:
    case = {"age": 45, "sex": "male", "weight_kg": 75, "height_cm": 175, where: [text]}
    person = understand(from_dict(case))
    return person, safety_for(person)


def test_there_are_five_hundred_and_half_are_made_up() -> None:
    known = len(real(MEDICINES)) + len(real(CONDITIONS)) + len(real(ALLERGENS))
    assert known + 3 * MADE_UP >= 500
    assert 0.4 <= 3 * MADE_UP / (known + 3 * MADE_UP) <= 0.6


@pytest.mark.parametrize(("row", "word"), real(MEDICINES))
def test_a_medicine_meets_its_row(row: str, word: str) -> None:
    person, safety = somebody("medicines", word)
    assert row in [r.id for r in safety.rows]
    assert not person.unsure


@pytest.mark.parametrize("word", ORDINARY)
def test_what_most_people_take_is_known_and_refuses_nothing(word: str) -> None:
    person, safety = somebody("medicines", word)
    assert not person.unsure
    assert not safety.refuses


@pytest.mark.parametrize(("row", "word"), real(CONDITIONS))
def test_a_condition_meets_its_row(row: str, word: str) -> None:
    person, safety = somebody("conditions", word)
    assert row in [r.id for r in safety.rows]
    assert not person.unsure


@pytest.mark.parametrize(("tag", "word"), real(ALLERGENS))
@pytest.mark.parametrize(
    "told", ["allergies: {}", "conditions: {} allergy", "complaints: I am allergic to {}"]
)
def test_an_allergen_is_left_out_wherever_it_is_told(tag: str, word: str, told: str) -> None:
    where, text = told.split(": ")
    person, safety = somebody(where, text.format(word))
    signs = person.has_conditions
    patterns = patterns_named(person.allergies) + patterns_following(signs)
    assert tag in excluded_tags(patterns), person.unsure
    assert not safety.refuses


def made_up_cases() -> Iterator[tuple[str, str, str]]:
    for seed, (where, form) in enumerate(
        [("medicines", "{} 20 mg"), ("conditions", "{} syndrome"), ("allergies", "{}")]
    ):
        for word in made_up(seed):
            yield where, form.format(word), word


WAYS = (
    "I react to {}", "{} brings me out in hives", "I get a rash whenever I eat {}",
    "doctor told me never to touch {} again", "my lips swell after {}", "{} upsets my stomach",
    "I am sensitive to {}", "can't tolerate {}", "{} nearly killed me", "on a low {} diet",
    "a {} free diet",
)  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("word", made_up(2)[:8])
def test_a_reaction_to_what_nobody_knows_refuses_however_it_is_told(way: str, word: str) -> None:
    person, safety = somebody("complaints", way.format(word))
    assert any(word in u.text for u in person.unsure)
    assert {r.refuse for r in safety.refuses} & {"unknown_allergy", "unknown_diet"}


@pytest.mark.parametrize(("where", "text", "word"), list(made_up_cases()))
def test_what_nobody_knows_never_passes_in_silence(where: str, text: str, word: str) -> None:
    person, safety = somebody(where, text)
    kind = {"medicines": "medicine", "conditions": "condition", "allergies": "allergy"}[where]
    assert any(u.kind == kind and word in u.text for u in person.unsure)
    if where == "allergies":
        assert [r.refuse for r in safety.refuses] == ["unknown_allergy"]
    elif where == "conditions":
        assert safety.refer
    else:
        offer = on_offer(person, {})
        for food in ("spinach", "kale", "Cheddar", "tofu", "soya", "banana", "baked potato"):
            assert not any(label.startswith(food) for label in offer), food
        assert {"potassium", "calcium", "iron"} <= safety.little_more.keys()
        assert "vitamin_k" in safety.no_more


@pytest.mark.parametrize(
    ("where", "text"),
    [
        ("medicines", made_up(0)[0]),
        ("conditions", f"{made_up(1)[0]} disease"),
        ("allergies", made_up(2)[0]),
    ],
)
def test_a_plan_names_the_word_that_it_does_not_know(where: str, text: str) -> None:
    person, _ = somebody(where, text)
    plan = plan_of(person, {})
    said = " ".join([plan.say, *plan.lines])
    assert text in said
    assert "not known" in said
    assert (plan.plans == []) == (where == "allergies")
    for offer in plan.plans:
        after = {e.nutrient: e.after / e.before for e in offer.effects if e.before}
        if where == "medicines":
            assert max(after[n] for n in ("potassium", "calcium", "iron")) <= 1.1 + 1e-6
            assert after["vitamin_k"] <= 1 + 1e-6
