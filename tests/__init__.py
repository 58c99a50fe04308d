"""Tests. This file makes them a package: a library installs a `tests` of its own, which would be found instead."""
