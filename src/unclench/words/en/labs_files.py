"""Sentences about what was left out of a file or a list of blood tests."""

from __future__ import annotations

from unclench.words.en.sentences import Values, number, sentence, text, texts


@sentence("labs_left_out")
def _(v: Values) -> str:
    place = f"{text(v, 'where')}: " if v["where"] else ""
    parts = (text(v, "what"), text(v, "fix"), "It was not used.")
    return place + " ".join(p for p in parts if p)


_SKIPPED = {
    "not_measured": "no value was measured",
    "unusable": "could not be used",
    "malformed": "malformed",
}


@sentence("labs_skipped")
def _(v: Values) -> str:
    why = _SKIPPED.get(text(v, "why")) or f"status {text(v, 'why')}"
    return f"{text(v, 'where')}: {number(v, 'count'):.0f} results left out ({why})."


@sentence("labs_without_values")
def _(v: Values) -> str:
    n = number(v, "observations")
    return f"{text(v, 'where')}: {n:.0f} observations, none with a value that can be used."


@sentence("labs_nothing_of_use")
def _(v: Values) -> str:
    seen = f"{number(v, 'observations'):.0f} observations"
    return f"{text(v, 'where')}: {seen}, no result that Unclench uses."


@sentence("labs_unknown_tests")
def _(v: Values) -> str:
    return f"{text(v, 'where')}: tests not used: {', '.join(texts(v, 'names'))}."


@sentence("labs_no_json")
def _(v: Values) -> str:
    return f"{text(v, 'file')} is not readable JSON; it was left out."


@sentence("labs_elsewhere")
def _(v: Values) -> str:
    place = f"{text(v, 'where')}: " if v["where"] else ""
    return (
        f"{place}a report points to {number(v, 'count'):.0f} results that are not in this file; "
        "give the files that hold them too."
    )


@sentence("labs_more_left_out")
def _(v: Values) -> str:
    place = f"{text(v, 'where')}: " if v["where"] else ""
    return f"{place}{number(v, 'count'):.0f} more rows could not be used in the same way."


@sentence("labs_no_test_in_column")
def _(v: Values) -> str:
    return (
        f"{text(v, 'where')}: no name in the column '{text(v, 'column')}' is a test that Unclench"
        " knows."
    )


@sentence("labs_no_date_column")
def _(v: Values) -> str:
    return (
        f"{text(v, 'where')}: no column is known to be a date (its columns: "
        f"{', '.join(texts(v, 'columns'))}); the results count as undated. Call it Date."
    )


@sentence("labs_dates_open")
def _(v: Values) -> str:
    why = (
        "some dates can only be day first and others only month first"
        if v["contradict"]
        else "the dates could be read day first or month first"
    )
    return (
        f"{text(v, 'where')}: {why}; those that are open were left out. Write dates as 2026-05-02."
    )


@sentence("labs_cells_cut")
def _(v: Values) -> str:
    lines = ", ".join(texts(v, "lines"))
    return f"{text(v, 'where')}: a cell beyond all length stands in line {lines}; it was cut."


@sentence("labs_columns_unused")
def _(v: Values) -> str:
    return f"{text(v, 'where')}: columns not used: {', '.join(texts(v, 'columns'))}."


@sentence("labs_earlier_unused")
def _(v: Values) -> str:
    return (
        f"{text(v, 'where')}: {number(v, 'count'):.0f} earlier results on its lines were not used."
    )


@sentence("labs_lines_unread")
def _(v: Values) -> str:
    lines = ", ".join(texts(v, "lines"))
    more = " and more" if number(v, "count") > len(texts(v, "lines")) else ""
    return (
        f"{text(v, 'where')}: no result was read from lines that name a test (line {lines}{more})."
    )


@sentence("labs_sheets_hidden")
def _(v: Values) -> str:
    return (
        f"{text(v, 'where')}: hidden sheets were not read: {', '.join(texts(v, 'names'))}. "
        "Unhide them if they belong to you."
    )


@sentence("labs_sheets_unused")
def _(v: Values) -> str:
    return f"{text(v, 'where')}: sheets without results: {', '.join(texts(v, 'names'))}."
