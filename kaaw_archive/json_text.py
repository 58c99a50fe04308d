"""JSON as it is stored: without blanks, other scripts than Latin as they are."""

from __future__ import annotations

import json


def compact(value: object) -> str:
    """Return a value as JSON text without blanks.

    >>> compact({"a": [1, "ü"]})
    '{"a":[1,"ü"]}'
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
