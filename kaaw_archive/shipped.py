"""Spiders that come with the project: a package of the wheel, and the folder `spiders` of a checkout."""

from __future__ import annotations

import sys
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_IN_WHEEL = "kaaw_archive.shipped_spiders"
_IN_CHECKOUT = "spiders"
_CHECKOUT = _PACKAGE.parent / _IN_CHECKOUT
FOLDERS = (_PACKAGE / "shipped_spiders", _CHECKOUT)


def module_name() -> str:
    """Return the name under which Scrapy can import the package of these spiders.

    In a project with a package `spiders` of its own, the folder of the checkout is loaded under its name in a wheel.
    """
    if find_spec(_IN_WHEEL) is not None:
        return _IN_WHEEL
    file = _CHECKOUT / "__init__.py"
    found = find_spec(_IN_CHECKOUT)
    if found is not None and found.origin is not None and Path(found.origin).resolve() == file:
        return _IN_CHECKOUT
    spec = spec_from_file_location(_IN_WHEEL, file, submodule_search_locations=[str(_CHECKOUT)])
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[_IN_WHEEL] = module
    spec.loader.exec_module(module)
    return _IN_WHEEL
