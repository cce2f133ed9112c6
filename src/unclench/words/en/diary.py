"""Sentences about how a diary is written and dated."""

from __future__ import annotations

from unclench.assessment import Assessment
from unclench.words.en import diary_apps, diary_rows
from unclench.words.en.diary_places import at, count, lines
from unclench.words.en.sentences import Values, number, sentence, sentence_of, text, texts

SENTENCES = (diary_apps, diary_rows)
"""The modules with the other sentences about diaries."""


def speak(answer: Assessment) -> None:
    """Fill the sentences of this part of an answer in place."""
    for file in answer.diary.files if answer.diary is not None else ():
        file.skipped = [sentence_of(r) for r in file.not_used]


# How the file is written.


@sentence("diary_utf16")
def _(v: Values) -> str:
    return f"{at(v)}The file is saved as UTF-16; it was read as such."


@sentence("diary_shift_jis")
def _(v: Values) -> str:
    return f"{at(v)}The file is saved as Shift-JIS; it was read as such."


@sentence("diary_windows_1252")
def _(v: Values) -> str:
    return (
        f"{at(v)}The file is not saved as UTF-8; it was read as Windows-1252. Look whether "
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
    return f"{at(v)}{count(v)} records of JSON were read as the rows of a table."


@sentence("diary_sheets_hidden")
def _(v: Values) -> str:
    return (
        f"{at(v)}hidden sheets were not read: {', '.join(texts(v, 'names'))}. Unhide them if "
        "they belong to the diary."
    )


@sentence("diary_passed_over")
def _(v: Values) -> str:
    return f"{at(v)}{text(v, 'why')}"


@sentence("diary_members_passed_over")
def _(v: Values) -> str:
    names = texts(v, "names")
    return f"{at(v)}{len(names)} files in it hold no diary of foods: {', '.join(names)}."


@sentence("diary_header_twice")
def _(v: Values) -> str:
    return (
        f"{at(v)}The header stands in the file more than once (exports pasted together?); it was "
        "passed over."
    )


@sentence("diary_foods_guessed")
def _(v: Values) -> str:
    return (
        f"{at(v)}no column is called food; '{text(v, 'header')[:40]}' was taken for it. If that is "
        "wrong, call the column with the foods Food."
    )


@sentence("diary_no_header")
def _(v: Values) -> str:
    return f"{at(v)}There is no header; the columns were taken as date, food, amount, unit."


@sentence("diary_cut_off")
def _(v: Values) -> str:
    return f"{at(v)}The last line is shorter than the others; the file seems cut off."


@sentence("diary_separator")
def _(v: Values) -> str:
    name = {";": "semicolons", "\t": "tabs", "|": "bars"}[text(v, "separator")]
    return f"{at(v)}The cells are separated by {name}; they were read so."


@sentence("diary_decimal_comma")
def _(v: Values) -> str:
    return f"{at(v)}Numbers are written with a decimal comma; they were read so."


@sentence("diary_column_unit")
def _(v: Values) -> str:
    return (
        f"{at(v)}'{text(v, 'header')}': its unit cannot be turned into {text(v, 'unit')}; "
        "the column was not used."
    )


@sentence("diary_unknown_columns")
def _(v: Values) -> str:
    headers = texts(v, "headers")
    names = ", ".join(f"'{h[:40]}'" for h in headers[:12])
    more = f" and {len(headers) - 12} more" if len(headers) > 12 else ""
    return f"{at(v)}these columns are not known and were not used: {names}{more}."


@sentence("diary_point_thousand")
def _(v: Values) -> str:
    return f"{at(v)}Numbers such as 1.300 were read as thousands."


@sentence("diary_stray_quotes")
def _(v: Values) -> str:
    return (
        f"{at(v)}a quotation mark that is not closed stands in line {lines(v)}; the lines behind "
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
        f"{at(v)}a cell beyond all length stands in line {lines(v)}; only its beginning was read."
    )


@sentence("diary_cells_trace")
def _(v: Values) -> str:
    shown = ", ".join(f"'{c}'" for c in texts(v, "cells"))
    return (
        f"{at(v)}cells that say 'next to nothing' or 'below a limit' ({count(v)}: {shown}) were "
        "taken as 0 or as half the limit."
    )


@sentence("diary_cells_about")
def _(v: Values) -> str:
    shown = ", ".join(f"'{c}'" for c in texts(v, "cells"))
    return f"{at(v)}cells with an estimate or a unit ({count(v)}: {shown}) were taken as numbers."


@sentence("diary_columns_not_needed")
def _(v: Values) -> str:
    headers = texts(v, "headers")
    names = ", ".join(f"'{h[:40]}'" for h in headers[:12])
    more = f" and {len(headers) - 12} more" if len(headers) > 12 else ""
    return f"{at(v)}these columns are known and not needed here: {names}{more}."


@sentence("diary_energy_unit")
def _(v: Values) -> str:
    why = {
        "foods": "the foods it was recorded for hold about as much",
        "macronutrients": "protein, fat and carbohydrate of the same lines hold about as much",
        "day": "a day would else hold more than anybody eats",
        "usual": "a day then holds a usual amount",
    }[text(v, "why")]
    return (
        f"{at(v)}the energy has no unit; it was taken as {text(v, 'unit')}, because {why}. Write "
        "kcal or kJ in the header if that is wrong."
    )


# Dates.


@sentence("diary_dates_filled")
def _(v: Values) -> str:
    return (
        f"{at(v)}rows without a date were given that of the row above: {count(v)} "
        f"(line {lines(v)})."
    )


@sentence("diary_zone")
def _(v: Values) -> str:
    return (
        f"{at(v)}times of {count(v)} rows are universal time; they were moved to the clock of "
        "their time zone."
    )


@sentence("diary_dates_two_ways")
def _(v: Values) -> str:
    order = "day before month" if v["day_first"] else "month before day"
    return f"{at(v)}The dates can be read in two ways; they were read with the {order}."


@sentence("diary_no_year")
def _(v: Values) -> str:
    return f"{at(v)}Dates without a year were taken as the latest such days."


@sentence("diary_numbered_days")
def _(v: Values) -> str:
    return (
        f"{at(v)}Days without a date were laid on the days before today. Only their number matters."
    )


@sentence("diary_weekdays")
def _(v: Values) -> str:
    return f"{at(v)}Weekdays without a date were taken as the latest such days."


@sentence("diary_one_day")
def _(v: Values) -> str:
    return f"{at(v)}There is no heading with a day, so all lines were taken as one day."
