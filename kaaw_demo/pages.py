"""Templates of the world's pages, and the filters that they may use."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kaaw_demo import markup

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def page(template: str, words: Mapping[str, Any], folders: Sequence[str] = ()) -> bytes:
    """Fill in a template: that of the first of these folders of ``templates/`` that has it, else the one for all."""
    names = [*(f"{folder}/{template}" for folder in folders), template]
    return _environment().select_template(names).render(words).encode()


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
    """Return the text escaped numerically; the template escapes it again, as in some feeds (`M&amp;#252;nchen`)."""
    return "".join(f"&#{ord(sign)};" if ord(sign) > 127 else sign for sign in text)
