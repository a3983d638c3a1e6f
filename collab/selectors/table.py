"""Who sat at the table for one item: seats, deputies, interests and what they said."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from accounts.models import User
from collab.enums import SeatKind, Stance
from collab.models import Forum, ForumTerms, Organisation, Presence, Recusal, Seat
from collab.rules.counting import Counted, Votes, counted
from collab.rules.decision_facts import DecisionFacts, TookNoPart
from collab.rules.quorum import NoPart, Quorum, QuorumRule, SeatAt, There, quorum_of
from collab.selectors.forums import forum_terms_on, seats_on


class DecisionRefusedError(ValueError):
    """The decision cannot be logged so; ``field`` of the form says what to change."""

    field = "what"


class NoQuorumRuleError(DecisionRefusedError):
    """The forum's terms of that day say no quorum, so it could not decide."""

    field = "outcome"


class NobodyPresentError(DecisionRefusedError):
    """A decision needs somebody who took it."""

    field = "present"


class NotOnTheSeatError(DecisionRefusedError):
    """Somebody is named for a seat that was not theirs that day, or for two."""

    field = "present"


class TookNoPartError(DecisionRefusedError):
    """Somebody who took no part had no seat, or is named twice."""

    field = "no_part"


class VoiceError(DecisionRefusedError):
    """Somebody was against or abstained who took no part, or had no vote."""

    field = "against"


@dataclass(frozen=True, kw_only=True)
class Table:
    """One item at a forum: the seats of the day and who was there on them."""

    facts: DecisionFacts
    terms: ForumTerms
    seats: tuple[Seat, ...]

    @cached_property
    def people(self) -> dict[int, tuple[Seat, User]]:
        """Give the seat of everybody who holds or deputises for one, by their key."""
        found: dict[int, tuple[Seat, User]] = {}
        for seat in self.seats:
            for deputy in seat.deputies.all():
                found.setdefault(deputy.user_id, (seat, deputy.user))
        # A seat of one's own goes before one that somebody deputises for.
        found.update({seat.user_id: (seat, seat.user) for seat in self.seats})
        return found

    @cached_property
    def there(self) -> dict[int, tuple[Seat, User, bool]]:
        """Give seat, person and whether as deputy of everybody there, by their key."""
        seats = {seat.pk: seat for seat in self.seats}
        found: dict[int, tuple[Seat, User, bool]] = {}
        for taken in self.facts.present:
            seat = seats.get(taken.seat_id)
            if seat is None:
                raise NotOnTheSeatError(
                    "Somebody is named for a seat that did not exist that day."
                )
            user, as_deputy = _on(seat, taken.user_id)
            if taken.user_id in found:
                raise NotOnTheSeatError(
                    f"{user.name} is named for two seats: nobody takes part in one"
                    " item for two."
                )
            found[taken.user_id] = (seat, user, as_deputy)
        return found

    @cached_property
    def quorum(self) -> Quorum:
        """Work out the quorum of the item."""
        rule = QuorumRule.from_json(self.terms.quorum) if self.terms.quorum else None
        return quorum_of(
            rule, [self._seat_at(seat) for seat in self.seats], self._interests
        )

    @property
    def taking_part(self) -> set[int]:
        """Give the keys of those with a vote who were there and took part."""
        return {
            key
            for key, (seat, _, _) in self.there.items()
            if seat.kind == SeatKind.VOTING and not self._keeps_out(key, seat)
        }

    def count(self) -> Counted:
        """
        Count who was for the result, by seats.

        :raises VoiceError: if somebody without a voice is named
        """
        against = self._seats_of(self.facts.against)
        abstained = self._seats_of(self.facts.abstained)
        if both := against & abstained:
            name = next(seat.user.name for seat in self.seats if seat.pk in both)
            raise VoiceError(
                f"The seat of {name} cannot be against and abstain: choose one."
            )
        chairs = {seat.pk for seat in self.seats if seat.is_chair}
        taking_part = {self.there[key][0].pk for key in self.taking_part}
        return counted(
            self.facts.method,
            Votes(
                taking_part=len(taking_part),
                against=len(against),
                abstained=len(abstained),
                chair_is_with_it=bool(chairs & taking_part - against),
            ),
            abstentions_count=self.terms.abstentions_count,
            casting_vote=self.terms.casting_vote,
        )

    def presences(self) -> list[Presence]:
        """Make a row for everybody who was there, not stored yet."""
        return [
            Presence(
                organisation=seat.organisation,
                user=user,
                name=user.name,
                seat=seat,
                as_deputy=as_deputy,
                kind=seat.kind,
                stance=self._stance(key),
            )
            for key, (seat, user, as_deputy) in self.there.items()
        ]

    def recusals(self) -> list[Recusal]:
        """
        Make a row for everybody who took no part, not stored yet.

        :raises TookNoPartError: if somebody had no seat, or is named twice
        """
        named = [(each.user_id, each.organisation_id) for each in self.facts.no_part]
        if len(set(named)) < len(named):
            raise TookNoPartError("Name each person who took no part once.")
        return [self._recusal(each) for each in self.facts.no_part]

    def bodies(self) -> list[Organisation]:
        """List the bodies with a voting seat, by name, each once."""
        voting = [seat for seat in self.seats if seat.kind == SeatKind.VOTING]
        found = {seat.organisation_id: seat.organisation for seat in voting}
        return sorted(found.values(), key=lambda body: body.name)

    def _recusal(self, each: TookNoPart) -> Recusal:
        given = {"reason": each.reason.strip(), "is_withheld": each.is_withheld}
        if not given["reason"]:
            raise TookNoPartError("Say why each of them took no part.")
        if each.user_id is not None:
            if each.user_id not in self.people:
                raise TookNoPartError(
                    "Only somebody with a seat, or who deputises for one, takes no part."
                )
            seat, user = self._seat_and_person(each.user_id)
            return Recusal(
                organisation=seat.organisation,
                seat=seat,
                user=user,
                name=user.name,
                **given,
            )
        bodies = {seat.organisation_id: seat.organisation for seat in self.seats}
        if each.organisation_id not in bodies:
            raise TookNoPartError("Only a body with a seat takes no part.")
        body = bodies[each.organisation_id]
        return Recusal(organisation=body, name=body.name, of_the_body=True, **given)

    def _seat_and_person(self, key: int) -> tuple[Seat, User]:
        if key in self.there:
            seat, user, _ = self.there[key]
            return seat, user
        return self.people[key]

    @property
    def _interests(self) -> list[NoPart]:
        return [
            NoPart(
                reason=each.reason.strip(),
                person=None if each.user_id is None else str(each.user_id),
                organisation=(
                    None if each.organisation_id is None else str(each.organisation_id)
                ),
            )
            for each in self.facts.no_part
        ]

    def _keeps_out(self, key: int, seat: Seat) -> bool:
        return any(
            key == each.user_id or seat.organisation_id == each.organisation_id
            for each in self.facts.no_part
        )

    def _seat_at(self, seat: Seat) -> SeatAt:
        return SeatAt(
            seat=str(seat.pk),
            organisation=str(seat.organisation_id),
            sector=seat.organisation.sector,
            is_voting=seat.kind == SeatKind.VOTING,
            is_chair=seat.is_chair,
            there=tuple(
                There(person=str(key), name=user.name, as_deputy=as_deputy)
                for key, (on, user, as_deputy) in self.there.items()
                if on.pk == seat.pk
            ),
        )

    def _seats_of(self, keys: Iterable[int]) -> set[int]:
        for key in keys:
            if key not in self.taking_part:
                name = self.people[key][1].name if key in self.people else "Somebody"
                raise VoiceError(
                    f"{name} did not take part with a vote, so cannot be against or"
                    " abstain."
                )
        return {self.there[key][0].pk for key in keys}

    def _stance(self, key: int) -> str:
        if key in self.facts.against:
            return Stance.AGAINST
        return Stance.ABSTAINED if key in self.facts.abstained else ""


def table_of(forum: Forum, facts: DecisionFacts) -> Table:
    """
    Read the seats and terms of the day of a decision.

    :raises NoQuorumRuleError: if there were no terms, or they say no quorum
    :raises NobodyPresentError: if nobody is named
    :raises NotOnTheSeatError: if somebody is named for a seat that was not theirs
    """
    terms = forum_terms_on(forum, facts.decided_on)
    if terms is None:
        raise NoQuorumRuleError(
            f"{forum} had no terms of reference on {_said(facts.decided_on)}, so it"
            " could not decide. Record its terms from that day on, or correct the day."
        )
    if terms.quorum is None:
        raise NoQuorumRuleError(
            f"The terms of reference of {forum} say no quorum, so it cannot decide."
            " Record terms with a quorum first."
        )
    if not facts.present:
        raise NobodyPresentError("Tick at least one person who was there.")
    table = Table(
        facts=facts, terms=terms, seats=tuple(seats_on(forum, facts.decided_on))
    )
    _ = table.there
    return table


def _on(seat: Seat, user_id: int) -> tuple[User, bool]:
    if seat.user_id == user_id:
        return seat.user, False
    for deputy in seat.deputies.all():
        if deputy.user_id == user_id:
            return deputy.user, True
    raise NotOnTheSeatError(
        f"Only {seat.user.name} or a deputy who is named for it sits on that seat."
    )


def _said(day: dt.date) -> str:
    return f"{day.day} {day:%B} {day.year}"
