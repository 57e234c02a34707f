"""Writing a weights file as the kernel reads it (`native/model.h` gives the layout)."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

import numpy as np

from copydesk import _kernel

VERSION = 1


@dataclass(frozen=True, slots=True)
class Forest:
    """Oblivious trees with vector leaves."""

    features: np.ndarray
    """uint16, (trees, 8)."""
    thresholds: np.ndarray
    """uint8, (trees, 8): a row goes right where its byte is greater."""
    leaves: np.ndarray
    """float32, (trees, 2^depth, 16)."""
    bias: np.ndarray
    """float32, (16,)."""

    def sums(self, columns: np.ndarray) -> np.ndarray:
        """Raw scores; columns uint8 (features, rows) -> float32 (rows, 16)."""
        sums = np.tile(self.bias, (columns.shape[1], 1))
        depth = self.leaves.shape[1].bit_length() - 1
        for features, thresholds, leaves in zip(self.features, self.thresholds, self.leaves, strict=True):
            index = np.zeros(columns.shape[1], np.uint8)
            for level in range(depth):
                index |= (columns[features[level]] > thresholds[level]).astype(np.uint8) << level
            sums += leaves[index]
        return sums

    def scale(self) -> int:
        """The finest scale, a power of two, at which no path through all trees leaves 16 bits."""
        low = (self.bias + self.leaves.min(1).sum(0)).min()
        high = (self.bias + self.leaves.max(1).sum(0)).max()
        widest = max(-low, high) + 1
        return int(min(4096, 2 ** int(np.floor(np.log2(32000 / widest)))))

    def pack(self) -> bytes:
        depth = self.leaves.shape[1].bit_length() - 1
        scale = self.scale()

        def steps(values: np.ndarray) -> bytes:
            return bytes(np.rint(values * scale).astype("<i2").tobytes())

        pieces = [struct.pack("<II", len(self.features), scale), steps(self.bias)]
        for features, thresholds, leaves in zip(self.features, self.thresholds, self.leaves, strict=True):
            pieces += [bytes([depth]), thresholds.tobytes(), features.astype("<u2").tobytes(), steps(leaves)]
        return b"".join(pieces)


def feature_checksum() -> int:
    """FNV-1a over the names of the kernel's features: weights fit only the features they were made for."""
    value = 2166136261
    for name in _kernel.FEATURES:
        for byte in (name + "\n").encode():
            value = (value ^ byte) * 16777619 & 0xFFFFFFFF
    return value


def pack_model(votes: tuple[np.ndarray, np.ndarray], forests: tuple[Forest, Forest, Forest]) -> bytes:
    """A weights file: votes of text and class words, then the first and second round and the forest of kinds."""
    head = b"CDKM" + struct.pack("<IIII", VERSION, len(_kernel.FEATURES), _kernel.CONTEXT_COUNT, feature_checksum())
    body = head + b"".join(table.tobytes() for table in votes) + b"".join(forest.pack() for forest in forests)
    return body + struct.pack("<I", zlib.crc32(body))
