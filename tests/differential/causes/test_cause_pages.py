"""Every cause has a page in the manual with its texts and every number behind it."""

from __future__ import annotations

import importlib

from unclench.differential.network import network

DESIGN = [
    "magnesium_deficiency",
    "hypocalcemia_low_calcium_intake",
    "vitamin_d_deficiency",
    "hypoparathyroidism",
    "hypokalemia",
    "hyperkalemia",
    "hyponatremia",
    "hypernatremia_dehydration",
    "exercise_associated_cramp",
    "b12_deficiency",
    "thiamin_deficiency",
    "b6_deficiency",
    "b6_toxicity",
    "iron_deficiency",
    "hypothyroidism",
    "kidney_disease",
    "statin_myopathy",
    "drug_induced_cramp",
    "muscle_strain",
    "mechanical_back_pain_posture",
    "disc_herniation_radiculopathy",
    "spinal_stenosis",
    "cauda_equina",
    "vertebral_fracture",
    "spinal_infection",
    "malignancy",
    "inflammatory_spondyloarthritis",
    "abdominal_aortic_aneurysm",
    "rhabdomyolysis",
    "nocturnal_leg_cramps_idiopathic",
    "pregnancy_cramps",
    "motor_neuron_disease",
    "hyperventilation_alkalosis",
    "stiff_person_syndrome",
    "tetanus",
    "other",
    "renal_colic",
    "kidney_infection",
    "deep_vein_thrombosis",
    "peripheral_artery_disease",
    "aortic_dissection",
    "polymyalgia_rheumatica",
    "hypercalcemia",
    "metabolic_alkalosis",
    "adrenal_insufficiency",
    "restless_legs",
    "hemifacial_spasm",
    "eyelid_twitch",
    "benign_fasciculation",
    "wry_neck",
    "focal_dystonia",
    "myotonia",
    "mcardle_disease",
    "neuromyotonia",
    "liver_disease_cramps",
    "copper_deficiency",
    "envenomation",
    "growing_pains",
    "ketosis_or_fasting",
]


def test_every_cause_of_the_design_is_there() -> None:
    assert set(DESIGN) <= set(network().ids)


def test_every_cause_has_a_page_that_shows_every_number() -> None:
    pages = importlib.import_module("scripts.fact_pages").pages()
    for cause in network().causes:
        page = pages[f"causes/{cause.id}"]
        for heading in ("What it is", "How it shows", "How it is tested", "Evidence that"):
            assert f"**{heading}" in page
        rows = [line for line in page.splitlines() if line.startswith("| ") and "---" not in line]
        wanted = len(cause.findings) + len(cause.labs) + len(cause.weighs) + 4
        headings = 1 + bool(cause.findings) + bool(cause.labs) + bool(cause.weighs)
        assert len(rows) == wanted + headings
