"""How likely a value is right, from the score that its evidence gave it.

In: a field's name and its raw score. Out: a share: of values with such a score, so many were right on labelled pages of
sites that the scores had not seen. For the main text it is the word F1 to expect.
Left to others: the scores (each field), the measuring (`lab.calibrate`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from copydesk.model import load_calibration

Sure = Callable[[str, float], float]


def calibrated(field: str, score: float) -> float:
    """Between two measured scores a straight line; a field that was never measured keeps its score.

    Raises: ModelError where the shipped table is damaged.
    """
    curve = load_calibration().get(field)
    if curve is None:
        return score
    scores, shares = curve
    above = bisect_right(scores, score)
    if above in (0, len(scores)):
        return shares[min(above, len(scores) - 1)]
    low, high = scores[above - 1], scores[above]
    share = shares[above - 1] + (shares[above] - shares[above - 1]) * (score - low) / (high - low)
    return round(share, 4)


def uncalibrated(field: str, score: float) -> float:
    """The score itself."""
    return score
