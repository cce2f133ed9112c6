"""The content words of a question, and the factor of the evidence that it asks about.

No language model: words are folded, a few dozen synonyms and endings are brought together, the same
every time.
"""

from __future__ import annotations

import re

from unclench.facts.kinds import evidence

_STOP = frozenset(
    re.findall(
        r"\S+",
        "a an the is are was be been am do does did can could will would should may might i me my"
        " you your we our they it its this that these those of in on at to for from with by as and"
        " or if not no too any some all what which who when where why how much many have has had"
        " get gets got make makes there about into than then so very really people someone person"
        " s t don doesn isn often still just ever even also like want need needs take taking took"
        " actually true lot lots give gives given rich contain contains source sources thing things"
        " maybe perhaps possible possibly bad possibly please tell know think say says heard read",
    )
)
_SAME: dict[str, str] = {}
for _row in (
    "spasm spasms spasming cramp cramps cramping seizing charley",
    "muscle muscles muscular",
    "cause causes caused causing trigger triggers lead leads bring behind reason reasons",
    "help helps helped stop stops cure cures fix fixes relieve relieves ease eases treat treats"
    " prevent prevents prevention work works relax relaxes good",
    "lack lacks low deficient deficiency deficiencies little insufficient shortage depletion"
    " hypo enough missing",
    "magnesium mg epsom",
    "calcium hypocalcaemia hypocalcemia",
    "potassium hypokalaemia hypokalemia",
    "sodium salt salts salty hyponatraemia hyponatremia",
    "dehydration dehydrated hydration hydrated water fluid fluids thirst thirsty underhydrated",
    "drink drinks drinking drank",
    "sweat sweating sweats sweaty perspiration",
    "electrolyte electrolytes",
    "mineral minerals nutrient nutrients",
    "vitamin vitamins",
    "sun sunlight sunshine",
    "b12 cobalamin",
    "thiamin thiamine b1",
    "b6 pyridoxine",
    "bone bones osteoporosis fracture fractures skeleton",
    "food foods eat eating diet dietary eats meal meals nutrition",
    "banana bananas",
    "posture slouching slouch sitting sit desk ergonomic",
    "disc disk herniated herniation slipped",
    "strain overuse overwork lifting lift overload",
    "doctor doctors gp physician professional specialist",
    "test tests testing bloodwork",
    "find finds diagnose diagnosis diagnosed show",
    "serious dangerous severe emergency worry worried worrying urgent alarming",
    "important matters matter essential crucial key",
    "common normal usual frequent share adults everybody everyone",
    "pain pains ache aches aching sore",
    "back backs lumbar spine spinal lower",
    "leg legs calf calves",
    "tablet tablets pill pills supplement supplements supplementation glycinate citrate",
    "twitch twitches twitching fasciculation fasciculations",
    "sport sports exercise exercising running athletes athlete",
    "healthy balanced",
    "long lasting lasts weeks months chronic persistent lasted",
):
    _words = _row.split()
    _SAME.update(dict.fromkeys(_words, _words[0]))


def words(text: str) -> frozenset[str]:
    """The content words of a text, brought to one form."""
    text = re.sub(
        r"\bvit(?:amin)?\.?\s*([bdek])(?:[-\s]?(\d{1,2}))?\b", r"vitamin \1\2", text.lower()
    )
    text = re.sub(r"\bb[-\s](\d{1,2})\b", r"b\1", text)
    found = re.findall(r"[a-z0-9]+", text)
    return frozenset(_SAME.get(w, w) for w in found if w not in _STOP)


_OUTCOMES = frozenset(("spasm", "muscle", "pain", "back", "leg", "twitch", "weakness", "weak"))
_LINKS = frozenset(("cause", "help", "lack", "risk", "night"))


def find_factor(question: str) -> evidence.Factor | None:
    """The factor of which a question asks, e.g. "do statins cause cramps"; None if there is none.

    The question must name the factor, and be about muscle, cramps or pain and little else.
    """
    asked = words(question)
    if not asked & _OUTCOMES:
        return None
    best: tuple[float, str] | None = None
    for factor in evidence.load().values():
        names = frozenset().union(*(words(s) for s in factor.subjects))
        if not asked & names:
            continue
        strange = len(asked - names - _OUTCOMES - _LINKS)
        score = (len(asked) - strange) / len(asked)
        if score >= 0.6 and (best is None or (-score, factor.id) < best):
            best = (-score, factor.id)
    return evidence.load()[best[1]] if best else None
