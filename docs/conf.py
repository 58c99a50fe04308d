"""Configuration of Sphinx, which ``make docs`` runs on the pages of this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pygments.lexers.special import TextLexer

from kaaw_archive import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "kaaw_archive"
author = "The kaaw_archive developers"
copyright = author  # noqa: A001 (the name is Sphinx's)
version = release = __version__

extensions = ["myst_parser"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = f"kaaw_archive {version}"
html_copy_source = False
html_show_sphinx = False


def setup(app: Sphinx) -> None:
    """Register the languages of fences that Pygments does not know."""
    app.add_lexer("crontab", TextLexer)
