"""What a forum is in law: whom its decisions bind, in words for each legal form."""

from collections.abc import Sequence
from typing import Final

from collab.rules.quorum import QuorumRule
from collab.rules.quorum_words import listed, wanted

# Forms are values of collab.enums.ForumForm (domain.md 2.1).

CANNOT_DECIDE: Final = "It has no quorum rule. It cannot decide until it has one."


def whom_it_binds(
    legal_form: str, member_names: Sequence[str] = (), *, lead: str = ""
) -> str:
    """
    Say whom a forum's decisions bind, as one sentence or two.

    ``member_names`` are the bodies with a voting seat, in the order in which they are
    to be named; ``lead`` is the lead provider, where there is one.

    :raises ValueError: for a legal form that is not known
    """
    bodies = listed(member_names) if member_names else ""
    named = f" ({bodies})" if bodies else ""
    words = {
        "advisory": "It binds nobody. It is a recommendation to the boards of the"
        f" bodies{named}, which decide for themselves.",
        "individual_decision_makers": f"It binds each body separately{named}, by the"
        " delegated authority that its own named person holds, and only as far as"
        " that authority goes.",
        "committees_in_common": "Each body takes its own decision for itself"
        f" alone{named}, in its own committee at the same table. It binds a body only"
        " by that body's own decision.",
        "joint_committee": f"One decision binds all its bodies together{named}, within"
        " the functions that they delegated to the committee.",
        "lead_provider_board": f"{_lead(lead)} decides under its contract after it has"
        f" heard the board, and answers for it. It binds the other bodies{named} as"
        " far as their contracts with the lead provider say.",
        "contractual_board": f"It binds the parties by contract{named}, as far as the"
        " agreement between them says and no further.",
    }
    if legal_form not in words:
        raise ValueError(f"{legal_form} is no legal form of a forum.")
    return words[legal_form]


def _lead(name: str) -> str:
    return name or "The lead provider"


def quorum_in_words(rule: QuorumRule | None) -> str:
    """Say what a quorum rule asks of each item, or that without one nothing is decided."""
    if rule is None:
        return CANNOT_DECIDE
    words = wanted(rule)
    return f"{words[:1].upper()}{words[1:]}. It is worked out for each item anew."


def how_it_decides(
    decision_rule: str, *, abstentions_count: bool, casting_vote: bool
) -> str:
    """Say how the forum comes to a decision once it is quorate."""
    if decision_rule == "consensus":
        return (
            "By consensus: nobody with a vote objects. Whoever abstains stands aside."
        )
    of = "all who take part" if abstentions_count else "the votes for and against"
    tie = (
        "On equal votes the chair has a casting vote."
        if casting_vote
        else "Equal votes carry nothing."
    )
    return f"By majority of {of}. {tie}"


_SHARES: Final = {
    (1, 1): "All",
    (1, 2): "Half",
    (1, 3): "A third",
    (2, 3): "Two thirds",
}


def share_in_words(share: tuple[int, int]) -> str:
    """Say a share of the seats that somebody sits on, as a choice on a form."""
    words = _SHARES.get(share, f"{share[0]} in {share[1]}")
    return f"{words} of them" if share == (1, 1) else f"{words} of them, rounded up"
