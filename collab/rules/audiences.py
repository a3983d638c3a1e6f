"""What an audience says about a paper (settled question 11)."""

from typing import Final

_OPEN_TO_MANY: Final = ("collaborative:", "installation")


def is_confidential(token: str) -> bool:
    """Say whether a paper is for fewer than all people of its collaborative."""
    return not token.startswith(_OPEN_TO_MANY)
