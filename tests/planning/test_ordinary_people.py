"""Refusing always is no way out: of a hundred ordinary people at least ninety get a plan that
changes something.

The sixty are the commonest medicines and conditions of adults in general practice, by our
judgement; each person has two or three of them, drawn with a fixed seed.
"""

from __future__ import annotations

import random

from tests.spec.test_plan_safety import plan_of
from unclench.case import from_dict
from unclench.told import understand

MEDICINES = [
    "amlodipine", "atorvastatin", "omeprazole", "ramipril", "levothyroxine", "salbutamol inhaler",
    "metformin", "sertraline", "lansoprazole", "bisoprolol", "simvastatin", "paracetamol",
    "aspirin 75 mg", "citalopram", "amitriptyline", "codeine", "losartan", "mirtazapine",
    "lisinopril", "fluoxetine", "tamsulosin", "gabapentin", "candesartan", "naproxen", "ibuprofen",
    "folic acid", "cetirizine", "apixaban", "clopidogrel", "propranolol", "the pill", "vitamin D",
    "co-codamol", "furosemide", "warfarin", "sumatriptan", "naproxen gel", "Gaviscon",
    "blood pressure tablets", "antihistamine",
]  # fmt: skip
CONDITIONS = [
    "high blood pressure", "high cholesterol", "type 2 diabetes", "asthma", "COPD", "depression",
    "anxiety", "hypothyroidism", "osteoarthritis", "reflux", "IBS", "migraine",
    "atrial fibrillation",
    "gout", "osteoporosis", "hay fever", "eczema", "back pain", "obesity", "enlarged prostate",
]  # fmt: skip


def test_at_least_ninety_of_a_hundred_get_a_plan() -> None:
    assert len(MEDICINES) + len(CONDITIONS) == 60
    rng = random.Random(7)
    refused = []
    for _ in range(100):
        told = {
            "age": rng.randrange(20, 85),
            "sex": rng.choice(["female", "male"]),
            "weight_kg": rng.randrange(55, 100),
            "height_cm": rng.randrange(155, 190),
            "medicines": rng.sample(MEDICINES, rng.randrange(1, 3)),
            "conditions": rng.sample(CONDITIONS, rng.randrange(1, 3)),
            "complaints": ["cramp in my calf at night"],
        }
        person = understand(from_dict(told))
        plan = plan_of(person, {})
        if not any(one.changes for one in plan.plans):
            refused.append((told, [r.code for r in plan.refused], plan.outcome))
    assert len(refused) <= 10, refused
