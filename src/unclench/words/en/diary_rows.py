"""Sentences about rows, amounts and days of a diary that were left out or are odd."""

from __future__ import annotations

from unclench.facts.nutrients import nutrients
from unclench.ways import BELIEVE
from unclench.words.en.diary_places import at, count, country, lines, name_of
from unclench.words.en.sentences import Values, number, sentence, text, texts

# Rows that are no foods.


@sentence("diary_rows_total")
def _(v: Values) -> str:
    return (
        f"{at(v)}rows with a total, which were not added to the foods: {count(v)} "
        f"(line {lines(v)})."
    )


@sentence("diary_rows_average")
def _(v: Values) -> str:
    return f"{at(v)}rows with an average, left out: {count(v)} (line {lines(v)})."


@sentence("diary_rows_sum")
def _(v: Values) -> str:
    return (
        f"{at(v)}rows that are the sum of the other rows of their day, taken as totals and left "
        f"out: {count(v)} (line {lines(v)})."
    )


@sentence("diary_rows_deleted")
def _(v: Values) -> str:
    return f"{at(v)}rows that are marked as deleted, left out: {count(v)} (line {lines(v)})."


@sentence("diary_rows_exercise")
def _(v: Values) -> str:
    return f"{at(v)}rows of exercise, left out: {count(v)} (line {lines(v)})."


@sentence("diary_unit_codes")
def _(v: Values) -> str:
    return (
        f"{at(v)}amounts whose unit is a number that only the app knows were not used: {count(v)}."
    )


@sentence("diary_sections_left")
def _(v: Values) -> str:
    return (
        f"{at(v)}tables of this file that hold no diary, left out: {', '.join(texts(v, 'names'))}."
    )


@sentence("diary_page_left")
def _(v: Values) -> str:
    return f"{at(v)}lines of exercise, notes and sums of this page, left out: {count(v)}."


@sentence("diary_lines_without_food")
def _(v: Values) -> str:
    return f"Rows that name no food, counted for what they record: {count(v)}."


@sentence("diary_logs_twice")
def _(v: Values) -> str:
    return f"Entries that stand in the file twice, counted once: {count(v)}."


@sentence("diary_foods_removed")
def _(v: Values) -> str:
    return (
        f"Entries whose food is not in the list of foods any more, and which were not counted: "
        f"{count(v)}."
    )


@sentence("diary_tables_not_used")
def _(v: Values) -> str:
    return f"Other tables of this file, not used: {', '.join(texts(v, 'tables'))}."


@sentence("diary_sources_left_out")
def _(v: Values) -> str:
    return (
        f"{at(v)}several apps wrote the same nutrients on the same days; of each day one app was "
        f"counted ({text(v, 'kept')} before the others), and {count(v)} records of "
        f"{', '.join(texts(v, 'apps'))} were left out."
    )


# Days that cannot be right.


@sentence("diary_day_left_out")
def _(v: Values) -> str:
    name = f" ('{text(v, 'name')[:40]}')" if text(v, "name") else ""
    amount = number(v, "amount")
    shown = f"{amount:,.0f}" if amount < 1e12 else f"{amount:.0e}"
    return (
        f"{text(v, 'of')}: {text(v, 'day')} was left out: {shown} "
        f"{text(v, 'unit')} of {name_of(text(v, 'nutrient'))} on one day cannot be right. Look "
        f"at line {text(v, 'row')}{name}. {BELIEVE}"
    )


@sentence("diary_looks_like_grams")
def _(v: Values) -> str:
    return (
        f"{at(v)}its days hold {number(v, 'amount'):.2g} {text(v, 'unit')} of "
        f"{name_of(text(v, 'nutrient'))}, far below what anybody eats. The numbers were not "
        f"used: if they are in grams, write the unit in the header. {BELIEVE}"
    )


# Amounts that are hard to believe, and supplements.


def _named(v: Values) -> str:
    return f" ('{text(v, 'name')}')" if v["name"] is not None else ""


@sentence("diary_heavy_line")
def _(v: Values) -> str:
    kg = number(v, "grams") / 1000
    return f"{at(v)}{kg:.3g} kg of '{v['name']}' in one line; is that right?"


@sentence("diary_rich_line")
def _(v: Values) -> str:
    return f"{at(v)}{number(v, 'kcal'):,.0f} kcal in one line{_named(v)}; is that right?"


@sentence("supplement_compound")
def _(v: Values) -> str:
    return (
        f"{at(v)}'{text(v, 'text')}': the number was taken as the weight of "
        f"{text(v, 'compound').lower()}, of which {number(v, 'share'):.0%} is "
        f"{name_of(text(v, 'nutrient'))}."
    )


@sentence("supplement_either")
def _(v: Values) -> str:
    nutrient, unit = text(v, "nutrient"), nutrients()[text(v, "nutrient")].unit
    name, amount = name_of(nutrient), number(v, "amount")
    return (
        f"{at(v)}'{text(v, 'text')}': on food-supplement labels the number is the {name} itself "
        f"({amount:g} {unit}); if it is the weight of the compound, only "
        f"{amount * number(v, 'share'):.3g} {unit} is {name}. Both are kept."
    )


@sentence("supplement_untold")
def _(v: Values) -> str:
    return (
        f"{at(v)}'{text(v, 'text')}': it is not told how much of what it holds; nothing was "
        "counted."
    )


@sentence("diary_supplement_without_amounts")
def _(v: Values) -> str:
    return (
        f"{at(v)}'{text(v, 'name')}' ({count(v)} times) is a supplement without amounts; what it "
        "holds could not be counted."
    )


@sentence("diary_medicines")
def _(v: Values) -> str:
    return (
        f"Medicines logged as foods: {', '.join(texts(v, 'names'))}. They count as no food; tell "
        "them as medicines so that they are checked."
    )


# Days.


@sentence("diary_days_of_supplements")
def _(v: Values) -> str:
    return f"Days with nothing but supplements or medicines, left out: {count(v)}."


@sentence("diary_guessed_lines")
def _(v: Values) -> str:
    return (
        f"Lines with neither a known food nor energy: {count(v)}. What they hold is a guess with "
        "a wide interval."
    )


@sentence("country_assumed")
def _(v: Values) -> str:
    if text(v, "basis") == "words":
        words = texts(v, "words")
        why = f"words of the diary ({', '.join(words[:5])}{', …' if len(words) > 5 else ''})"
    else:
        why = "the language that your browser asks for"
    named = country(text(v, "country"))
    return (
        f"The country where you live was not told. From {why} it is assumed to be "
        f"{named}: flour, bread, pasta, rice and milk count as they are enriched "
        "there, and verdicts that hang on it are held back. Tell the country."
    )


@sentence("country_not_known")
def _(v: Values) -> str:
    return (
        f"What is added to flour, bread, pasta, rice and milk in “{text(v, 'country')}” is not "
        "known here: their amounts are American, and what hangs on them is held back. Known are "
        f"{', '.join(country(k) for k in texts(v, 'known'))}."
    )


@sentence("diary_partial_days")
def _(v: Values) -> str:
    days = texts(v, "days")
    shown = ", ".join(days[:6]) + (", ..." if len(days) > 6 else "")
    return (
        "Days with less than half of this person's usual energy, which may not be logged in "
        f"full ({len(days)}): {shown}."
    )


# Rows that were not used.


@sentence("diary_told_elsewhere")
def _(v: Values) -> str:
    return f"Rows of days or foods that another file tells as well or better: {count(v)}."


@sentence("diary_before_first_day")
def _(v: Values) -> str:
    return f"Lines before the first day, not used: {count(v)}."


@sentence("diary_notes")
def _(v: Values) -> str:
    return f"Notes, not used: {count(v)}."


@sentence("diary_nothing_eaten")
def _(v: Values) -> str:
    return f"Lines that say that nothing was eaten: {count(v)}."


@sentence("diary_blank_days")
def _(v: Values) -> str:
    return f"Blank days, on which nothing was logged: {count(v)}."


@sentence("diary_header_only")
def _(v: Values) -> str:
    return "The file has a header and no lines: nobody took supplements."


@sentence("diary_broken_off")
def _(v: Values) -> str:
    return f"Rows of recalls that were broken off: {count(v)}."


@sentence("diary_records_twice")
def _(v: Values) -> str:
    return f"Records that stand in the file twice, counted once: {count(v)}."


@sentence("diary_nutrients_not_used")
def _(v: Values) -> str:
    kinds = texts(v, "kinds")
    return f"Records of nutrients that are not used: {count(v)} ({', '.join(kinds[:10])})."


@sentence("diary_undated")
def _(v: Values) -> str:
    return f"Foods without a readable date: {count(v)}."
