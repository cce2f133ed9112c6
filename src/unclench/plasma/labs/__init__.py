"""Blood and urine tests: read from files, lines and cases; one unit per analyte; judged.

`read_labs` reads, `interpret` judges, `si` gives the numbers to the models that follow.
"""

from unclench.plasma.labs.interpret import interpret, si
from unclench.plasma.labs.read import read_labs
from unclench.plasma.labs.result import LabResult, LabSet

__all__ = ["LabResult", "LabSet", "interpret", "read_labs", "si"]
