"""Refuse packages at run time whose licence does not fit MIT (docs/reference/stack.md).

GPL and AGPL are refused. LGPL passes for the packages named here only, because they
are used unchanged through their public interface.
"""

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from steps import ROOT, plainly

LGPL_BY_NAME = {"psycopg", "psycopg-binary"}
LESSER = re.compile(r"\bLGPL|lesser general public", re.IGNORECASE)
STRONG = re.compile(r"\bA?GPL|\bgeneral public|\baffero", re.IGNORECASE)


def names() -> list[str]:
    """Read the names of the packages that Concordat runs on."""
    listed = (ROOT / "requirements.txt").read_text()
    return re.findall(r"^([A-Za-z0-9_.-]+)==", listed, re.MULTILINE)


def licence(package: Distribution) -> str:
    """Read what a package says of its licence: the expression, classifiers, the field.

    The free field comes last and shortened: some packages put their whole text there.
    """
    told = package.metadata
    if "License-Expression" in told:
        return told["License-Expression"]
    classified = [
        line.rsplit(" :: ", 1)[-1]
        for line in told.get_all("Classifier") or []
        if line.startswith("License ::")
    ]
    return "; ".join(classified) or (told.get_all("License") or [""])[0][:80]


def objection(name: str, text: str) -> str | None:
    """Say what is wrong with a package's licence, if anything is."""
    if not text.strip():
        return f"{name} does not say what its licence is"
    if LESSER.search(text):
        return None if name in LGPL_BY_NAME else f"{name} is under {text}"
    return f"{name} is under {text}" if STRONG.search(text) else None


def main() -> int:
    """Name each package that may not be used; skip what this platform lacks."""
    objections = []
    for name in names():
        try:
            package = distribution(name)
        except PackageNotFoundError:
            continue
        if found := objection(name, licence(package)):
            objections.append(found)
    print("\n".join(objections))
    return 1 if objections else 0


if __name__ == "__main__":
    plainly(main)
