"""What happened in Example Valley, where things also go wrong: all of it invented."""

import io
from dataclasses import dataclass, field

from agreements.enums import Instrument, PartyRole
from agreements.models import Version
from agreements.sample.boards import set_up_board
from agreements.sample.days import Scene
from agreements.sample.example_valley_papers import (
    FALLS,
    MEMORANDUM,
    REABLEMENT,
    REABLEMENT_PARTIES,
    REABLEMENT_TEXT,
    WINTER_BEDS,
)
from agreements.sample.paper import signed_copy
from agreements.sample.papers import Days, Desk
from agreements.services import declining, notice, recording, reopening
from collab.enums import DecisionRule, ForumForm, Sector
from collab.rules.quorum import QuorumRule
from collab.services.documents import store_document
from collab.services.forums import TermsFacts


@dataclass
class ExampleValleyStory:
    """In force with notice given, recorded from paper, withdrawn from, and declined."""

    desk: Desk
    versions: dict[str, Version] = field(default_factory=dict)

    def scenes(self) -> list[Scene]:
        """List what happens, each with its day."""
        return [
            Scene(day=-278, hour=14, tell=self.board_is_set_up),
            Scene(day=-201, tell=self.winter_beds_are_written),
            Scene(day=-196, tell=self.winter_beds_go_out),
            Scene(day=-194, tell=self.winter_beds_are_signed),
            Scene(day=-150, tell=self.reablement_is_recorded),
            Scene(day=-148, tell=self.reablement_is_checked),
            Scene(day=-42, tell=self.falls_team_is_written),
            Scene(day=-36, tell=self.falls_team_goes_out),
            Scene(day=-34, tell=self.two_sign_for_the_falls_team),
            Scene(day=-29, tell=self.council_withdraws),
            Scene(day=-20, tell=self.memorandum_is_written),
            Scene(day=-16, tell=self.memorandum_goes_out),
            Scene(day=-14, tell=self.two_sign_the_memorandum),
            Scene(day=-11, tell=self.homecare_declines),
            Scene(day=-8, tell=self.homecare_gives_notice),
        ]

    def board_is_set_up(self) -> None:
        """Set the board up: four seats, three of them needed, one of them a charity's."""
        set_up_board(
            self.desk,
            TermsFacts(
                legal_form=ForumForm.CONTRACTUAL_BOARD,
                purpose="Decides what the four partners do together.",
                source="Collaboration agreement, schedule 1",
                in_effect_from=self.desk.story.day(-286),
                review_on=self.desk.story.day(160),
                quorum=QuorumRule(members=3, sectors={Sector.VCSE.value: 1}),
                decision_rule=DecisionRule.MAJORITY,
            ),
            name="Example Valley board",
            clerk="Nia Probert",
            chair="Sian Powell",
            deputies={"Rosa Delgado": "Wendy Griffiths"},
            on=-278,
        )

    def winter_beds_are_written(self) -> None:
        """Write how three of them care for people in winter."""
        self.versions["beds"] = self.desk.write(
            WINTER_BEDS, Days(commences=-190, expires=540, review=70), on=-201
        )

    def winter_beds_go_out(self) -> None:
        """Send it to the three."""
        self.desk.send_out(self.versions["beds"], WINTER_BEDS, on=-196)

    def winter_beds_are_signed(self) -> None:
        """Have all three sign."""
        self.desk.sign(self.versions["beds"], WINTER_BEDS.bodies, on=-194)

    def reablement_is_recorded(self) -> None:
        """Record an agreement that trust and council signed on paper long before."""
        story, lead = self.desk.story, self.desk.story.people[self.desk.writer]
        trust = story.bodies[REABLEMENT_PARTIES[0]].pk
        copy = signed_copy(
            REABLEMENT, REABLEMENT_TEXT, day=f"{story.day(-410):%-d %B %Y}"
        )
        document = store_document(
            organisation_id=trust,
            collaborative_id=self.desk.collaborative.pk,
            name="Signed copy (invented).pdf",
            content=io.BytesIO(copy),
            size=len(copy),
            actor=lead,
            now=story.at(-150),
        )
        self.versions["reablement"] = recording.record_existing(
            collaborative_id=self.desk.collaborative.pk,
            signed_copy_id=document.pk,
            facts=self._reablement_as_written(),
            actor=lead,
            now=story.at(-150, 10, 10),
        )

    def _reablement_as_written(self) -> recording.Facts:
        story = self.desk.story
        trust, council = (story.bodies[body].pk for body in REABLEMENT_PARTIES)
        return recording.Facts(
            title=REABLEMENT,
            instrument=Instrument.SECTION_75,
            signed_on=story.day(-410),
            commences_on=story.day(-400),
            expires_on=story.day(690),
            review_on=story.day(30),
            notice_months=6,
            value_pence=310_000_00,
            text=REABLEMENT_TEXT,
            parties=(
                recording.OutsideParty(
                    organisation_id=trust,
                    role=PartyRole.LEAD,
                    signed_by="Sian Powell, Chief executive",
                ),
                recording.OutsideParty(
                    organisation_id=council,
                    role=PartyRole.PARTNER,
                    signed_by="P. Merriman, Director of adult services",
                ),
            ),
        )

    def reablement_is_checked(self) -> None:
        """Have somebody else compare the record with the signed copy."""
        story, version = self.desk.story, self.versions["reablement"]
        recording.check_record(
            version_id=version.pk,
            fingerprint=Version.objects.get(pk=version.pk).content_hash,
            actor=story.people["Paul Merriman"],
            now=story.at(-148),
        )

    def falls_team_is_written(self) -> None:
        """Write what a falls team needs."""
        self.versions["falls"] = self.desk.write(FALLS, Days(commences=60), on=-42)

    def falls_team_goes_out(self) -> None:
        """Send it to the three."""
        self.desk.send_out(self.versions["falls"], FALLS, on=-36)

    def two_sign_for_the_falls_team(self) -> None:
        """Have the trust and the charity sign."""
        self.desk.sign(self.versions["falls"], ("ev-trust", "ev-carers"), on=-34)

    def council_withdraws(self) -> None:
        """Withdraw the council before its own signature: all is open again."""
        story = self.desk.story
        reopening.withdraw_party(
            version_id=self.versions["falls"].pk,
            organisation_id=story.bodies["ev-council"].pk,
            reason="The council cannot promise a vehicle before its budget is set.",
            actor=story.people["Paul Merriman"],
            now=story.at(-29, 15),
        )

    def memorandum_is_written(self) -> None:
        """Write how all four work as one team."""
        self.versions["memorandum"] = self.desk.write(
            MEMORANDUM, Days(commences=30), on=-20
        )

    def memorandum_goes_out(self) -> None:
        """Send it to all four."""
        self.desk.send_out(self.versions["memorandum"], MEMORANDUM, on=-16)

    def two_sign_the_memorandum(self) -> None:
        """Have the trust and the council sign."""
        self.desk.sign(self.versions["memorandum"], ("ev-trust", "ev-council"), on=-14)

    def homecare_declines(self) -> None:
        """Let the company say no, and why; the charity has not answered yet."""
        story = self.desk.story
        declining.decline_to_sign(
            version_id=self.versions["memorandum"].pk,
            organisation_id=story.bodies["ev-homecare"].pk,
            reason=(
                "Clause 3 lets a partner leave in winter, when nobody could replace it."
            ),
            actor=story.people["Victor Hale"],
            now=story.at(-11),
        )

    def homecare_gives_notice(self) -> None:
        """Let the company leave the beds at home, three months from now."""
        now = self.desk.story.at(-8, 11)
        notice.give_notice(
            agreement_id=self.versions["beds"].agreement_id,
            organisation_id=self.desk.story.bodies["ev-homecare"].pk,
            words="We cannot find enough carers to come four times a day.",
            session=self.desk.story.shown_who("Victor Hale", now=now),
            actor=self.desk.story.people["Victor Hale"],
            now=now,
        )
