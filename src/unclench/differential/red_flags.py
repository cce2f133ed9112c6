"""Red flags and urgency: rows of rules that win over any ranking.

`evaluate` runs every rule of `facts/data/red_flags` on what was understood and on the laboratory
results. A rule that does not fire never says that something is excluded.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Sequence

from unclench.assessment import Lab, Reason, RedFlag, Urgency, UrgencyLevel, reason
from unclench.facts import loader
from unclench.facts.kinds import red_flags as kind
from unclench.plasma.labs import counted, is_stale
from unclench.plasma.labs.rise import ratio
from unclench.told import Person

ORDER: tuple[UrgencyLevel, ...] = ("emergency", "same_day", "routine", "self_care")
CALM = {"emergency": 0.95, "same_day": 0.8}
"""From these probabilities on that the words as a whole are of nothing for today, rules that yield
do (by whole answers on messages and lines left out, decision 82)."""


@functools.cache
def rules() -> dict[str, kind.Rule]:
    """Every rule by id, in the order of the files."""
    areas = loader.load("red_flags", kind.RedFlagArea).values()
    return {key: rule for area in areas for key, rule in area.rules.items()}


@functools.cache
def named() -> dict[str, kind.When]:
    """Conditions that rules share, by name."""
    areas = loader.load("red_flags", kind.RedFlagArea).values()
    return {key: when for area in areas for key, when in area.named.items()}


@functools.cache
def ladder() -> tuple[kind.Ladder, ...]:
    """The rules for how soon when nothing fired, in order."""
    areas = loader.load("red_flags", kind.RedFlagArea).values()
    return tuple(step for area in areas for step in area.ladder)


class Facts:
    """What is known about one person, as the rules ask for it."""

    def __init__(self, told: Person, labs: Sequence[Lab]) -> None:
        self.told = told
        self.labs = counted(lab for lab in labs if not is_stale(lab))
        self.age = told.age
        self.sex = told.sex
        self.takes = told.generics | told.classes

    def why(self, when: kind.When) -> list[Reason] | None:
        """The reasons for which a condition holds, or None when it does not."""
        if isinstance(when, kind.Told):
            return [self._there(when.told)] if self.told.has(when.told) else None
        if isinstance(when, kind.Shared):
            return self.why(named()[when.shared])
        if isinstance(when, kind.All):
            parts = [self.why(w) for w in when.all]
            return None if any(p is None for p in parts) else [r for p in parts for r in p or []]
        if isinstance(when, kind.AnyOf):
            held = [p for w in when.any if (p := self.why(w)) is not None]
            return [r for p in held for r in p] if len(held) >= when.at_least else None
        if isinstance(when, kind.Not):
            if isinstance(when.not_, kind.Days):  # one that is old speaks for no other
                return None if self._lasts(when.not_, self.told.newest_days) else []
            return [] if self.why(when.not_) is None else None
        if isinstance(when, kind.LabTest):
            return self._lab(when)
        if isinstance(when, kind.LabRise):
            return self._rise(when)
        if isinstance(when, kind.LabFlag):
            return self._flag(when)
        if isinstance(when, kind.Takes):
            return self._takes(when.takes)
        if isinstance(when, kind.Age):
            fits = _between(self.age, when.age_from, None, when.age_below)
            return [reason("flag_age", years=self.age)] if fits else None
        if isinstance(when, kind.Days):
            lately = when.days_at_most is not None
            return self._lasts(when, self.told.newest_days if lately else self.told.duration_days)
        if isinstance(when, kind.Sex):
            return [] if self.sex == when.sex else None
        if isinstance(when, kind.Dose):
            return self._dose(when)
        if isinstance(when, kind.Sounds):
            return [] if self.told.sounds_urgent.get(when.sounds, 0.0) >= when.likely else None
        if isinstance(when, kind.SoundsLike):
            likely = self.told.sounds_like.get(when.sounds_like, 0.0) >= when.least
            return [] if likely and not self.told.brief else None
        if isinstance(when, kind.MayMean):
            meant = [d for d in self.told.doubts if d.loss == (when.may_mean == "loss_below")]
            return [reason("flag_may_mean", text=d.text) for d in meant] or None
        value = self.told.exposure(when.number)
        fits = _between(value, when.at_least, when.at_most, None)
        return [reason("flag_number", id=when.number, value=value)] if fits else None

    def _lasts(self, when: kind.Days, days: float | None) -> list[Reason] | None:
        fits = _between(days, when.days_at_least, when.days_at_most, None)
        return [reason("flag_days", days=days)] if fits else None

    def _there(self, name: str) -> Reason:
        """What is there: told, or eaten, with the lines of the diary that show it."""
        found = self.told.finding(name)
        if found is None or found.where != "diary":
            return reason("flag_told", id=name)
        return reason("flag_in_diary", id=name, text=found.text)

    def _dose(self, when: kind.Dose) -> list[Reason] | None:
        """What supplements bring a day: the words of those that hold the nutrient."""
        hold = [s for s in self.told.supplements if when.dose in s.per_day]
        if sum(s.per_day[when.dose][0] for s in hold) < when.at_least:
            return None
        return [reason("flag_takes", text=s.text) for s in hold]

    def _lab(self, test: kind.LabTest) -> list[Reason] | None:
        for analyte in test.lab:
            lab = self.labs.get(analyte)
            if lab is None or lab.si_value is None:
                continue
            value = lab.si_value
            least = -math.inf if lab.comparator.startswith("<") else value
            most = math.inf if lab.comparator.startswith(">") else value
            low = test.at_least is not None and least < test.at_least
            low = low or (test.above is not None and least <= test.above)
            high = test.at_most is not None and most > test.at_most
            high = high or (test.below is not None and most >= test.below)
            told = reason(
                "flag_lab",
                analyte=analyte, comparator=lab.comparator, value=value, unit=lab.si_unit,
            )  # fmt: skip
            return None if low or high else [told]
        return None

    def _rise(self, test: kind.LabRise) -> list[Reason] | None:
        lab = self.labs.get(test.rise)
        times = ratio(lab) if lab is not None else None
        if lab is None or not _between(times, test.at_least, test.at_most, None):
            return None
        told = reason(
            "flag_lab", analyte=test.rise, comparator="", value=lab.si_value, unit=lab.si_unit
        )
        return [told, *(n for n in lab.caveat_codes if n.code == "lab_before")]

    def _flag(self, test: kind.LabFlag) -> list[Reason] | None:
        held = [
            reason("flag_lab_flag", analyte=lab.analyte, flag=lab.interpretation)
            for lab in self.labs.values()
            if lab.interpretation in test.flag
            and (not test.of or lab.analyte in test.of)
            and lab.analyte not in test.not_of
        ]
        return held if len(held) >= test.at_least else None

    def _takes(self, name: str) -> list[Reason] | None:
        if name not in self.takes:
            return None
        medicines = [m.text for m in self.told.medicines if m.current]
        mine = [
            m.text for m in self.told.medicines if m.current and name in (m.generic, *m.classes)
        ]
        return [reason("flag_takes", text=text) for text in mine or medicines]


def _between(
    value: float | None, low: float | None, high: float | None, below: float | None
) -> bool:
    """Whether a known value lies within the given bounds; unknown lies nowhere."""
    if value is None:
        return False
    return not (
        (low is not None and value < low)
        or (high is not None and value > high)
        or (below is not None and value >= below)
    )


def _fired(facts: Facts) -> dict[str, list[Reason]]:
    """Every rule that fires, with why."""
    found = {k: facts.why(r.when) for k, r in rules().items() if r.when is not None}
    return {
        k: because
        for k, because in found.items()
        if because is not None and not _gives_way(rules()[k], because, facts)
    }


def calm(told: Person) -> float:
    """How likely the words as a whole are of nothing for today; 0 where they are too few."""
    if told.brief:
        return 0.0
    return told.sounds_urgent.get("self_care", 0.0) + told.sounds_urgent.get("routine", 0.0)


def _gives_way(rule: kind.Rule, because: Sequence[Reason], facts: Facts) -> bool:
    """Whether a rule is silent among calm words; never beside results, nor for what an answer or
    a confirmed reading says."""
    if not rule.yields or facts.labs or calm(facts.told) < CALM.get(rule.level, 1.0):
        return False
    return not facts.told.confirmed & {str(r.values.get("id")) for r in because}


def silent(told: Person, labs: Sequence[Lab]) -> frozenset[str]:
    """What rules that give way would have fired for: worth a question."""
    facts = Facts(told, labs)
    whys = [(r, facts.why(r.when)) for r in rules().values() if r.yields and r.when is not None]
    return frozenset(
        str(one.values["id"])
        for rule, why in whys
        if why is not None and _gives_way(rule, why, facts)
        for one in why
        if one.code == "flag_told"
    )


@functools.cache
def _naming() -> dict[str, tuple[str, ...]]:
    """Finding or condition -> the rules whose conditions name it."""
    out: dict[str, list[str]] = {}
    for key, rule in rules().items():
        todo, seen = [rule.when], set[str]()
        while todo:
            for leaf in kind.leaves(todo.pop()):
                if isinstance(leaf, kind.Told):
                    out.setdefault(leaf.told, []).append(key)
                elif leaf.shared not in seen:
                    seen.add(leaf.shared)
                    todo.append(named()[leaf.shared])
    return {name: tuple(dict.fromkeys(keys)) for name, keys in out.items()}


def could_be_sooner(names: Iterable[str], level: UrgencyLevel) -> tuple[str, ...]:
    """Rules more urgent than a level whose conditions name any of these findings."""
    keys = dict.fromkeys(key for name in names for key in _naming().get(name, ()))
    return tuple(k for k in keys if ORDER.index(rules()[k].level) < ORDER.index(level))


def any_fires(keys: Iterable[str], told: Person, labs: Sequence[Lab]) -> bool:
    """Whether any of these rules fires."""
    facts = Facts(told, labs)
    return any((when := rules()[k].when) and facts.why(when) is not None for k in keys)


def _says_more(key: str) -> tuple[bool, str]:
    """Rules by how much they tell: the telephone limit says nothing of what it may mean."""
    return key == TELEPHONE, key


TELEPHONE = "RF074"


def _of_one_unit(
    told: Person, labs: Sequence[Lab], lab: Lab, fired: set[str]
) -> tuple[UrgencyLevel | None, list[Reason]]:
    """How urgent a result without a unit would be in the units that it may have, and in which.

    An emergency when it is one in all of them, or in one beside a sign that fits it ("lactate 5"
    with short breath); else the question for the unit is for today.
    """
    note = next((n for n in lab.caveat_codes if n.code == "lab_two_readings"), None)
    if note is None:
        return None, []
    v, out, worst, beside_a_sign = note.values, [], [], False
    for unit, amount, flag in zip(v["units"], v["amounts"], v["flags"], strict=True):  # type: ignore[arg-type]
        read = lab.model_copy(update={"si_value": amount, "interpretation": flag})
        facts = Facts(told, [read if x is lab else x for x in labs])
        new = {k: why for k, why in _fired(facts).items() if k not in fired}
        levels = {rules()[k].level for k in new}
        worst.append(next((level for level in ORDER[:2] if level in levels), None))
        beside_a_sign |= any(
            rules()[k].level == "emergency" and any(not w.code.startswith("flag_lab") for w in why)
            for k, why in new.items()
        )
        if worst[-1] is not None:
            meant = min((k for k in new if rules()[k].level == worst[-1]), key=_says_more)
            out.append(
                reason(
                    "flag_if_in", analyte=lab.analyte, value=lab.value, unit=str(unit), flag=meant
                )
            )
    if not out:
        return None, []
    surely = beside_a_sign or set(worst) == {"emergency"}
    return "emergency" if surely else "same_day", out


UNIT_UNSAID: dict[UrgencyLevel, str] = {"same_day": "RF110", "emergency": "RF110b"}
"""The rules for a result that would be urgent in some or all of the units it may be in."""


def evaluate(told: Person, labs: Sequence[Lab]) -> tuple[list[RedFlag], Urgency]:
    """The red flags that fire, most urgent first, and how soon help is needed.

    Args:
        told: what was understood from words and numbers.
        labs: interpreted results; `analyte`, `si_value`, `interpretation` and `date` are used.

    The level is that of the most urgent flag; when none fires, the ladder of the facts decides,
    and a flag of level "routine" still outranks the ladder's "self_care".
    """
    facts = Facts(told, labs)
    fired = _fired(facts)
    for lab in labs:
        level, because = _of_one_unit(told, labs, lab, set(fired))
        if level is not None:
            key = UNIT_UNSAID[level]
            fired[key] = [*fired.get(key, []), *because]
    flags = [
        RedFlag(
            id=key,
            level=rules()[key].level,
            because_codes=[r for k, r in enumerate(because) if r not in because[:k]],
            source=rules()[key].source,
        )
        for key, because in fired.items()
    ]
    flags.sort(key=lambda f: (ORDER.index(f.level), f.id))
    if flags:
        level = flags[0].level
        codes = [reason("urgent_for_a_flag", flag=f.id) for f in flags if f.level == level]
        return flags, Urgency(level=level, reason_codes=codes)
    for step in ladder():
        if step.when is None or facts.why(step.when) is not None:
            codes = [reason("urgent_by_the_ladder", step=step.id)]
            return flags, Urgency(level=step.level, reason_codes=codes)
    raise loader.FactsError("facts/data/red_flags: the ladder has no last step without condition")
