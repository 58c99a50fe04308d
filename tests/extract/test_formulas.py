"""Formulas in MathML and TeX: their text stands once where readers see it, without the drawing."""

from __future__ import annotations

import pytest

from kaaw_archive import cms
from kaaw_archive.extract import read

URL = "https://www.statistik.example/methoden/index"
SENTENCE = "Das Amt erklärt auf dieser Seite, wie es den Index der Mieten aus den Angaben der Haushalte berechnet."
TEX = '<annotation encoding="application/x-tex">I_t = {}</annotation>'
MATHML = "<math><mrow><msub><mi>I</mi><mi>t</mi></msub><mo>=</mo><mfrac><mi>a</mi><mrow><mi>b</mi><mo>+</mo><mn>1</mn>"
MATHML += "</mrow></mfrac></mrow></math>"


def text_of(body: str) -> str:
    paragraph = f"<p>{SENTENCE}</p>"
    page = f"<html lang=de><body><main><h1>Index der Mieten</h1>{paragraph}{body}{paragraph}</main></body></html>"
    payload = page.encode()
    (article,) = read(payload, url=URL, content_type="text/html", system=cms.detect(payload, URL)).articles
    return article.text


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ('<math alttext="I_t = {}"><mi>I</mi></math>', "I_t = {}"),
        (f"<math><semantics><mi>I</mi>{TEX}</semantics></math>", "I_t = {}"),
        (MATHML, "I_t=a/(b+1)"),
        (
            f"<mjx-container><svg></svg><mjx-assistive-mml>{MATHML}</mjx-assistive-mml></mjx-container>",
            "I_t=a/(b+1)",
        ),
        (
            f'<span class="katex"><span class="katex-mathml"><math>{TEX}</math></span>'
            '<span class="katex-html"><span>It</span>=</span></span>',
            "I_t = {}",
        ),
        ('<span class="MathJax">It</span><script type="math/tex">I_t = {}</script>', "I_t = {}"),
        ("<math><msqrt><mi>x</mi><mo>+</mo><mi>y</mi></msqrt></math>", "√(x+y)"),
        ("<math><msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup></math>", "x_i^2"),
    ],
)
def test_a_formula_is_text_once(formula: str, shown: str) -> None:
    line = f"Der Index ist nach diesem Verfahren {shown} und wird im Mai eines jeden Jahres neu berechnet."
    assert line in text_of(f"<p>{line.replace(shown, formula)}</p>")


def test_a_box_named_after_a_program_for_formulas_keeps_its_text() -> None:
    line = f'<span class="katex">Der Index {MATHML} steigt seit drei Jahren um vier Prozent.</span>'
    shown = "Der Index I_t=a/(b+1) steigt seit drei Jahren um vier Prozent."
    assert shown in text_of(f'<div class="mathjax-process">{line}</div>')
