"""Small papers that the sample rests on: real PDFs, made here."""

import json
from typing import Final

import typst

_SOURCE: Final = """
#let said = json(bytes(sys.inputs.said))
#set document(title: said.title)
#set page(paper: "a4", margin: 25mm)
#set text(lang: "en", region: "GB", size: 11pt)
#title[#said.title]
#for line in said.lines [ #par[#line] ]
"""


def board_paper(body: str, *, day: str) -> bytes:
    """Give an invented extract of a board's minutes as a tagged PDF."""
    return _pdf(
        f"{body}: extract from board minutes",
        (
            f"Minute 14, {day}. The board named the people who keep its register of"
            " appointments and delegations, and confirmed its scheme of delegation."
        ),
    )


def signed_copy(title: str, text: str, *, day: str) -> bytes:
    """Give an invented agreement, as if signed on paper, as a tagged PDF."""
    return _pdf(title, text, f"Signed for both parties on {day}.")


def _pdf(title: str, *lines: str) -> bytes:
    invented = "This paper is invented. It belongs to the sample of Concordat."
    said = {"title": title, "lines": [invented, *lines]}
    made: bytes = typst.compile(
        _SOURCE.encode(),
        sys_inputs={"said": json.dumps(said)},
        pdf_standards=["ua-1"],
        timestamp=0,
    )
    return made
