"""Weight and height in words count where the profile has none; old and foreign ones do not."""

from __future__ import annotations

import pytest

from unclench import assess
from unclench.case import from_dict
from unclench.errors import UserError
from unclench.told import understand


@pytest.mark.parametrize(
    ("text", "kg", "cm"),
    [
        ("I am 5 foot 8 and weigh 7 stone 10", 48.99, 172.72),
        ("I weigh 48.5 kg and I'm 1.72 m tall", 48.5, 172),
        ("I'm 5ft 3, weight 110 lbs", 49.9, 160.02),
        ("cramps, I'm 6 ft 2 and 15 stone", 95.25, 187.96),
        ("eight stone four", 52.62, None),
        ("height 168 cm", None, 168),
        ("lost 5 kg; now I weigh 52 kg", 52, None),
        ("I used to weigh 90 kg", None, None),
        ("my dog weighs 40 kg", None, None),
        ("my goal weight is 60 kg", None, None),
        ("I can lift 80 kg", None, None),
        ("5 kidney stones and 3 stones passed", None, None),
    ],
)
def test_weight_and_height(text: str, kg: float | None, cm: float | None) -> None:
    person = understand(from_dict({"complaints": [text]}))
    assert person.weight_kg == (None if kg is None else pytest.approx(kg, abs=0.01))
    assert person.height_cm == (None if cm is None else pytest.approx(cm, abs=0.01))


def test_the_profile_stands_before_words_and_struck_words_do_not_count() -> None:
    told = {"weight_kg": 70, "complaints": ["I weigh 48 kg"]}
    assert understand(from_dict(told)).weight_kg == 70
    person = understand(from_dict({"complaints": ["I weigh 48 kg"]}))
    (reading,) = [r for r in person.readings if r.finding == "weight_kg"]
    struck = {"complaints": ["I weigh 48 kg"], "struck": [reading.id]}
    assert understand(from_dict(struck)).weight_kg is None


def test_a_height_is_no_loss_of_height() -> None:
    person = understand(from_dict({"complaints": ["height 168 cm"]}))
    assert not person.has("height_loss")
    assert person.not_understood == ()


def test_weight_beside_a_result_that_is_none_is_nothing_told() -> None:
    with pytest.raises(UserError):
        assess({"complaints": ["I weigh 70 kg"], "labs": ["gibberish"]})
