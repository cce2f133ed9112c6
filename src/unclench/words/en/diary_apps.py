"""Sentences about what an app's export does not tell."""

from __future__ import annotations

from unclench.words.en.diary_places import at, count, name_of
from unclench.words.en.sentences import Values, number, sentence, text, texts

# What an app's export does not tell.


@sentence("diary_not_exported")
def _(v: Values) -> str:
    return (
        f"{at(v)}not exported: {', '.join(map(name_of, texts(v, 'nutrients')))}. "
        "They are looked up by the names of the foods; switch them on in the app's nutrient "
        "settings and export again to have the app's own values."
    )


@sentence("diary_blanks_are_zero")
def _(v: Values) -> str:
    better = (
        "A list of the foods of the same days answers better."
        if v.get("totals")
        else "The servings export of the same days answers better."
    )
    return (
        f"{at(v)}the daily summary counts what a label does not tell as zero, so its vitamins "
        f"and minerals are lower bounds. {better}"
    )


@sentence("diary_few_nutrients")
def _(v: Values) -> str:
    return (
        f"{at(v)}this diary tells energy and a few nutrients; minerals and vitamins are looked "
        "up by the names of the foods."
    )


@sentence("diary_names_no_foods")
def _(v: Values) -> str:
    return (
        f"{at(v)}this summary names no foods and carries no magnesium, vitamin D, B vitamins, "
        "zinc or water; it cannot answer for them. Save the Printable Diary instead (free, in the "
        "app's Reports): it names the foods."
    )


@sentence("diary_zero_is_unknown")
def _(v: Values) -> str:
    return (
        f"{at(v)}it writes 0 for what it does not know, so zeros of fibre, sodium, potassium, "
        "calcium, iron and vitamin C were taken as unknown."
    )


@sentence("diary_percent_of_what")
def _(v: Values) -> str:
    return (
        f"{at(v)}calcium, iron and vitamin C are percentages of a daily value that is not named; "
        "the lowest one in use was taken, so they are lower bounds."
    )


@sentence("diary_added_up")
def _(v: Values) -> str:
    return (
        f"{at(v)}in these totals foods and supplements are added up and cannot be told apart. "
        "Give Items and INS instead to keep them apart."
    )


@sentence("diary_missing_at_source")
def _(v: Values) -> str:
    return f"{at(v)}rows with nutrients missing at their source: {count(v)}."


@sentence("diary_several_apps")
def _(v: Values) -> str:
    apps = texts(v, "apps")
    return (
        f"{at(v)}{len(apps)} apps wrote foods ({', '.join(apps[:6])}), on different days or of "
        "different nutrients; all were counted."
    )


@sentence("diary_nameless")
def _(v: Values) -> str:
    return (
        f"{at(v)}of {number(v, 'foods'):.0f} foods {count(v)} have no name; what they do not "
        "tell cannot be looked up."
    )


@sentence("diary_two_apps")
def _(v: Values) -> str:
    return (
        f"Days told by both {' and '.join(texts(v, 'files'))}: {count(v)}, the first "
        f"{text(v, 'first')}. Meals that were logged in both are counted twice; give one of the "
        "files if so."
    )
