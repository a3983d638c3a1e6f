"""What a collaborative's front page says first: who works together, and why."""

import pytest

from collab.enums import MembershipRole
from collab.models import Collaborative, Membership, Organisation
from collab.selectors.collaboratives import CollaborativePage

LEAD = MembershipRole.LEAD_PROVIDER
MEMBER = MembershipRole.MEMBER


def page(*parts: tuple[MembershipRole, int, str]) -> CollaborativePage:
    """A page with these members: role, key and name of each."""
    members: dict[str, list[Membership]] = {}
    for role, key, name in parts:
        part = Membership(role=role, organisation=Organisation(pk=key, name=name))
        members.setdefault(str(role.label), []).append(part)
    return CollaborativePage(collaborative=Collaborative(name="Vale"), members=members)


class TestWho:
    @pytest.mark.parametrize(
        ("parts", "said"),
        [
            ([], "No organisation takes part yet."),
            ([(MEMBER, 1, "Hill Trust")], "Hill Trust takes part so far."),
            (
                [(MEMBER, 1, "Hill Trust"), (MEMBER, 2, "Lake Care")],
                "2 organisations work together.",
            ),
            (
                [(LEAD, 1, "Hill Trust"), (MEMBER, 2, "Lake Care")],
                "2 organisations work together, led by Hill Trust.",
            ),
            (
                [(LEAD, 1, "Hill Trust"), (LEAD, 2, "Lake Care"), (MEMBER, 3, "Dale")],
                "3 organisations work together, led by Hill Trust and Lake Care.",
            ),
        ],
    )
    def test_is_said_in_a_sentence(self, parts, said):
        assert page(*parts).who == said

    def test_counts_a_body_with_two_parts_once(self):
        parts = [
            (LEAD, 1, "Hill Trust"),
            (MEMBER, 1, "Hill Trust"),
            (MEMBER, 2, "Dale"),
        ]

        assert page(*parts).who == "2 organisations work together, led by Hill Trust."
