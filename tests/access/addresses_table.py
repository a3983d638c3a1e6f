"""Addresses against situations: the row of one page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.access import situations as who

Arguments = Callable[[Any], Mapping[str, Any]]


def nothing(world: Any) -> Mapping[str, Any]:
    """Fill no argument."""
    return {}


@dataclass(frozen=True, kw_only=True)
class PageRow:
    """Who is given one page when it is about the first collaborative's things.

    Whoever is in neither set does not learn that the page is there (404); nobody
    signed in is led to sign-in, unless the page is public. ``data`` is a form that is
    good, where an empty one would be turned away before anybody asks who may;
    ``posts`` and ``refused_posts`` say who may send it where that is not who may look.
    """

    name: str
    about: Arguments = nothing
    methods: tuple[str, ...] = ("GET",)
    open: frozenset[str] = who.NOBODY
    refused: frozenset[str] = who.NOBODY
    public: bool = False
    gone: bool = False
    data: Arguments = nothing
    posts: frozenset[str] | None = None
    refused_posts: frozenset[str] | None = None
    note: str = ""

    def expected(self, situation: str, method: str) -> str:
        """Give what the person meets, in a word."""
        if self.gone and situation not in self.open:
            return "gone"
        may, may_not = self.open, self.refused
        if method == "POST":
            may = self.open if self.posts is None else self.posts
            may_not = self.refused if self.refused_posts is None else self.refused_posts
        if situation in may:
            return "open"
        if situation in may_not:
            return "refused"
        if situation in who.OUT and not self.public:
            return "sign-in"
        return "hidden"


READ_WRITE = ("GET", "POST")
WRITE = ("POST",)


def page(name: str, may: Any, about: Arguments = nothing, **more: Any) -> PageRow:
    """A page that is not there for anybody else."""
    return PageRow(name=name, open=frozenset(may), about=about, **more)


def page_or_why(
    name: str, may: Any, seen_by: Any, about: Arguments = nothing, **more: Any
) -> PageRow:
    """A page that tells those who see its subject why they may not."""
    return PageRow(
        name=name,
        open=frozenset(may),
        refused=frozenset(seen_by) - frozenset(may),
        about=about,
        **more,
    )


def for_administrators(name: str, about: Arguments = nothing, **more: Any) -> PageRow:
    """A page that tells everybody else that it is for administrators."""
    return page_or_why(name, who.ADMINISTER, who.SIGNED_IN, about, **more)
