"""Training of oblivious trees with vector leaves (`native/lab/boost.c`)."""

import numpy as np

def train(
    columns: np.ndarray,
    targets: np.ndarray,
    weights: np.ndarray,
    *,
    outputs: int,
    trees: int,
    depth: int,
    sampled_features: int,
    threads: int,
    rate: float,
    row_share: float,
    l2: float,
    least_weight: float,
    seed: int,
) -> tuple[bytes, bytes, bytes, bytes]:
    """Train on byte features. columns: features x rows; targets: rows x 16 float32; weights: rows float32.

    Returns (features uint16 trees x 8, thresholds uint8 trees x 8, leaves float32 trees x 2^depth x 16, bias float32).
    Raises ValueError for sizes or settings that do not fit, MemoryError.
    """
