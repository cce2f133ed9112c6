"""What a survey's answer says at a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

STEPS = {
    "in_files": "people in the files",
    "with_a_diet": "with a day of diet",
    "duplicate_rows": "rows that were there twice, counted once",
    "reliable_day": "with a reliable day",
    "not_breast_fed": "not breast-fed",
    "not_pregnant": "not pregnant",
    "not_breast_feeding": "not breast-feeding",
    "sex_known": "sex known",
    "in_age_groups": "in the age groups",
    "nutrient_known": "amount of the nutrient known",
    "enough_known": "enough of the day known",
    "possible_day": "energy of the day possible",
    "two_days": "with two days",
    "has_weight": "with a weight",
    "supplements_known": "supplements known",
}
WHY = {
    "too_few_people": "too few people to fit a model",
    "too_few_with_two_days": "too few people with two days; give --ratio",
    "nothing_eaten": "nobody ate any",
    "no_requirement": "no requirement is known for everybody here",
    "requirement_per_kg_body_weight": "the requirement is per kilogram, and no file has body "
    "weights",
    "too_few_with_body_weight": "the requirement is per kilogram, and too few have a body weight",
    "ratio": "no requirement judges a ratio",
    "requirement_per_MJ_energy": "the requirement is per energy",
    "adequate_intake_only": "only an adequate intake is known: below it is not too little",
    "requirements_of_two_kinds": "average requirements and adequate intakes are mixed here",
}
RULES = {
    "random_groups": "no strata and units in the files: people in random groups instead",
    "lone_units_joined": "a stratum with one unit was joined with the one before it",
    "units_in_two_groups": "the units of a stratum with more than two were put into two random "
    "groups for half samples",
}
NOT_CONVERGED = (
    "the fit did not converge. Every power from the logarithm to none was tried, each with its "
    "best variances; do not use these numbers. Make larger groups (--by, --ages), give a variance "
    "ratio (--ratio), or use --two-part where many days are zero"
)
METHODS = {
    "ear_cut_point": "share with a usual intake below the average requirement (cut-point)",
    "full_probability": "full probability: the requirement is skewed, and no cut-point holds",
}
DOUBTS = {
    "variance_ratio_unlike_others": "days vary against people unlike in NHANES 2007-2016, so that "
    "the width is uncertain (few people?); compare with --ratio",
    "requirements_vary_more_than_intakes": "requirements vary more than intakes, see the "
    "full probability",
}


def step_text(step: str) -> str:
    """A step of the flow."""
    return STEPS.get(step, step.replace("_", " "))


def flow_text(flow: list[Mapping[str, Any]]) -> str:
    """Who was left at each step."""
    lines = ["Who counts                                    people     days   left out"]
    for s in flow:
        lines.append(
            f"  {step_text(s['step']):<40}{s['people']:>10,}{s['days']:>9,}"
            f"{s['people_left_out']:>11,}"
        )
    return "\n".join(lines)


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _share(value: float | None, error: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.1%}" + (f" ±{error:.1%}" if error is not None else "")


def _bounds(bounds: Mapping[str, Any]) -> str:
    """What foods do not list, at both ends."""
    low, high = bounds["mean"]
    said = f"with what foods do not list at its low and high end, mean {_number(low)} to "
    said += _number(high)
    if bounds["below_requirement"]:
        least, most = bounds["below_requirement"]
        said += f", too little {least:.1%} to {most:.1%}"
    return said


def _combined(design: Mapping[str, Any]) -> str:
    """How the weights of several cycles were combined."""
    times = design["weights_times"]
    if len(times) < 2:
        return ""
    if len(set(times)) == 1:
        return f", divided by {len(times)} cycles"
    each = ", ".join(f"{c} {t:.3f}" for c, t in zip(design["cycles"], times, strict=True))
    return f", times the share of years of its cycle ({each})"


def usual_text(answer: Mapping[str, Any]) -> str:
    """The answer of `unclench cohort usual`."""
    groups = answer["groups"]
    unit = answer["unit"]
    a_day = "" if answer["model"]["per"] else " a day"
    out = [f"Usual intake of {answer['nutrient'].replace('_', ' ')}, {unit}{a_day}", ""]
    out.append(
        f"{'group':<20}{'n':>7}{'mean':>8}{'se':>7}{'P5':>8}{'P25':>8}{'P50':>8}{'P75':>8}"
        f"{'P95':>8}  too little"
    )
    notes: list[str] = []
    for g in groups:
        p = g["percentiles"]
        name = " ".join(g["by"].values()) or "everybody"
        numbers = "".join(f"{_number(p[k]):>8}" for k in ("5", "25", "50", "75", "95"))
        below = _share(g["below_requirement"], g["se_below"])
        out.append(
            f"{name:<20}{g['n']:>7,}{_number(g['mean']):>8}{_number(g['se']):>7}{numbers}  {below}"
        )
        if g["at_or_above_adequate_intake"] is not None:
            share = _share(g["at_or_above_adequate_intake"], g["se_at_or_above"])
            notes.append(f"{name}: at or above the adequate intake {share}")
        notes += [WHY.get(g["why_not"], g["why_not"])] if g["why_not"] else []
        notes += [METHODS[g["method"]]] if g["method"] else []
        notes += [f"{name}: {DOUBTS[d]}" for d in g["doubts"]]
        notes += [f"{name}: {_bounds(g['bounds'])}"] if g["bounds"] else []
        if g["fit"].get("at_edge"):
            notes.append(f"{name}: at the edge of the model: {g['fit']['at_edge']}")
        if g["fit"].get("converged") is False:
            notes.append(f"{name}: {NOT_CONVERGED}")
    weighed = sum(g["n_judged"] or 0 for g in groups)
    notes += [f"judged per kilogram, by {weighed:,} people of known body weight"] if weighed else []
    notes += [RULES.get(r, r) for r in answer["design"]["rules"]]
    out += ["", *(f"- {n}" for n in dict.fromkeys(notes)), "", flow_text(answer["flow"])]
    d = answer["design"]
    out.append(
        f"\nStandard errors: {d['replicates']}, {d['strata']} strata, {d['units']} units; weight "
        f"'{d['weight']}'" + _combined(d) + f". Unclench {answer['version']}."
    )
    return "\n".join(out)


def _other_unit(other: Mapping[str, Any]) -> str:
    """Why a column of a nutrient cannot be used."""
    told = other["nutrient"].replace("_", " ")
    if other["times"] is None:
        return f"no amounts of {told} in {other['unit']}"
    return f"whose numbers times {other['times']:g} are {told} in {other['unit']}"


NAMED = 12
"""Columns that are not used and named."""


def columns_text(found: Mapping[str, Any]) -> str:
    """The answer of `unclench cohort columns`."""
    out = [f"{found['file']}: {found['holds']} ({found['kind']})"]
    if found["day"]:
        out.append(f"All rows are day {found['day']}.")
    for title, pairs in (("Columns", found["columns"]), ("Nutrients", found["nutrients"])):
        if pairs:
            out.append(f"{title}:")
            out += [
                f"  {ours:<14} {name:<14} {found['labels'].get(name, '')}".rstrip()
                for ours, name in pairs.items()
            ]
    if found["perhaps"]:
        out.append("Perhaps (used only when you say so, by the options below):")
        out += [f"  {ours:<14} {name}" for ours, name in found["perhaps"].items()]
    for other in found["other_units"]:
        out.append(f"Not usable as it is: '{other['column']}', {_other_unit(other)}")
    lacking = {r: why for r, why in found["missing"].items() if r not in found["perhaps"]}
    if lacking:
        out.append("Missing here:")
        out += [f"  {role:<14} {why}" for role, why in lacking.items()]
    unused = found["not_used"]
    some = ", ".join(unused[:NAMED]) + (", ..." if len(unused) > NAMED else "")
    out.append(f"Not used: {len(unused)} columns" + (f" ({some})" if unused else ""))
    out.append(f"As options: {found['map']}")
    return "\n".join(out)


def summed_text(done: Mapping[str, Any], out: Path) -> str:
    """The answer of `unclench cohort nutrients`; `done` has the fields of `cohort.parts.Done`."""
    lines, unknown, parts = done["lines"], done["unknown"], len(done["files"])
    bad = (
        f"{done['bad']:,} bad left out (see {out / 'bad_lines.csv'})" if done["bad"] else "none bad"
    )
    said = (
        f"{lines:,} lines, {bad}; {done['people']:,} people, {done['days']:,} days in "
        f"{parts} {'part' if parts == 1 else 'parts'} in {out}."
    )
    if unknown:
        said += (
            f"\n{unknown:,} lines ({unknown / lines:.0%}) are of foods that the "
            "table lacks; what they hold is unknown, not zero."
        )
    if unknown > lines / 2:
        said += (
            "\nIs this the right table? Give the one of these foods (--foods FILE, with food, "
            "energy and nutrients per 100 g), or write ids as `unclench foods search` shows them."
        )
    return said


def prevalence_text(answers: Sequence[Mapping[str, Any]]) -> str:
    """The answer of `unclench cohort prevalence`: nutrients down, groups across."""
    groups = [" ".join(g["by"].values()) or "everybody" for g in answers[0]["groups"]]
    wide = max(14, *(len(g) + 2 for g in groups))
    out = ["Share with too little, ± standard error", ""]
    out.append(f"{'':<14}" + "".join(f"{g:>{wide}}" for g in groups))
    for a in answers:
        cells = {" ".join(g["by"].values()) or "everybody": g for g in a["groups"]}
        line = f"{a['nutrient'].replace('_', ' '):<14}"
        for name in groups:
            g = cells.get(name)
            said = _share(g["below_requirement"], g["se_below"]) if g else "-"
            line += f"{said:>{wide}}"
        out.append(line)
    why = [
        f"{a['nutrient'].replace('_', ' ')}: {WHY.get(g['why_not'], g['why_not'])}"
        for a in answers
        for g in a["groups"]
        if g["why_not"]
    ]
    return "\n".join([*out, "", *(f"- {w}" for w in dict.fromkeys(why))])


def methods_text(answer: Mapping[str, Any]) -> str:
    """A paragraph to cite in a paper."""
    d, m = answer["design"], answer["model"]
    part = (
        "a two-part model (probability of eating and amount, with correlated effects of the person)"
        if m["name"] == "two_part"
        else "a one-part model (NCI method; Tooze et al. 2006, 2010)"
    )
    ratio = (
        " The ratio of within- to between-person variance was taken from elsewhere "
        f"({m['external_ratio']:g})."
        if m["external_ratio"]
        else ""
    )
    added = (
        " The usual dose of supplements was added to the shrunken intake from food, whose mean is "
        "that of takers or of others."
        if m["supplements_added"]
        else ""
    )
    divided = _combined(d)
    return (
        f"Usual intake of {answer['nutrient'].replace('_', ' ')} was estimated by {part}: Box-Cox "
        "power, sequence of the recall, weekend (Friday to Sunday) and variances together by "
        "weighted likelihood, each group with its own; usual intake is the mean over day-to-day "
        "variation (nine points) and over four weekdays and three weekend days."
        f"{ratio}{added} Weights: {d['weight']}{divided}. Standard errors: {d['replicates']}, "
        f"{d['sets']} sets, {d['strata']} strata, {d['units']} units, "
        f"{d['degrees_of_freedom']} degrees of freedom. Seed {m['seed']}. "
        f"Unclench {answer['version']}."
    )
