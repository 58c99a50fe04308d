"""Which fold of the cross-validation a host is in."""

from __future__ import annotations

import hashlib

FOLDS = 5


def fold_of(host: str) -> int:
    """The fold of a host: all hosts of one site are in the same."""
    labels = host.split(".")
    site = ".".join(labels[-2:] if len(labels) == 2 or len(labels[-2]) > 3 else labels[-3:])
    return int(hashlib.md5(site.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS
