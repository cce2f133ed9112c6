"""An invented answer that has one of everything, to test the renderings."""

from __future__ import annotations

from unclench.assessment import Assessment


def answer() -> Assessment:
    return Assessment.model_validate(
        {
            "schema": "unclench.assessment/2",
            "version": "0",
            "urgency": {"level": "same_day", "reasons": ["Potassium is low."]},
            "red_flags": [
                {
                    "id": "r",
                    "say": "Potassium is very low <script>",
                    "action": "Have it checked today.",
                    "level": "same_day",
                    "because": ["potassium 2.9 mmol/L"],
                    "source": "s1",
                }
            ],
            "causes": [
                {
                    "id": "hypokalemia",
                    "label": "Low potassium",
                    "kind": "electrolyte",
                    "support": "more",
                    "probability": 0.97,
                    "prior": 0.03,
                    "for": [
                        {"finding": "k", "label": "potassium 2.9", "weight": 2.0, "source": "s"}
                    ],
                    "against": [],
                    "say": "Low potassium makes muscle weak.",
                }
            ],
            "nutrients": [
                {
                    "id": "magnesium",
                    "label": "Magnesium",
                    "verdict": "likely_low",
                    "say": "Magnesium is likely low.",
                    "usual_intake": {"mean": 190.0, "low": 160, "high": 230, "unit": "mg"},
                    "requirement": {
                        "kind": "EAR",
                        "value": 265,
                        "unit": "mg",
                        "authority": "nasem",
                        "source": "s",
                    },
                    "probability_inadequate": 0.93,
                    "days": 5,
                },
                {
                    "id": "vitamin_d",
                    "label": "Vitamin D",
                    "verdict": "cannot_tell",
                    "say": "Five days cannot tell.",
                    "usual_intake": {"mean": None, "unit": "µg"},
                    "days": 5,
                },
            ],
            "labs": [{"name": "Potassium | serum", "value": 2.9, "unit": "mmol/L",
                      "interpretation": "L", "caveats": ["taken 8 months ago"]}],
            "next_tests": [{"id": "mg", "name": "Magnesium", "bits": 0.3, "why": "Often low too."}],
            "diary": {"days": 5, "lines": 40, "unmatched": [{"line": "2 zorbs"}]},
            "questions": ["Ask about magnesium?"],
            "not_understood": ["zorbs"],
            "warnings": ["One day looks incomplete."],
            "insufficient": ["No sex given: requirements are not computed."],
            "safety_advice": ["Get help at once if you cannot pass urine."],
            "simulation": {"say": "The nerve has less margin.", "nerve": {},
                           "tables": [{"title": "T", "columns": ["a"], "rows": [["1"]]}]},
            "sources": [{"key": "s", "title": "A source", "year": 2020}],
        }
    )  # fmt: skip
