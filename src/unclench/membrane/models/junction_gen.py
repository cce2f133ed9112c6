"""Written from junction.mmt by scripts/build_models.py. Change the model, not this."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
NAME = 'junction'
DIGEST = '872db3d8b872'
META = {
    'cannot_know': 'the human constants; how much spare release a person has (three to five times what is needed, from textbooks); facilitation in a train of impulses',
    'desc': 'How much transmitter one nerve impulse sets free: the fourth power of how much calcium has bound, with magnesium competing for the site. Low calcium makes the axon easier to excite but the junction weaker; magnesium does the reverse of calcium here.',
    'source': 'dodge_1967',
    'title': 'Nerve-muscle junction (Dodge and Rahamimoff 1967)',
    'validity': 'calcium 0 to 5, magnesium 0 to 10 mmol/L; frog muscle in a twitch',
}
TIME_UNIT = 'ms'
STATES: list[tuple[object, ...]] = [
]
CONSTANTS: list[tuple[object, ...]] = [
    ('ecf.Ca', 'mM', 'constant', 1.2, 'ionised calcium outside', '', 'input', '', 0.0, 5.0),
    ('ecf.Mg', 'mM', 'constant', 0.55, 'ionised magnesium outside', '', 'input', '', 0.0, 10.0),
    ('release.K_Ca', 'mM', 'constant', 1.1, 'calcium that half fills the site', 'dodge_1967', 'published', 'recalled', 0.8, 1.5),
    ('release.K_Mg', 'mM', 'constant', 3.0, 'magnesium that half fills the site', 'dodge_1967', 'published', 'recalled', 2.0, 4.0),
]
DERIVED: list[tuple[object, ...]] = [
    ('release.occupied', '1', 'derived', None, 'share of sites that hold calcium', 'dodge_1967'),
    ('release.amount', '1', 'derived', None, 'release, against the most that is possible', 'dodge_1967'),
]
VARIABLES: list[tuple[object, ...]] = [
]


def prepare(c: Array) -> None:
    """Fill in the constants that follow from others."""
    ecf_Ca = c[0]
    ecf_Mg = c[1]
    release_K_Ca = c[2]
    release_K_Mg = c[3]
    release_occupied = ecf_Ca / release_K_Ca / (1.0 + ecf_Ca / release_K_Ca + ecf_Mg / release_K_Mg)  # 1
    c[4] = release_occupied
    release_amount = (release_occupied * release_occupied * release_occupied * release_occupied)  # 1
    c[5] = release_amount


def rhs(t: float, y: Array, c: Array, dy: Array) -> None:
    """Time derivatives of the states."""


def monitor(t: float, y: Array, c: Array, out: Array) -> None:
    """Every other quantity."""
