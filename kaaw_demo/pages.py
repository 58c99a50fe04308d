"""The templates of the world, and the words that they may use."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kaaw_demo import markup

if TYPE_CHECKING:
    from collections.abc import Mapping


def page(template: str, words: Mapping[str, Any]) -> bytes:
    """A template of ``templates/`` filled in."""
    return _environment().get_template(template).render(words).encode()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("kaaw_demo"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )
    environment.filters |= {
        "html": lambda text: Markup(markup.html(text)),  # our own texts
        "plain": markup.plain,
        "lead": markup.lead,
        "long_date": markup.long_date,
        "short_date": markup.short_date,
        "rfc822": markup.rfc822,
        "iso": lambda on: markup.noon(on).isoformat(),
        "xml_escaped": lambda text: _xml_escaped(str(text)),
    }
    return environment


def _xml_escaped(text: str) -> str:
    """As feeds have it that escape numerically before their template escapes again (`M&amp;#252;nchen`)."""
    return "".join(f"&#{ord(sign)};" if ord(sign) > 127 else sign for sign in text)
