"""Formulas as text: what readers see is drawn from MathML or TeX, and the drawing is no text."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_TEX = "math/tex"
_SIGNS = (b"<math", _TEX.encode())
# elements that hold one formula and its drawing, by their names
_DRAWING = re.compile(r"(?:\A|[\s_-])(?:katex|mathjax|mjx|mwe-math)", re.IGNORECASE)
_DRAWN = frozenset({"svg", "img", "script", "nobr"})
_MOST_CHILDREN = 50
_MOST_DEPTH = 20
_MOST_SIBLINGS = 4
_BETWEEN = {"mfrac": "/", "msub": "_", "msup": "^", "munder": "_", "mover": "^", "msubsup": "_", "munderover": "_"}
_BEHIND = {"msubsup": "^", "munderover": "^"}
_LINES = frozenset({"mtr", "mlabeledtr"})


def write_formulas(tree: HtmlElement, markup: bytes) -> None:
    """Put the text of each formula into the place of its drawing: its TeX, else its MathML in one line."""
    if not any(sign in markup for sign in _SIGNS):
        return
    for element in list(tree.iter("math", "script")):
        if element.getparent() is None:
            continue
        if element.tag == "math":
            _replace(_drawing_of(element), _tex_of(element) or _line_of(element, 0))
        elif (element.get("type") or "").startswith(_TEX) and element.text:
            for sibling in list(islice(element.itersiblings(preceding=True), _MOST_SIBLINGS)):
                if not _is_drawing(sibling) or (sibling.tail or "").strip():
                    break
                sibling.drop_tree()
            _replace(element, element.text)


def _drawing_of(formula: HtmlElement) -> HtmlElement:
    """Return the outermost element around a formula that holds nothing but it and its drawing."""
    place = formula
    for above in formula.iterancestors():
        if not _is_drawing(above) or not _is_alone(place, above):
            break
        place = above
    return place


def _is_alone(place: HtmlElement, above: HtmlElement) -> bool:
    """Return True if there is no text in an element beside this child, and no child that is none of a drawing."""
    if (above.text or "").strip():
        return False
    return all(
        not (child.tail or "").strip() and (child is place or child.tag in _DRAWN or _is_drawing(child))
        for child in islice(above, _MOST_CHILDREN)
    )


def _is_drawing(element: HtmlElement) -> bool:
    return str(element.tag).startswith("mjx-") or (
        element.tag in ("span", "div") and _DRAWING.search(element.get("class") or "") is not None
    )


def _tex_of(formula: HtmlElement) -> str | None:
    """Return the TeX that a formula was made of; None if it does not say."""
    notes = (one.text for one in formula.iter("annotation") if "tex" in (one.get("encoding") or ""))
    return next((text for text in (formula.get("alttext"), *notes) if text and text.strip()), None)


def _line_of(element: HtmlElement, depth: int) -> str:
    """Return the tokens of MathML in one line, with the signs of TeX for fractions, indices and powers."""
    if element.tag in ("annotation", "annotation-xml"):
        return ""
    if not len(element) or depth == _MOST_DEPTH:
        return "".join(islice(_texts(element), 1_000)).strip()
    parts = [_line_of(child, depth + 1) for child in element if isinstance(child.tag, str)]
    name = str(element.tag)
    if len(parts) > 1 and name in _BETWEEN:
        first, second, *rest = parts
        return "".join(
            (first, _BETWEEN[name], _grouped(second), *(_BEHIND.get(name, "") + _grouped(one) for one in rest))
        )
    if name in ("msqrt", "mroot"):
        return f"√({parts[0] if name == 'mroot' else ''.join(parts)})"
    return (" " if name in _LINES or name == "mtable" else "").join(parts)


def _grouped(part: str) -> str:
    return part if len(part) == 1 or part.isalnum() else f"({part})"


def _texts(element: HtmlElement) -> Iterator[str]:
    return (str(text) for text in element.itertext())


def _replace(element: HtmlElement, text: str) -> None:
    """Put a text in a ``span`` into the place of an element."""
    parent = element.getparent()
    if parent is None:
        return
    place = element.makeelement("span")
    place.text, place.tail = text.strip(), element.tail
    parent.replace(element, place)
