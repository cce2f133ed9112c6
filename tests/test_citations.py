"""An answer cites what it used, once each, and never our own judgement."""

from __future__ import annotations

from unclench import assess
from unclench.facts import loader


def test_our_judgement_is_used_but_is_no_citation() -> None:
    answer = assess({"age": 60, "sex": "M", "complaints": ["calf cramps at night", "weak legs"]})
    used = {e.source for c in answer.causes for e in [*c.for_, *c.against]}
    assert "judgement" in used
    cited = [s.key for s in answer.sources]
    assert len(cited) == len(set(cited)) > 0
    assert not [k for k in cited if loader.sources()[k].verified == "judgement"]
    judged = {k for k, s in loader.sources().items() if s.verified == "judgement"}
    assert set(cited) >= (used & set(loader.sources())) - judged
