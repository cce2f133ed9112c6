"""An answer as a FHIR R4 Bundle: what was told, results and intakes, medicines, contributors.

Nothing is coded that is not known: a unit stands as written, a test has a LOINC code where the
answer has one. A contributor is a RiskAssessment whose every text says that it is no diagnosis.
Ids follow from the content, so that the same answer is the same Bundle.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any

from unclench.assessment import Assessment, Lab, Nutrient
from unclench.assessment.interactions import interactions
from unclench.door.inert import inert

Resource = dict[str, Any]

NOT_A_DIAGNOSIS = (
    "Not a diagnosis: a possible contributor, computed by research software from what was told."
)
SUPPORT = {"more": "more support", "some": "some support", "little": "little support"}
_INTERPRETATION = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"
_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
_ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "unclench.assessment")
MEANINGS = {"LL": "Critical low", "L": "Low", "N": "Normal", "H": "High", "HH": "Critical high"}


def text(answer: Assessment) -> str:
    """The Bundle as JSON."""
    return inert(json.dumps(bundle(answer), indent=2, ensure_ascii=False))


def bundle(answer: Assessment) -> Resource:
    """The Bundle of an answer, of type collection; the person in it has no name."""
    own = uuid.uuid5(_NAMESPACE, answer.to_json())
    person: Resource = {"resourceType": "Patient"}
    subject = {"reference": f"urn:uuid:{uuid.uuid5(own, '0')}"}
    parts = (_labs, _intakes, _issues, _risks)
    resources = [person, _told(answer, subject)]
    resources += [one for part in parts for one in part(answer, subject)]
    entries = []
    for i, resource in enumerate(resources):
        name = str(uuid.uuid5(own, str(i)))
        kind = {"resourceType": resource["resourceType"], "id": name}
        entries.append({"fullUrl": f"urn:uuid:{name}", "resource": {**kind, **resource}})
    return {"resourceType": "Bundle", "id": str(own), "type": "collection", "entry": entries}


def _told(answer: Assessment, subject: Resource) -> Resource:
    items = [
        {
            "linkId": f"understood-{u.id}",
            "text": f"{u.label} ({u.status.replace('_', ' ')})",
            "answer": [{"valueString": u.text}],
        }
        for u in answer.understood
        if u.text.strip()
    ]
    items += [
        {"linkId": f"asked-{q}", "text": q.replace("_", " "), "answer": [{"valueString": said}]}
        for q, said in answer.asked.items()
        if said.strip()
    ]
    items += [
        {"linkId": f"not-understood-{i}", "text": "Not understood",
         "answer": [{"valueString": words}]}
        for i, words in enumerate(answer.not_understood) if words.strip()
    ]  # fmt: skip
    out: Resource = {"resourceType": "QuestionnaireResponse", "status": "completed",
                     "subject": subject}  # fmt: skip
    return {**out, "item": items} if items else out


def _category(code: str) -> list[Resource]:
    return [{"coding": [{"system": _CATEGORY, "code": code}]}]


def _labs(answer: Assessment, subject: Resource) -> Iterator[Resource]:
    for lab in answer.labs:
        code: Resource = {"text": lab.name}
        if lab.loinc:
            code["coding"] = [{"system": "http://loinc.org", "code": lab.loinc}]
        out: Resource = {
            "resourceType": "Observation",
            "status": "final",
            "category": _category("laboratory"),
            "code": code,
            "subject": subject,
            **_value(lab),
        }
        if lab.date is not None:
            out["effectiveDateTime"] = lab.date.isoformat()
        if lab.interpretation in MEANINGS:
            flag = {"system": _INTERPRETATION, "code": lab.interpretation,
                    "display": MEANINGS[lab.interpretation]}  # fmt: skip
            out["interpretation"] = [{"coding": [flag]}]
        if lab.reference:
            out["referenceRange"] = [{"text": lab.reference}]
        notes = [*lab.caveats, *(["Computed from other results."] if lab.derived else [])]
        if notes:
            out["note"] = [{"text": note} for note in notes]
        yield out


def _value(lab: Lab) -> Resource:
    if lab.value is None:
        return {"valueString": lab.band} if lab.band else {"dataAbsentReason": _unknown()}
    quantity: Resource = {"value": lab.value}
    if lab.unit:
        quantity["unit"] = lab.unit
    if lab.comparator:
        quantity["comparator"] = lab.comparator
    return {"valueQuantity": quantity}


def _unknown() -> Resource:
    return {"coding": [{"system": _ABSENT, "code": "unknown"}]}


def _intakes(answer: Assessment, subject: Resource) -> Iterator[Resource]:
    for one in answer.nutrients:
        out: Resource = {
            "resourceType": "Observation",
            "status": "final",
            "category": _category("survey"),
            "code": {"text": f"Usual intake: {one.label}"},
            "subject": subject,
        }
        usual = one.usual_intake
        if usual.mean is None:
            out["dataAbsentReason"] = _unknown()
        else:
            out["valueQuantity"] = _amount(usual.mean, one)
            out["component"] = [
                {"code": {"text": f"{side} end of the 80 % interval"},
                 "valueQuantity": _amount(value, one)}
                for side, value in (("Lower", usual.low), ("Upper", usual.high))
                if value is not None
            ]  # fmt: skip
            if not out["component"]:
                del out["component"]
        if one.say:
            out["note"] = [{"text": one.say}]
        yield out


def _amount(value: float, one: Nutrient) -> Resource:
    return {"value": value, "unit": f"{one.usual_intake.unit}/d"}


def _issues(answer: Assessment, subject: Resource) -> Iterator[Resource]:
    for found in interactions(answer):
        yield {
            "resourceType": "DetectedIssue",
            "status": "preliminary",
            "code": {"text": "Medicine and nutrient"},
            "patient": subject,
            "detail": f"“{found.said}” ({found.medicine}) speaks for: {found.label}. "
            "Do not stop a medicine on your own.",
        }


def _risks(answer: Assessment, subject: Resource) -> Iterator[Resource]:
    for cause in answer.causes:
        yield {
            "resourceType": "RiskAssessment",
            "status": "preliminary",
            "subject": subject,
            "prediction": [
                {
                    "outcome": {"text": f"{cause.label}. {NOT_A_DIAGNOSIS}"},
                    "qualitativeRisk": {"text": SUPPORT[cause.support]},
                    **({"rationale": cause.say} if cause.say else {}),
                }
            ],
            "note": [{"text": NOT_A_DIAGNOSIS}],
        }
