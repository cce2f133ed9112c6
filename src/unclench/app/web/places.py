"""What the browser door keeps, where, and when it is written: one list, shown and tested."""

from __future__ import annotations

from unclench.app.web.store import COPIES, FILE, FOLDER, REVIEWS, TRIALS
from unclench.app.web.store import LOG as SPASMS

API_TOKEN = "api-token"
LOCK = "server.lock"
ADDRESS = "server.address"
LOG = "server.log"
ARRIVING = "arriving"

PLACES: tuple[tuple[str, str], ...] = (
    (FILE, "What you type, under a name of your choice, when you press a button."),
    (f"{FOLDER}/", "Files that you hand in, and typed days and results, under names of our own."),
    (REVIEWS, "Foods that you confirmed or corrected, for every diary on this computer."),
    (SPASMS, "The spasm log of this computer; those of further people lie in their files."),
    (f"{TRIALS}/", "Self-experiments, and the secret that draws their order."),
    (API_TOKEN, "The key of other programs on this computer, made anew at each start."),
    (LOCK, "Empty; held while Unclench runs, so that only one writes here."),
    (ADDRESS, "Where the page is, for a second start."),
    (LOG, "Number, time and place in our program of an unexpected error; nothing you told."),
    *((name, "Your cases before a new version changed the file.") for name in COPIES),
    (f"{ARRIVING}/", "Files while they arrive; emptied at once."),
)
"""(name in the data folder, what is in it and when it is written)."""
