"""What happened in IMPACT, day by day; its people and what they did are invented."""

from dataclasses import dataclass, field
from typing import Final

from accounts.services import hours
from agreements.models import Condition, Version
from agreements.sample.boards import set_up_board
from agreements.sample.cast import AUDIT_BODY, AUDITOR
from agreements.sample.days import Scene
from agreements.sample.impact import IMPACT
from agreements.sample.impact_papers import (
    BED_STATE_MEETING,
    DAILY_CALLS,
    MEMORANDUM,
    NEXT_REINVESTMENT,
    NEXT_VALUE_PENCE,
    PARTNERSHIP,
    PRINCIPLES,
    REINVESTMENT,
)
from agreements.sample.papers import Days, Desk
from agreements.sample.setting_up import deputise
from agreements.services import clauses, creating, meeting_conditions, signatories
from collab.enums import ForumForm, Sector
from collab.rules.quorum import QuorumRule
from collab.services import engagements
from collab.services.forums import TermsFacts

SIGNED_SO_FAR: Final = ("notts", "derby", "leics", "lincs", "cygnet", "elysium")
ASKED_AGAIN: Final = ("priory", "standrews")


@dataclass
class ImpactStory:
    """A memorandum, and an agreement with the version that is to replace it."""

    desk: Desk
    versions: dict[str, Version] = field(default_factory=dict)

    def scenes(self) -> list[Scene]:
        """List what happens, each with its day."""
        return [
            Scene(day=-279, hour=14, tell=self.board_is_set_up),
            Scene(day=-260, tell=self.memorandum_is_written),
            Scene(day=-242, tell=self.memorandum_goes_out),
            Scene(day=-240, tell=self.memorandum_is_signed),
            Scene(day=-228, tell=self.first_version_is_written),
            Scene(day=-220, tell=self.first_version_goes_out),
            Scene(day=-218, tell=self.first_version_is_signed),
            Scene(day=-212, tell=self.boards_have_approved),
            Scene(day=-60, tell=self.auditor_is_engaged),
            Scene(day=-30, tell=self.second_version_is_written),
            Scene(day=-21, tell=self.alan_has_a_deputy),
            Scene(day=-16, tell=self.alan_says_he_is_away),
            Scene(day=-15, tell=self.second_version_goes_out),
            Scene(day=-13, tell=self.six_sign),
            Scene(day=-10, tell=self.two_are_asked_again),
        ]

    def board_is_set_up(self) -> None:
        """Set the partnership board up: who signs for each partner sits on it."""
        set_up_board(
            self.desk,
            TermsFacts(
                legal_form=ForumForm.LEAD_PROVIDER_BOARD,
                purpose="Advises the lead provider on care close to home.",
                source="Minutes of the first meeting, item 3",
                in_effect_from=self.desk.story.day(-288),
                review_on=self.desk.story.day(76),
                quorum=QuorumRule(
                    members=5, sectors={Sector.INDEPENDENT_PROVIDER.value: 1}
                ),
            ),
            name="Partnership board",
            clerk="Owen Bramley",
            chair="Eleanor Marsh",
            deputies={
                "Martin Holloway": "Dr Leila Hassan",
                "Alan Whitmore": "Catherine Doyle",
            },
            observers=("Priya Raman", "Grace Adeyemi"),
            on=-279,
        )

    def memorandum_is_written(self) -> None:
        """Write what all nine want of each other."""
        self.versions["memorandum"] = self.desk.write(
            MEMORANDUM, Days(commences=-230, review=135), on=-260
        )

    def memorandum_goes_out(self) -> None:
        """Send it to all nine."""
        self.desk.send_out(self.versions["memorandum"], MEMORANDUM, on=-242)

    def memorandum_is_signed(self) -> None:
        """Have all nine sign; it is in force ten days later."""
        self.desk.sign(self.versions["memorandum"], MEMORANDUM.bodies, on=-240)

    def first_version_is_written(self) -> None:
        """Write the agreement that binds them, on a condition."""
        self.versions["first"] = self.desk.write(
            PARTNERSHIP, Days(commences=-215, expires=515, review=45), on=-228
        )

    def first_version_goes_out(self) -> None:
        """Send it to all nine."""
        self.desk.send_out(self.versions["first"], PARTNERSHIP, on=-220)

    def first_version_is_signed(self) -> None:
        """Have all nine sign; it waits for their boards."""
        self.desk.sign(self.versions["first"], PARTNERSHIP.bodies, on=-218)

    def boards_have_approved(self) -> None:
        """Record that the last board has approved: it is in force from that day."""
        story = self.desk.story
        condition = Condition.objects.get(version=self.versions["first"])
        meeting_conditions.record_condition_met(
            version_id=condition.version_id,
            identity=condition.identity,
            met_on=story.day(-213),
            evidence="Minutes of the nine boards; the last one met the day before.",
            actor=story.people[self.desk.writer],
            now=story.at(-212, 11),
        )

    def auditor_is_engaged(self) -> None:
        """Let Judith in, to read everything for a year."""
        story = self.desk.story
        auditor = story.bring(AUDITOR, now=story.at(-60))
        engagements.give_engagement(
            user_id=auditor.pk,
            collaborative_id=self.desk.collaborative.pk,
            body=AUDIT_BODY,
            starts_on=story.day(-59),
            last_on=story.day(305),
            actor=story.people["Priya Raman"],
            now=story.at(-60, 11),
        )

    def second_version_is_written(self) -> None:
        """Put the weekly meeting in the place of the calls, and change the value."""
        story, actor = self.desk.story, self.desk.story.people[self.desk.writer]
        version = creating.start_version(
            agreement_id=self.versions["first"].agreement_id,
            actor=actor,
            now=story.at(-30),
        )
        self.versions["second"] = version
        by_heading = {clause.heading: clause for clause in version.clauses.all()}
        principles = by_heading[PRINCIPLES.heading].identity
        for minute in (5, 6):
            self._move_up(principles, minute)
        saved = by_heading[REINVESTMENT.heading]
        clauses.change_clause(
            version_id=version.pk,
            identity=saved.identity,
            revision=version.clauses.get(identity=saved.identity).revision,
            heading=saved.heading,
            text=NEXT_REINVESTMENT,
            actor=actor,
            now=story.at(-30, 10, 10),
        )
        calls = version.clauses.get(identity=by_heading[DAILY_CALLS.heading].identity)
        clauses.remove_clause(
            version_id=version.pk,
            identity=calls.identity,
            revision=calls.revision,
            actor=actor,
            now=story.at(-30, 10, 12),
        )
        meeting = self.desk.add_clause(
            version, BED_STATE_MEETING, at=story.at(-30, 10, 15)
        )
        self._move_up(meeting, 16)
        self.desk.set_terms(
            version,
            PARTNERSHIP,
            Days(commences=0, expires=1095, review=365),
            value_pence=NEXT_VALUE_PENCE,
            on=-30,
        )

    def _move_up(self, identity: str, minute: int) -> None:
        story = self.desk.story
        clauses.move_clause(
            version_id=self.versions["second"].pk,
            identity=identity,
            up=True,
            actor=story.people[self.desk.writer],
            now=story.at(-30, 10, minute),
        )

    def alan_has_a_deputy(self) -> None:
        """Name Catherine Doyle as the deputy of Alan Whitmore."""
        deputise(
            self.desk.story, next(each for each in IMPACT.people if each.deputy_of)
        )

    def alan_says_he_is_away(self) -> None:
        """Let Alan Whitmore say that he is on leave; his deputy stands in."""
        story = self.desk.story
        hours.say_away(
            starts_on=story.day(-14),
            last_on=story.day(21),
            actor=story.people["Alan Whitmore"],
            now=story.at(-16),
        )

    def second_version_goes_out(self) -> None:
        """Send it to all nine, to be signed by yesterday."""
        self.desk.send_out(self.versions["second"], PARTNERSHIP, on=-15)

    def six_sign(self) -> None:
        """Have six sign at once."""
        self.desk.sign(self.versions["second"], SIGNED_SO_FAR, on=-13)

    def two_are_asked_again(self) -> None:
        """Give two signatories until after their next board meetings."""
        story = self.desk.story
        for minute, body in enumerate(ASKED_AGAIN):
            signatories.replace_signatory(
                version_id=self.versions["second"].pk,
                organisation_id=story.bodies[body].pk,
                user_id=story.people[IMPACT.signatory_of(body).name].pk,
                due_on=story.day(10),
                actor=story.people[self.desk.writer],
                now=story.at(-10, 10, minute),
            )
