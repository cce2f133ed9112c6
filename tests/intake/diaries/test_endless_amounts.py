"""An amount that is only a run of digits is not known, and its line is named."""

from __future__ import annotations

from pathlib import Path

from unclench import assess, case_from

WEEK = """# 1 May 2026
Breakfast: 2 eggs, 2 slices of bread
- half a tin of baked beans

# 2 May 2026
- bowl of porridge
- {salt}
"""


def test_a_run_of_digits_of_salt_is_an_unknown_amount(tmp_path: Path) -> None:
    file = tmp_path / "week.txt"
    file.write_text(WEEK.format(salt="salt, " + "9" * 30))
    answer = assess(case_from([str(file)], says=["calf cramps"], age=40, sex="F"))
    assert any("neither a known food nor energy: 1" in w for w in answer.warnings)
    assert "NaN" not in answer.to_json()
