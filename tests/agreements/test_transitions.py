import itertools

import pytest
from django.core.management import CommandError, call_command

from agreements.enums import (
    AgreementStatus,
    ApprovalStatus,
    RequestStatus,
    RoundStatus,
    VersionStatus,
)
from agreements.transitions import (
    AGREEMENT_MOVES,
    APPROVAL_MOVES,
    REQUEST_MOVES,
    ROUND_MOVES,
    VERSION_MOVES,
    IllegalMoveError,
    require_approval_move,
    require_request_move,
    require_round_move,
    require_version_move,
)

TABLES = [
    (VersionStatus, VERSION_MOVES, {VersionStatus.DRAFT, VersionStatus.RECORDED}),
    (RequestStatus, REQUEST_MOVES, {RequestStatus.ASKED}),
    (ApprovalStatus, APPROVAL_MOVES, {ApprovalStatus.PLANNED}),
    (RoundStatus, ROUND_MOVES, {RoundStatus.IN_REVIEW}),
    (AgreementStatus, AGREEMENT_MOVES, {AgreementStatus.OPEN}),
]


def forbidden(statuses, moves):
    pairs = itertools.product(statuses, repeat=2)
    return [(before, after) for before, after in pairs if after not in moves[before]]


@pytest.mark.parametrize(("statuses", "moves", "start"), TABLES)
class TestEveryTable:
    def test_has_a_row_for_each_status(self, statuses, moves, start):
        assert set(moves) == set(statuses)

    def test_reaches_each_status_from_the_start(self, statuses, moves, start):
        reached, ahead = set(start), list(start)
        while ahead:
            for after in moves[ahead.pop()] - reached:
                reached.add(after)
                ahead.append(after)

        assert reached == set(statuses)


class TestRequireVersionMove:
    @pytest.mark.parametrize(
        ("before", "after"), forbidden(VersionStatus, VERSION_MOVES)
    )
    def test_refuses_every_pair_that_is_not_in_the_table(self, before, after):
        with pytest.raises(IllegalMoveError):
            require_version_move(before, after)

    @pytest.mark.parametrize("before", VersionStatus)
    def test_allows_every_pair_in_the_table(self, before):
        for after in VERSION_MOVES[before]:
            require_version_move(before, after)


class TestRequireRequestMove:
    @pytest.mark.parametrize(
        ("before", "after"), forbidden(RequestStatus, REQUEST_MOVES)
    )
    def test_refuses_every_pair_that_is_not_in_the_table(self, before, after):
        with pytest.raises(IllegalMoveError):
            require_request_move(before, after)

    @pytest.mark.parametrize("before", RequestStatus)
    def test_allows_every_pair_in_the_table(self, before):
        for after in REQUEST_MOVES[before]:
            require_request_move(before, after)


@pytest.mark.parametrize(
    ("statuses", "moves", "require"),
    [
        (ApprovalStatus, APPROVAL_MOVES, require_approval_move),
        (RoundStatus, ROUND_MOVES, require_round_move),
    ],
)
class TestRequireApprovalMoves:
    def test_refuse_every_pair_that_is_not_in_the_table(self, statuses, moves, require):
        for before, after in forbidden(statuses, moves):
            with pytest.raises(IllegalMoveError):
                require(before, after)

    def test_allow_every_pair_in_the_table(self, statuses, moves, require):
        for before, afters in moves.items():
            for after in afters:
                require(before, after)


class TestStateDiagrams:
    def test_are_what_the_tables_say(self):
        call_command("state_diagrams", "--check")

    def test_fail_the_check_where_they_are_not(self, monkeypatch, tmp_path):
        from agreements.management.commands import state_diagrams

        stale = tmp_path / "states.md"
        stale.write_text("# States\n")
        monkeypatch.setattr(state_diagrams, "PAGE", stale)

        with pytest.raises(CommandError, match="out of date"):
            call_command("state_diagrams", "--check")
        call_command("state_diagrams")
        call_command("state_diagrams", "--check")
