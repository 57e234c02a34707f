"""Writing a weights file as the kernel reads it (`native/model.h` gives the layout)."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

import numpy as np

from copydesk import _kernel

VERSION = 3


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees with vector leaves; a row that is above a node's threshold cannot reach the leaves of the node's mask."""

    nodes: np.ndarray
    """uint8, (trees,): how many nodes each tree has; it has one leaf more."""
    features: np.ndarray
    """uint16, (trees, 32)."""
    thresholds: np.ndarray
    """uint8, (trees, 32)."""
    masks: np.ndarray
    """uint32, (trees, 32)."""
    leaves: np.ndarray
    """float32, (trees, 32, 16)."""
    bias: np.ndarray
    """float32, (16,)."""

    def sums(self, columns: np.ndarray) -> np.ndarray:
        """Raw scores; columns uint8 (features, rows) -> float32 (rows, 16)."""
        sums = np.tile(self.bias, (columns.shape[1], 1))
        for tree, count in enumerate(self.nodes.tolist()):
            reachable = np.full(columns.shape[1], 0xFFFFFFFF, np.uint32)
            for node in range(count):
                above = columns[self.features[tree, node]] > self.thresholds[tree, node]
                reachable &= np.where(above, ~self.masks[tree, node], np.uint32(0xFFFFFFFF))
            first = reachable & (~reachable + np.uint32(1))
            sums += self.leaves[tree][np.log2(first).astype(np.intp)]
        return sums

    def scale(self) -> int:
        """The finest scale, a power of two, at which no path through all trees leaves 16 bits."""
        low = (self.bias + self.leaves.min(1).sum(0)).min()
        high = (self.bias + self.leaves.max(1).sum(0)).max()
        widest = max(-low, high) + 1
        return int(min(4096, 2 ** int(np.floor(np.log2(32000 / widest)))))

    def pack(self) -> bytes:
        scale = self.scale()

        def steps(values: np.ndarray) -> bytes:
            return bytes(np.rint(values * scale).astype("<i2").tobytes())

        pieces = [struct.pack("<II", len(self.nodes), scale), steps(self.bias)]
        for tree, count in enumerate(self.nodes.tolist()):
            pieces.append(bytes([count]))
            for node in range(count):
                threshold, feature, mask = (int(x[tree, node]) for x in (self.thresholds, self.features, self.masks))
                pieces.append(struct.pack("<BHI", threshold, feature, mask))
            pieces.append(steps(self.leaves[tree, : count + 1]))
        return b"".join(pieces)


def feature_checksum() -> int:
    """FNV-1a over the names of the kernel's features: weights fit only the features they were made for."""
    value = 2166136261
    for name in _kernel.FEATURES:
        for byte in (name + "\n").encode():
            value = (value ^ byte) * 16777619 & 0xFFFFFFFF
    return value


def pack_model(votes: tuple[np.ndarray, ...], forests: tuple[Forest, Forest, Forest]) -> bytes:
    """A weights file: the votes of each voter, then the first and second round and the forest of kinds."""
    head = b"CDKM" + struct.pack("<IIII", VERSION, len(_kernel.FEATURES), _kernel.CONTEXT_COUNT, feature_checksum())
    body = head + b"".join(table.tobytes() for table in votes) + b"".join(forest.pack() for forest in forests)
    return body + struct.pack("<I", zlib.crc32(body))
