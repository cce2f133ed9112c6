"""Sentences of the reasons about needs, intake, water and the energy of a diary."""

from __future__ import annotations

from unclench.facts.kinds.biomarkers import Biomarker
from unclench.facts.loader import load
from unclench.facts.needs import AUTHORITY_NAMES, tables
from unclench.facts.nutrients import nutrients
from unclench.words.en.diary_places import country
from unclench.words.en.sentences import Values, number, sentence, text, texts


def _it_or_them(names: list[str]) -> str:
    return "it" if len(names) == 1 else "them"


def _label(v: Values) -> str:
    """The nutrient's label inside a sentence: "vitamin B12"."""
    label = nutrients()[text(v, "nutrient")].label
    return label[0].lower() + label[1:]


# Needs: whom a row holds for, why there is none, what was assumed.

_WHO = {"both": "people", "female": "women", "male": "men"}
_CHILDREN = {"both": "children", "female": "girls", "male": "boys"}


@sentence("life_stage")
def _life_stage(v: Values) -> str:
    low, below = number(v, "age_from"), number(v, "age_below")
    who = (_CHILDREN if below <= 18 else _WHO)[text(v, "sex")]
    if below <= 1:
        span = f"{round(low * 12)} to {round(below * 12) - 1} months"
    else:
        span = f"from {low:g} years" if below >= 121 else f"{low:g} to {below - 1:g} years"
    words = [who, span]
    if text(v, "state") != "none":
        words.append(text(v, "state"))
    if text(v, "menopause") != "any":
        words.append(f"{'before' if text(v, 'menopause') == 'pre' else 'after'} the menopause")
    if "weight_kg" in v:
        words.append(f"for {number(v, 'weight_kg'):g} kg")
    if "diets" in v:
        words += [f"{d} diet" for d in texts(v, "diets")]
    return ", ".join(words)


def _authority(v: Values) -> str:
    return AUTHORITY_NAMES[text(v, "authority")]


def _gap(v: Values) -> str:
    table = tables()[text(v, "nutrient"), text(v, "authority")]
    return next(g.why for g in table.gaps if g.state == text(v, "state"))


sentence("no_need.gap")(_gap)
sentence("need.as_others")(_gap)


@sentence("no_need.no_table")
def _no_table(v: Values) -> str:
    return f"{_authority(v)}: no table for {text(v, 'nutrient')} is in use."


@sentence("no_need.unknown")
def _unknown(v: Values) -> str:
    return f"{' and '.join(texts(v, 'missing'))} not given; the requirement depends on it."


@sentence("no_need.no_row")
def _no_row(v: Values) -> str:
    state = text(v, "state")
    who = f"{state} " if state != "none" else ""
    return (
        f"{_authority(v)} gives no value for a {who}{text(v, 'sex')} person "
        f"aged {number(v, 'age'):g}."
    )


@sentence("no_need.per_kg")
def _no_weight(v: Values) -> str:
    return "weight is not given; the requirement is per kilogram."


@sentence("no_need.per_energy")
def _no_energy(v: Values) -> str:
    return "the requirement is per MJ of energy need; weight and height are needed."


@sentence("need.menopause_by_age")
def _menopause_by_age(v: Values) -> str:
    when = "after" if text(v, "menopause") == "post" else "before"
    return f"Taken to be {when} the menopause by age."


@sentence("need.past_oldest")
def _past_oldest(v: Values) -> str:
    doing = {"pregnant": "pregnancy", "lactating": "breastfeeding"}[text(v, "state")]
    return (
        f"{_authority(v)} gives no value for {doing} at {number(v, 'age'):g}; the one for the "
        "oldest group there is was taken."
    )


@sentence("need.below_youngest")
def _below_youngest(v: Values) -> str:
    doing = {"pregnant": "pregnancy", "lactating": "breastfeeding"}[text(v, "state")]
    return (
        f"{_authority(v)} gives no value for {doing} at {number(v, 'age'):g}; the higher of that "
        "for the age and that for the youngest group there is was taken."
    )


@sentence("need.per_kg")
def _per_kg(v: Values) -> str:
    return f"Per kilogram, for {number(v, 'weight_kg'):g} kg."


@sentence("need.per_energy")
def _per_energy(v: Values) -> str:
    return f"Per MJ, for an energy need of {number(v, 'energy_mj'):.1f} MJ a day."


@sentence("need.diet")
def _diet(v: Values) -> str:
    times, diet = number(v, "times"), text(v, "diet")
    return f"Times {times:g} for a {diet} diet. {text(v, 'note')}".strip()


@sentence("need.note")
def _note(v: Values) -> str:
    return tables()[text(v, "nutrient"), text(v, "authority")].note


# Why no verdict is firm: what stands after "because" or "nothing firm can be said:".


def _says(code: str, words: str) -> None:
    sentence(code)(lambda v: words)


_says("held_back.not_in_diary", "it is not in the diary")
_says("held_back.part_missing", "part of the intake is missing from the file")
_says("held_back.diary_too_low", "the diary holds too little energy to be whole")
_says("held_back.sun_gives_more", "sun on skin gives more than food does")
_says("held_back.sun_may_make_up", "sun on skin may make up for it")
_says("held_back.days_otherwise", "your own days lie on the other side of the need")
_says(
    "held_back.country_unknown",
    "it hangs on what is added to flour, bread, pasta, rice, milk or cereal, and it is not known "
    "what is added where you live",
)

_says(
    "held_back.makers",
    "it hangs on what was added to your breakfast cereal, milk or rice: the packet says it",
)


@sentence("held_back.country_assumed")
def _(v: Values) -> str:
    return (
        "it hangs on what is added to flour, bread, pasta, rice, milk or cereal where you live, "
        f"and {country(text(v, 'country'))} is only assumed"
    )


_says("held_back.one_day", "without one single day it would lie below the need")
_says(
    "held_back.share_assumed",
    "the file counts blanks as zero, so how much of it is missing is only assumed",
)


@sentence("held_back.few_days")
def _few_days(v: Values) -> str:
    days, least = round(number(v, "days")), round(number(v, "least"))
    few = "one day of diary is too few" if days == 1 else f"{days} days of diary are too few"
    return f"{few}, it takes {least} to say that it is enough or too little"


@sentence("held_back.counts_part")
def _counts_part(v: Values) -> str:
    why = tables()[text(v, "nutrient"), text(v, "authority")].intake_counts_part
    return why[0].lower() + why[1:]


_says("held_back.little_known", "too little of what was eaten has a known amount")
_says(
    "retinol_in_pregnancy",
    "In pregnancy too much retinol can harm the unborn child: stop liver and what is made of it, "
    "and every product with vitamin A (retinol), and speak to your midwife or doctor today.",
)
_says("sun_not_counted", "Sun on skin gives most vitamin D and is not counted here.")


@sentence("food_adds_unknown")
def _food_adds(v: Values) -> str:
    return "That is from supplements alone; what food adds to it is unknown."


@sentence("retinol_and_bone")
def _retinol_and_bone(v: Values) -> str:
    return (
        f"From about {number(v, 'amount'):,.0f} µg a day over years bones may break more easily; "
        "with thin bones, after the menopause and in old age it is advised to stay below."
    )


@sentence("held_back.dose_untold")
def _dose_untold(v: Values) -> str:
    return f"it is not told how much is in {' and '.join(texts(v, 'supplements'))}"


@sentence("blood_outranks")
def _blood_outranks(v: Values) -> str:
    marker = load("biomarkers", Biomarker)[text(v, "marker")]
    sign = {"<": "below ", ">": "above ", "": ""}[text(v, "bound")]
    enough = f"{marker.enough_for_nearly_all:g}"
    band = {
        "likely_low": f"below {marker.deficient_below:g}: a level at which deficiency is likely.",
        "uncertain": f"between {marker.deficient_below:g} and {enough}: enough for some people, "
        "too little for others.",
        "above_limit": f"above {marker.concern_above or 0:g}, where its source sees reason for "
        "concern.",
    }.get(text(v, "verdict"), f"at or above {enough}: enough for nearly everybody.")
    return (
        f"{marker.label} is {sign}{number(v, 'value'):.0f} {marker.unit}, {band} "
        "This counts for more than intake."
    )


# Why the method of IOM 2000 was not used.

_says("iom.no_days", "there are no recorded days")
_says("iom.no_average", "there is no average requirement")
_says("iom.no_variation", "no day-to-day variation is known")


@sentence("iom.not_normal")
def _not_normal(v: Values) -> str:
    return f"needs for {_label(v)} are not normally distributed"


@sentence("iom.skewed")
def _skewed(v: Values) -> str:
    return (
        f"from day to day this nutrient varies by {number(v, 'cv'):.0%}, more "
        "than the method bears (60 to 70 %)"
    )


# Supplements and stated intakes.


@sentence("supplement_in_diary")
def _in_diary(v: Values) -> str:
    return (
        f"{text(v, 'supplement')}: the diary lists {_label(v)} from supplements already; "
        "it counts once."
    )


@sentence("supplement_once_a_day")
def _once_a_day(v: Values) -> str:
    return f"{text(v, 'supplement')}: how often was not told; once a day was taken."


@sentence("stated_not_used")
def _stated_not_used(v: Values) -> str:
    return f"'{text(v, 'told')}' was not used: {text(v, 'why')}"


@sentence("stated_but_in_diary")
def _stated_but_in_diary(v: Values) -> str:
    return f"The stated {_label(v)} was not used: the diary has it."


# What is missing.

_says("no_diary", "There is no diary: nothing can be said about what you eat.")
_says("missing.weight", "Weight missing: the need for protein is per kilogram of body weight.")


@sentence("missing.life_stage")
def _missing_life_stage(v: Values) -> str:
    names = texts(v, "missing")
    return (
        f"{' and '.join(names).capitalize()} missing: with {_it_or_them(names)} intakes could be "
        "compared with requirements."
    )


@sentence("missing.body")
def _missing_body(v: Values) -> str:
    names = [n.partition("_")[0] for n in texts(v, "missing")]
    return (
        f"{' and '.join(names).capitalize()} missing: with {_it_or_them(names)} we could say "
        "whether the diary can be whole."
    )


@sentence("missing.in_diary")
def _missing_in_diary(v: Values) -> str:
    labels = [nutrients()[n].label for n in texts(v, "nutrients")]
    return (
        f"Not in the diary: {', '.join(labels)}. A diary with food names or with these columns "
        "would allow an answer."
    )


@sentence("missing.in_food_table")
def _missing_in_food_table(v: Values) -> str:
    labels = [nutrients()[n].label for n in texts(v, "nutrients")]
    return (
        f"{', '.join(labels)} of food is neither in the diary nor in the food table: whether it is "
        "enough, or too much, is unknown."
    )


# Whether the diary can be whole.

_says(
    "energy.not_recorded", "No energy was recorded, so nobody can say whether the diary is whole."
)


def _kcal(v: Values, key: str) -> str:
    return f"{number(v, key):,.0f}"


def _over(v: Values) -> str:
    days = round(number(v, "days"))
    return f"over {days} day{'s' if days != 1 else ''}"


@sentence("energy.no_body")
def _no_body(v: Values) -> str:
    return (
        f"The diary has {_kcal(v, 'kcal')} kcal a day. Whether that is the whole diet cannot be "
        f"judged without {' and '.join(texts(v, 'missing'))}."
    )


@sentence("energy.too_low_for_anybody")
def _too_low_for_anybody(v: Values) -> str:
    return (
        f"The diary has {_kcal(v, 'kcal')} kcal a day {_over(v)}. "
        f"Even an adult of {number(v, 'weight_kg'):.0f} kg uses about {_kcal(v, 'rest')} kcal a "
        "day at complete rest. The diary is very unlikely to hold everything that was eaten, "
        "unless you were ill or fasting. What looks low here may only be missing from the diary."
    )


@sentence("energy.too_low")
def _too_low(v: Values) -> str:
    return (
        f"The diary has {_kcal(v, 'kcal')} kcal a day {_over(v)}. A body like yours uses about "
        f"{_kcal(v, 'rest')} kcal a day at complete rest. Below {_kcal(v, 'low')} kcal a diary is "
        "very unlikely to hold everything that was eaten, unless you were ill, fasting or "
        "losing weight. What looks low here may only be missing from the diary."
    )


@sentence("energy.too_high")
def _too_high(v: Values) -> str:
    return (
        f"The diary has {_kcal(v, 'kcal')} kcal a day {_over(v)}, more than the "
        f"{_kcal(v, 'high')} kcal that are likely for a body like yours. Amounts may be too "
        "large, or lines may stand in it twice."
    )


@sentence("energy.plausible")
def _plausible(v: Values) -> str:
    return (
        f"The diary has {_kcal(v, 'kcal')} kcal a day {_over(v)}; between {_kcal(v, 'low')} and "
        f"{_kcal(v, 'high')} kcal is believable for a body like yours. That does not prove "
        "that it is complete."
    )


@sentence("energy.stated")
def _stated(v: Values) -> str:
    in_all = f" and needs about {_kcal(v, 'need')} in all." if v["need"] is not None else "."
    end = {
        "too_low": " Living on that little for long is unlikely, or harmful.",
        "too_high": " That is more than is likely.",
    }.get(text(v, "verdict"), "")
    return (
        f"You state {_kcal(v, 'kcal')} kcal a day. A body like yours uses about "
        f"{_kcal(v, 'rest')} at rest{in_all}{end}"
    )


# Water and sweat.

_says(
    "thirst.is_a_guide",
    "Thirst is a good guide for healthy people; drinking beyond it does not prevent cramps and can "
    "be dangerous.",
)
_says(
    "thirst.warns_late",
    "From about 65 years thirst warns late, so it is no sure guide: drinks at fixed times of the "
    "day help, unless a professional has limited what you drink. Drinking far beyond need does not "
    "prevent cramps and can be dangerous.",
)
_says(
    "sweat.not_measured",
    "Heat or exercise was mentioned. With hours of exercise, or a sweat rate and hours of hot "
    "work, the loss by sweat could be estimated.",
)


@sentence("sweat.no_hours")
def _no_hours(v: Values) -> str:
    return f"You sweat {number(v, 'rate'):g} litres an hour; for how many hours was not said."
