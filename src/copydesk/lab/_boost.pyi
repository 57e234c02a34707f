"""Training of trees with vector leaves (`native/lab/boost.c`)."""

import numpy as np

def train(
    columns: np.ndarray,
    targets: np.ndarray,
    weights: np.ndarray,
    *,
    outputs: int,
    trees: int,
    leaves: int,
    sampled_features: int,
    threads: int,
    rate: float,
    row_share: float,
    l2: float,
    least_weight: float,
    seed: int,
) -> tuple[bytes, bytes, bytes, bytes, bytes, bytes]:
    """Train on byte features. columns: features x rows; targets: rows x 16 float32; weights: rows float32.

    Returns (nodes uint8 trees, features uint16 trees x 32, thresholds uint8 trees x 32, masks uint32 trees x 32,
    leaves float32 trees x 32 x 16, bias float32 16): a row that is above a node's threshold cannot reach the leaves of
    the node's mask; its leaf is the first that is left.
    Raises ValueError for sizes or settings that do not fit, MemoryError.
    """
