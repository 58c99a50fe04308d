"""Numbers of examples that properties get: few and always the same in `make test`, many at random in `make fuzz`."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

FEW, MANY = 30, 50_000
_LOAD_IS_NO_FAULT = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


def register_profiles() -> None:
    """Make ``few`` the profile in force; ``pytest --hypothesis-profile many`` takes the other."""
    shared = settings(deadline=None, database=None, suppress_health_check=_LOAD_IS_NO_FAULT)
    settings.register_profile("few", shared, max_examples=FEW, derandomize=True)
    settings.register_profile("many", shared, max_examples=MANY)
    settings.load_profile("few")


def at_most(examples: int) -> settings:
    """Return the decorator of a property of which each example takes its time: no more of them in `make fuzz`."""
    return settings(max_examples=min(examples, settings().max_examples))
