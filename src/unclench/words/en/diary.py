"""Sentences about what was read of a diary, and what of it could not be used."""

from __future__ import annotations

from unclench.assessment import Assessment
from unclench.facts.nutrients import nutrients
from unclench.ways import BELIEVE
from unclench.words.en.sentences import Values, number, sentence, sentence_of, text, texts


def speak(answer: Assessment) -> None:
    """Fill the sentences of this part of an answer in place."""
    for file in answer.diary.files if answer.diary is not None else ():
        file.skipped = [sentence_of(r) for r in file.not_used]


def _at(v: Values) -> str:
    """Where something stands, before a sentence: "servings.csv, line 3: "."""
    if "file" not in v:
        return ""
    line = f", line {number(v, 'line'):.0f}" if "line" in v else ""
    return f"{text(v, 'file')}{line}: "


def _count(v: Values) -> str:
    return f"{number(v, 'count'):.0f}"


def _nutrient(name: str) -> str:
    return name.replace("_", " ")


# How the file is written.


@sentence("diary_utf16")
def _(v: Values) -> str:
    return f"{_at(v)}The file is saved as UTF-16; it was read as such."


@sentence("diary_shift_jis")
def _(v: Values) -> str:
    return f"{_at(v)}The file is saved as Shift-JIS; it was read as such."


@sentence("diary_windows_1252")
def _(v: Values) -> str:
    return (
        f"{_at(v)}The file is not saved as UTF-8; it was read as Windows-1252. Look whether "
        "letters with accents and the sign µ came out right."
    )


@sentence("diary_same_file")
def _same_file(v: Values) -> str:
    return f"{text(v, 'file')} is the same file as {text(v, 'other')}: it counts once."


@sentence("diary_same_record")
def _same_record(v: Values) -> str:
    return (
        f"{text(v, 'file')} tells mostly the same lines as {text(v, 'other')}: "
        "lines that stand in both count once."
    )


@sentence("diary_archive")
def _(v: Values) -> str:
    return f"{text(v, 'file')} is a ZIP archive; the diaries in it were read."


@sentence("diary_json_rows")
def _(v: Values) -> str:
    return f"{_at(v)}{_count(v)} records of JSON were read as the rows of a table."


@sentence("diary_sheets_hidden")
def _(v: Values) -> str:
    return (
        f"{_at(v)}hidden sheets were not read: {', '.join(texts(v, 'names'))}. Unhide them if "
        "they belong to the diary."
    )


@sentence("diary_passed_over")
def _(v: Values) -> str:
    return f"{_at(v)}{text(v, 'why')}"


@sentence("diary_header_twice")
def _(v: Values) -> str:
    return (
        f"{_at(v)}The header stands in the file more than once (exports pasted together?); it was "
        "passed over."
    )


@sentence("diary_no_header")
def _(v: Values) -> str:
    return f"{_at(v)}There is no header; the columns were taken as date, food, amount, unit."


@sentence("diary_cut_off")
def _(v: Values) -> str:
    return f"{_at(v)}The last line is shorter than the others; the file seems cut off."


@sentence("diary_separator")
def _(v: Values) -> str:
    name = {";": "semicolons", "\t": "tabs", "|": "bars"}[text(v, "separator")]
    return f"{_at(v)}The cells are separated by {name}; they were read so."


@sentence("diary_decimal_comma")
def _(v: Values) -> str:
    return f"{_at(v)}Numbers are written with a decimal comma; they were read so."


@sentence("diary_column_unit")
def _(v: Values) -> str:
    return (
        f"{_at(v)}'{text(v, 'header')}': its unit cannot be turned into {text(v, 'unit')}; "
        "the column was not used."
    )


@sentence("diary_unknown_columns")
def _(v: Values) -> str:
    headers = texts(v, "headers")
    names = ", ".join(f"'{h[:40]}'" for h in headers[:12])
    more = f" and {len(headers) - 12} more" if len(headers) > 12 else ""
    return f"{_at(v)}these columns are not known and were not used: {names}{more}."


@sentence("diary_point_thousand")
def _(v: Values) -> str:
    return f"{_at(v)}Numbers such as 1.300 were read as thousands."


@sentence("diary_stray_quotes")
def _(v: Values) -> str:
    return (
        f"{_at(v)}a quotation mark that is not closed stands in line {_lines(v)}; the lines behind "
        "it were read one by one."
    )


@sentence("diary_taken_as")
def _(v: Values) -> str:
    pairs = zip(texts(v, "said"), texts(v, "foods"), strict=True)
    shown = "; ".join(f"'{said}' as '{food}'" for said, food in pairs)
    more = int(number(v, "count")) - len(texts(v, "said"))
    rest = f" and {more} more" if more > 0 else ""
    return (
        f"Some names leave open which food it was. Taken: {shown}{rest}. Write it more exactly "
        "where another was meant."
    )


@sentence("diary_cells_cut")
def _(v: Values) -> str:
    return (
        f"{_at(v)}a cell beyond all length stands in line {_lines(v)}; only its beginning was read."
    )


@sentence("diary_cells_trace")
def _(v: Values) -> str:
    shown = ", ".join(f"'{c}'" for c in texts(v, "cells"))
    return (
        f"{_at(v)}cells that say 'next to nothing' or 'below a limit' ({_count(v)}: {shown}) were "
        "taken as 0 or as half the limit."
    )


@sentence("diary_cells_about")
def _(v: Values) -> str:
    shown = ", ".join(f"'{c}'" for c in texts(v, "cells"))
    return f"{_at(v)}cells with an estimate or a unit ({_count(v)}: {shown}) were taken as numbers."


@sentence("diary_columns_not_needed")
def _(v: Values) -> str:
    headers = texts(v, "headers")
    names = ", ".join(f"'{h[:40]}'" for h in headers[:12])
    more = f" and {len(headers) - 12} more" if len(headers) > 12 else ""
    return f"{_at(v)}these columns are known and not needed here: {names}{more}."


@sentence("diary_energy_unit")
def _(v: Values) -> str:
    why = {
        "foods": "the foods it was recorded for hold about as much",
        "macronutrients": "protein, fat and carbohydrate of the same lines hold about as much",
        "day": "a day would else hold more than anybody eats",
        "usual": "a day then holds a usual amount",
    }[text(v, "why")]
    return (
        f"{_at(v)}the energy has no unit; it was taken as {text(v, 'unit')}, because {why}. Write "
        "kcal or kJ in the header if that is wrong."
    )


# Rows that are no foods.


def _lines(v: Values) -> str:
    lines, count = texts(v, "lines"), number(v, "count")
    return ", ".join(lines) + (" and others" if count > len(lines) else "")


@sentence("diary_rows_total")
def _(v: Values) -> str:
    return (
        f"{_at(v)}rows with a total, which were not added to the foods: {_count(v)} "
        f"(line {_lines(v)})."
    )


@sentence("diary_rows_average")
def _(v: Values) -> str:
    return f"{_at(v)}rows with an average, left out: {_count(v)} (line {_lines(v)})."


@sentence("diary_rows_sum")
def _(v: Values) -> str:
    return (
        f"{_at(v)}rows that are the sum of the other rows of their day, taken as totals and left "
        f"out: {_count(v)} (line {_lines(v)})."
    )


@sentence("diary_rows_deleted")
def _(v: Values) -> str:
    return f"{_at(v)}rows that are marked as deleted, left out: {_count(v)} (line {_lines(v)})."


@sentence("diary_rows_exercise")
def _(v: Values) -> str:
    return f"{_at(v)}rows of exercise, left out: {_count(v)} (line {_lines(v)})."


@sentence("diary_lines_without_food")
def _(v: Values) -> str:
    return f"Rows that name no food, counted for what they record: {_count(v)}."


@sentence("diary_logs_twice")
def _(v: Values) -> str:
    return f"Entries that stand in the file twice, counted once: {_count(v)}."


@sentence("diary_foods_removed")
def _(v: Values) -> str:
    return (
        f"Entries whose food is not in the list of foods any more, and which were not counted: "
        f"{_count(v)}."
    )


@sentence("diary_tables_not_used")
def _(v: Values) -> str:
    return f"Other tables of this file, not used: {', '.join(texts(v, 'tables'))}."


@sentence("diary_sources_left_out")
def _(v: Values) -> str:
    return (
        f"{_at(v)}several apps wrote the same nutrients on the same days; of each day one app was "
        f"counted ({text(v, 'kept')} before the others), and {_count(v)} records of "
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
        f"{text(v, 'unit')} of {_nutrient(text(v, 'nutrient'))} on one day cannot be right. Look "
        f"at line {text(v, 'row')}{name}. {BELIEVE}"
    )


@sentence("diary_looks_like_grams")
def _(v: Values) -> str:
    return (
        f"{_at(v)}its days hold {number(v, 'amount'):.2g} {text(v, 'unit')} of "
        f"{_nutrient(text(v, 'nutrient'))}, far below what anybody eats. The numbers were not "
        f"used: if they are in grams, write the unit in the header. {BELIEVE}"
    )


# Dates.


@sentence("diary_dates_filled")
def _(v: Values) -> str:
    return (
        f"{_at(v)}rows without a date were given that of the row above: {_count(v)} "
        f"(line {_lines(v)})."
    )


@sentence("diary_zone")
def _(v: Values) -> str:
    return (
        f"{_at(v)}times of {_count(v)} rows are universal time; they were moved to the clock of "
        "their time zone."
    )


@sentence("diary_dates_two_ways")
def _(v: Values) -> str:
    order = "day before month" if v["day_first"] else "month before day"
    return f"{_at(v)}The dates can be read in two ways; they were read with the {order}."


@sentence("diary_no_year")
def _(v: Values) -> str:
    return f"{_at(v)}Dates without a year were taken as the latest such days."


@sentence("diary_numbered_days")
def _(v: Values) -> str:
    return (
        f"{_at(v)}Days without a date were laid on the days before today. Only their number "
        "matters."
    )


@sentence("diary_weekdays")
def _(v: Values) -> str:
    return f"{_at(v)}Weekdays without a date were taken as the latest such days."


@sentence("diary_one_day")
def _(v: Values) -> str:
    return f"{_at(v)}There is no heading with a day, so all lines were taken as one day."


# Amounts that are hard to believe, and supplements.


def _named(v: Values) -> str:
    return f" ('{text(v, 'name')}')" if v["name"] is not None else ""


@sentence("diary_heavy_line")
def _(v: Values) -> str:
    kg = number(v, "grams") / 1000
    return f"{_at(v)}{kg:.3g} kg of '{v['name']}' in one line; is that right?"


@sentence("diary_rich_line")
def _(v: Values) -> str:
    return f"{_at(v)}{number(v, 'kcal'):,.0f} kcal in one line{_named(v)}; is that right?"


@sentence("supplement_compound")
def _(v: Values) -> str:
    return (
        f"{_at(v)}'{text(v, 'text')}': the number was taken as the weight of "
        f"{text(v, 'compound').lower()}, of which {number(v, 'share'):.0%} is "
        f"{_nutrient(text(v, 'nutrient'))}."
    )


@sentence("supplement_either")
def _(v: Values) -> str:
    nutrient, unit = text(v, "nutrient"), nutrients()[text(v, "nutrient")].unit
    name, amount = _nutrient(nutrient), number(v, "amount")
    return (
        f"{_at(v)}'{text(v, 'text')}': on food-supplement labels the number is the {name} itself "
        f"({amount:g} {unit}); if it is the weight of the compound, only "
        f"{amount * number(v, 'share'):.3g} {unit} is {name}. Both are kept."
    )


@sentence("supplement_untold")
def _(v: Values) -> str:
    return (
        f"{_at(v)}'{text(v, 'text')}': it is not told how much of what it holds; nothing was "
        "counted."
    )


@sentence("diary_supplement_without_amounts")
def _(v: Values) -> str:
    return (
        f"{_at(v)}'{text(v, 'name')}' ({_count(v)} times) is a supplement without amounts; what it "
        "holds could not be counted."
    )


@sentence("diary_medicines")
def _(v: Values) -> str:
    return (
        f"Medicines logged as foods: {', '.join(texts(v, 'names'))}. They count as no food; tell "
        "them as medicines so that they are checked."
    )


# What an app's export does not tell.


@sentence("diary_not_exported")
def _(v: Values) -> str:
    return (
        f"{_at(v)}not exported: {', '.join(map(_nutrient, texts(v, 'nutrients')))}. "
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
        f"{_at(v)}the daily summary counts what a label does not tell as zero, so its vitamins "
        f"and minerals are lower bounds. {better}"
    )


@sentence("diary_few_nutrients")
def _(v: Values) -> str:
    return (
        f"{_at(v)}this diary tells energy and a few nutrients; minerals and vitamins are looked "
        "up by the names of the foods."
    )


@sentence("diary_names_no_foods")
def _(v: Values) -> str:
    return (
        f"{_at(v)}this summary names no foods and carries no magnesium, vitamin D, B vitamins, "
        "zinc or water; it cannot answer for them. Save the Printable Diary instead (free, in the "
        "app's Reports): it names the foods."
    )


@sentence("diary_zero_is_unknown")
def _(v: Values) -> str:
    return (
        f"{_at(v)}it writes 0 for what it does not know, so zeros of fibre, sodium, potassium, "
        "calcium, iron and vitamin C were taken as unknown."
    )


@sentence("diary_percent_of_what")
def _(v: Values) -> str:
    return (
        f"{_at(v)}calcium, iron and vitamin C are percentages of a daily value that is not named; "
        "the lowest one in use was taken, so they are lower bounds."
    )


@sentence("diary_added_up")
def _(v: Values) -> str:
    return (
        f"{_at(v)}in these totals foods and supplements are added up and cannot be told apart. "
        "Give Items and INS instead to keep them apart."
    )


@sentence("diary_missing_at_source")
def _(v: Values) -> str:
    return f"{_at(v)}rows with nutrients missing at their source: {_count(v)}."


@sentence("diary_several_apps")
def _(v: Values) -> str:
    apps = texts(v, "apps")
    return (
        f"{_at(v)}{len(apps)} apps wrote foods ({', '.join(apps[:6])}), on different days or of "
        "different nutrients; all were counted."
    )


@sentence("diary_nameless")
def _(v: Values) -> str:
    return (
        f"{_at(v)}of {number(v, 'foods'):.0f} foods {_count(v)} have no name; what they do not "
        "tell cannot be looked up."
    )


@sentence("diary_two_apps")
def _(v: Values) -> str:
    return (
        f"Days told by both {' and '.join(texts(v, 'files'))}: {_count(v)}, the first "
        f"{text(v, 'first')}. Meals that were logged in both are counted twice; give one of the "
        "files if so."
    )


# Days.


@sentence("diary_days_of_supplements")
def _(v: Values) -> str:
    return f"Days with nothing but supplements or medicines, left out: {_count(v)}."


@sentence("diary_guessed_lines")
def _(v: Values) -> str:
    return (
        f"Lines with neither a known food nor energy: {_count(v)}. What they hold is a guess with "
        "a wide interval."
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
    return f"Rows of days or foods that another file tells as well or better: {_count(v)}."


@sentence("diary_before_first_day")
def _(v: Values) -> str:
    return f"Lines before the first day, not used: {_count(v)}."


@sentence("diary_notes")
def _(v: Values) -> str:
    return f"Notes, not used: {_count(v)}."


@sentence("diary_nothing_eaten")
def _(v: Values) -> str:
    return f"Lines that say that nothing was eaten: {_count(v)}."


@sentence("diary_blank_days")
def _(v: Values) -> str:
    return f"Blank days, on which nothing was logged: {_count(v)}."


@sentence("diary_header_only")
def _(v: Values) -> str:
    return "The file has a header and no lines: nobody took supplements."


@sentence("diary_broken_off")
def _(v: Values) -> str:
    return f"Rows of recalls that were broken off: {_count(v)}."


@sentence("diary_records_twice")
def _(v: Values) -> str:
    return f"Records that stand in the file twice, counted once: {_count(v)}."


@sentence("diary_nutrients_not_used")
def _(v: Values) -> str:
    kinds = texts(v, "kinds")
    return f"Records of nutrients that are not used: {_count(v)} ({', '.join(kinds[:10])})."


@sentence("diary_undated")
def _(v: Values) -> str:
    return f"Foods without a readable date: {_count(v)}."
