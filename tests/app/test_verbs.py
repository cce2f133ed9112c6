"""The help of the command line says what each verb says of itself, and loads none of them."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

from unclench.app.cli import VERBS, asked_for


@pytest.mark.parametrize("verb", VERBS)
def test_the_line_of_a_verb_is_its_own(verb: str) -> None:
    module = importlib.import_module(f"unclench.app.verbs.{verb}")
    group = getattr(module, "app", None)
    own = group.info.help if group is not None else getattr(module, verb).__doc__
    assert own.strip().splitlines()[0] == VERBS[verb]


def test_help_lists_every_verb_and_loads_none() -> None:
    code = (
        "import sys\nfrom unclench.app.cli import main\nsys.argv = ['unclench', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print([m for m in ('pydantic', 'polars', 'unclench.app.verbs.check') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert all(verb in done.stdout for verb in VERBS)
    assert done.stdout.rstrip().endswith("[]")


def test_the_verb_is_found_behind_options() -> None:
    assert asked_for(["--version"]) == ""
    assert asked_for(["check", "plan"]) == "check"
