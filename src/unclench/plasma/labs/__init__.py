"""Blood and urine tests: read from files, lines and cases; one unit per analyte; judged.

`read_labs` reads, `interpret` judges, `counted` says which result of an analyte counts, `si`
gives the numbers to the models that follow, `judged` what each was judged.
"""

from unclench.plasma.labs.caveats import is_stale
from unclench.plasma.labs.interpret import counted, interpret, judged, si
from unclench.plasma.labs.read import read_labs
from unclench.plasma.labs.result import LabResult, LabSet

__all__ = ["LabResult", "LabSet", "counted", "interpret", "is_stale", "judged", "read_labs", "si"]
