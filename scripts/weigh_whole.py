"""How answers fare on messages that `whole` was not trained on: each file with the others' model.

    python scripts/weigh_whole.py [NAME ...]

Prints for each file of messages, and for all: first cause right, in three, harmless told
self-care, emergencies missed, too calm, too alarmed, and how often what is said with 0.8 or more is
right. Everyday sentences have no judgement and only train. Every message is answered: be patient.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

import train_whole
from unclench.chain import assess
from unclench.differential.red_flags import ORDER
from unclench.told.en import whole

KEYS = ("age", "sex", "complaints", "signs", "medicines", "conditions", "exposure", "labs")


def judged(row: dict[str, Any]) -> Counter[str]:
    """What is right and wrong in the answer to one message."""
    truth = row.get("truth", row)
    case = {k: row[k] for k in KEYS if row.get(k)}
    answer = assess(case | ({"complaints": row["says"]} if "says" in row else {}))
    good = {truth["primary"], *(truth.get("also_accept", truth.get("also")) or ())}
    fine = [truth["urgency"], *(truth.get("urgency_also_ok", truth.get("urgency_also")) or ())]
    given, soon = ORDER.index(answer.urgency.level), [ORDER.index(u) for u in fine]
    named = [c.id for c in answer.causes]
    right = bool(named) and named[0] in good
    sure = bool(answer.causes) and answer.causes[0].probability >= 0.8
    return Counter(
        {
            "messages": 1,
            "first": right,
            "three": bool(good & set(named[:3])),
            "harmless": truth["urgency"] == "self_care",
            "self_care": truth["urgency"] == answer.urgency.level == "self_care",
            "emergencies": truth["urgency"] == "emergency",
            "missed": truth["urgency"] == "emergency" and given > max(soon),
            "calm": given > max(soon),
            "alarmed": given < min(*soon, ORDER.index("routine")),
            "sure": sure,
            "sure_and_right": sure and right,
        }
    )


def main() -> None:
    """Train without each file, and count."""
    every = train_whole.files()
    total: Counter[str] = Counter()
    packaged = whole.FILE
    judged_ones = [p for p in every if not p.stem.startswith("decoys")]
    for path in [p for p in judged_ones if not sys.argv[1:] or p.stem in sys.argv[1:]]:
        whole.FILE = packaged
        whole.forget()
        with tempfile.TemporaryDirectory() as folder:
            other = Path(folder) / "whole.npz"
            train_whole.train([f for f in every if f != path], other)
            whole.FILE = other
            whole.forget()
            found: Counter[str] = sum(map(judged, yaml.safe_load(path.read_text())), Counter())
        print(path.stem, dict(found), flush=True)
        total += found
    print("all", dict(total))


if __name__ == "__main__":
    main()
