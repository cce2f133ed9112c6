"""A name that holds another name is not that other: conditions and medicines read as they are."""

from __future__ import annotations

import pytest

from unclench import Case, understand
from unclench.told import Person

IS_NOT = [
    ("fatty liver disease", {"fatty_liver"}, {"cirrhosis"}),
    ("non-alcoholic fatty liver disease", {"fatty_liver"}, {"cirrhosis", "alcohol_use_disorder"}),
    ("NASH with cirrhosis", {"fatty_liver", "cirrhosis"}, set()),
    ("haemochromatosis", {"haemochromatosis"}, {"cirrhosis"}),
    ("liver disease", {"cirrhosis"}, set()),
    ("alcoholic liver disease", {"cirrhosis"}, set()),
    ("lactose intolerance", {"lactose_intolerance"}, {"malabsorption"}),
    ("gluten intolerance", {"gluten_sensitivity"}, {"coeliac_disease", "malabsorption"}),
    ("non-coeliac gluten sensitivity", {"gluten_sensitivity"}, {"coeliac_disease"}),
    ("coeliac disease", {"coeliac_disease", "malabsorption"}, {"gluten_sensitivity"}),
    ("tropical sprue", {"malabsorption"}, {"coeliac_disease"}),
    ("Whipple's disease", {"malabsorption"}, {"stomach_surgery"}),
    ("Whipple procedure", {"stomach_surgery"}, set()),
    ("hungry bone syndrome", {"hypocalcaemia_known"}, {"hyperparathyroidism"}),
    (
        "secondary hyperparathyroidism",
        {"secondary_hyperparathyroidism"},
        {"hyperparathyroidism", "metastatic_cancer", "cancer_history"},
    ),
    ("primary hyperparathyroidism", {"hyperparathyroidism"}, {"secondary_hyperparathyroidism"}),
    ("secondary adrenal insufficiency", {"adrenal_insufficiency"}, {"metastatic_cancer"}),
    ("secondaries in the liver", {"metastatic_cancer"}, set()),
    ("bone secondaries", {"metastatic_cancer"}, set()),
    ("diabetes insipidus", {"diabetes_insipidus"}, {"diabetes"}),
    ("pre-diabetes", set(), {"diabetes"}),
    ("type 2 diabetes", {"diabetes", "diabetes_type_2"}, set()),
    ("acute kidney failure", {"acute_kidney_injury"}, {"ckd", "ckd_advanced"}),
    ("kidney failure", {"ckd", "ckd_advanced"}, {"acute_kidney_injury"}),
    ("adrenal adenoma", {"adrenal_adenoma"}, {"aldosteronism"}),
    ("Liddle syndrome", {"salt_keeping_kidney_tubule"}, {"salt_losing_kidney_tubule"}),
    ("distal renal tubular acidosis", {"renal_tubular_acidosis"}, {"salt_losing_kidney_tubule"}),
    (
        "type 4 renal tubular acidosis",
        {"renal_tubular_acidosis_type_4"},
        {"renal_tubular_acidosis", "salt_losing_kidney_tubule"},
    ),
    ("Gitelman syndrome", {"salt_losing_kidney_tubule"}, set()),
    ("heating pad for the back", set(), {"peripheral_artery_disease"}),
    ("PAD", {"peripheral_artery_disease"}, set()),
    ("brain aneurysm", set(), {"aortic_aneurysm_known"}),
    ("hair transplant", set(), {"transplant", "immunosuppression"}),
    ("kidney transplant", {"transplant", "immunosuppression"}, set()),
    ("sickle cell trait", {"haemoglobin_trait"}, {"sickle_cell"}),
    ("sickle cell disease", {"sickle_cell"}, {"haemoglobin_trait"}),
    ("autoimmune hepatitis", {"cirrhosis"}, {"viral_hepatitis"}),
    ("rheumatoid arthritis of the hands", {"rheumatoid_arthritis"}, {"osteoarthritis"}),
    ("congenital heart disease", {"heart_disease"}, {"inherited_disorder"}),
    ("lives in a nursing home", set(), {"breastfeeding"}),
    ("nursing her baby", {"breastfeeding"}, set()),
    ("back pain for 28 weeks", set(), {"pregnancy"}),
    ("28 weeks pregnant", {"pregnancy"}, set()),
]

CLASSES = [
    ("abiraterone", {"mineralocorticoid_excess", "antiandrogen"}, set()),
    ("bicalutamide", {"antiandrogen"}, {"mineralocorticoid_excess"}),
    ("enoxaparin", {"heparin_class", "anticoagulant", "potassium_raising"}, set()),
    ("Fragmin", {"heparin_class", "potassium_raising_other"}, set()),
    ("tinzaparin", {"heparin_class"}, set()),
    ("fondaparinux", {"anticoagulant"}, {"heparin_class", "potassium_raising"}),
    ("Yasmin", {"oral_contraceptive", "potassium_raising"}, set()),
    ("Microgynon", {"oral_contraceptive"}, {"potassium_raising"}),
    ("aliskiren", {"potassium_raising", "potassium_raising_other"}, {"ace_inhibitor", "arb"}),
    ("Lokelma", {"potassium_binder"}, {"potassium_raising"}),
    ("Truvada", {"tenofovir_class", "antiretroviral"}, set()),
    ("Stribild", {"tenofovir_class", "cyp3a4_inhibitor"}, set()),
    ("Descovy", {"antiretroviral"}, {"tenofovir_class"}),
    ("tenofovir alafenamide", set(), {"tenofovir_class"}),
    ("Genvoya", {"cyp3a4_inhibitor"}, {"tenofovir_class"}),
    ("clomipramine", {"serotonergic", "qt_prolonging"}, set()),
    ("St John's wort", {"serotonergic"}, set()),
    ("lithium", {"serotonergic", "lithium_class"}, {"antipsychotic", "dystonia_causing"}),
    ("haloperidol", {"antipsychotic", "dystonia_causing"}, set()),
    ("desvenlafaxine", {"serotonergic"}, set()),
    ("nilotinib", {"qt_prolonging"}, set()),
    ("amitriptyline", {"qt_prolonging"}, {"serotonergic"}),
    ("ketoconazole", {"qt_prolonging", "cyp3a4_inhibitor"}, set()),
    ("aciclovir", set(), {"antiretroviral"}),
    ("codeine", {"opioid"}, set()),
    ("Adcal", {"calcium", "vitamin_d"}, set()),
    ("cyclizine", {"antihistamine"}, {"antiemetic_dopamine"}),
    ("digitoxin", {"digoxin_class"}, set()),
    ("magnesium glycinate", {"magnesium"}, set()),
]


def person(**said: object) -> Person:
    return understand(Case.model_validate({"age": 60, "sex": "female", **said}))


@pytest.mark.parametrize(("words", "is_", "is_not"), IS_NOT)
def test_a_condition_is_what_it_is_called(words: str, is_: set[str], is_not: set[str]) -> None:
    found = {c.id for c in person(conditions=[words]).conditions}
    assert is_ <= found
    assert not is_not & found


def test_a_longer_name_beside_the_disease_does_not_hide_it() -> None:
    found = {c.id for c in person(conditions=["diabetes insipidus", "type 1 diabetes"]).conditions}
    assert {"diabetes", "diabetes_insipidus"} <= found


def test_nobody_is_breastfeeding_in_a_nursing_home() -> None:
    assert not person(conditions=["lives in a nursing home"]).lactating


@pytest.mark.parametrize(("words", "is_", "is_not"), CLASSES)
def test_a_medicine_is_of_its_classes(words: str, is_: set[str], is_not: set[str]) -> None:
    found = {c for m in person(medicines=[words]).medicines for c in m.classes}
    assert is_ <= found
    assert not is_not & found
