"""How a data sharing agreement of IMPACT's trusts is written and approved; invented."""

from dataclasses import dataclass
from typing import Final

from agreements.enums import ApprovalRule
from agreements.models import ApprovalRequest, Version
from agreements.sample.days import Scene
from agreements.sample.impact_papers import DATA_SHARING, LEAVERS
from agreements.sample.papers import Days, Desk
from agreements.services import (
    approval_plans,
    approving,
    asking_approval,
    clauses,
    commenting,
)
from audit.rules.uids import new_uid

CLINICAL: Final = ("Dr Leila Hassan", "Dr Simon Achebe")
EXECUTIVE: Final = ("Grace Adeyemi", "Sunita Rao")


@dataclass
class DataSharingStory:
    """A draft in review: its first group has approved, the second is waited for."""

    desk: Desk
    version: Version | None = None

    def scenes(self) -> list[Scene]:
        """List what happens, each with its day."""
        return [
            Scene(day=-12, tell=self.draft_is_written),
            Scene(day=-11, tell=self.a_comment_is_made),
            Scene(day=-10, tell=self.the_comment_is_resolved),
            Scene(day=-9, hour=15, tell=self.plan_is_made),
            Scene(day=-8, tell=self.approval_is_asked),
            Scene(day=-7, tell=self.another_comment_is_made),
            Scene(day=-6, tell=self.first_group_approves),
        ]

    @property
    def _draft(self) -> Version:
        if self.version is None:
            raise ValueError("The draft is not written yet.")
        return self.version

    def draft_is_written(self) -> None:
        """Write what the trusts need to share a waiting list."""
        self.version = self.desk.write(
            DATA_SHARING, Days(commences=60, expires=790, review=400), on=-12
        )

    def a_comment_is_made(self) -> None:
        """Ask, as one who will have to approve it, what became of leavers."""
        self._comment(
            "Dr Leila Hassan",
            on=-11,
            clause=3,
            words="Who takes a leaver's name out of the list, and by when?",
        )

    def the_comment_is_resolved(self) -> None:
        """Answer it in the text, and settle it."""
        story = self.desk.story
        clause = self._draft.clauses.get(position=3)
        clauses.change_clause(
            version_id=self._draft.pk,
            identity=clause.identity,
            revision=clause.revision,
            heading=clause.heading,
            text=f"{clause.text} {LEAVERS}",
            actor=story.people[self.desk.writer],
            now=story.at(-10),
        )
        commenting.resolve_comment(
            version_id=self._draft.pk,
            uid=self._draft.comments.get(resolved_at=None).uid,
            resolution="The clause now says so in its last sentence.",
            actor=story.people[self.desk.writer],
            now=story.at(-10, 10, 5),
        )

    def another_comment_is_made(self) -> None:
        """Leave a question open for whoever approves next."""
        self._comment(
            "Dr Simon Achebe",
            on=-7,
            clause=4,
            words="30 days suit admissions. Do they also suit a person who moves away?",
        )

    def _comment(self, name: str, *, on: int, clause: int, words: str) -> None:
        story = self.desk.story
        commenting.comment(
            version_id=self._draft.pk,
            clause_identity=self._draft.clauses.get(position=clause).identity,
            identity=new_uid("idn"),
            text=words,
            actor=story.people[name],
            now=story.at(on),
        )

    def plan_is_made(self) -> None:
        """Name those who answer for the data first, then two executives."""
        self._group(
            "Clinical and information governance",
            ApprovalRule.ALL,
            CLINICAL,
            hour=15,
        )
        self._group(
            "Executive directors",
            ApprovalRule.ONE_PER_ORGANISATION,
            EXECUTIVE,
            hour=16,
        )

    def _group(
        self, name: str, rule: ApprovalRule, people: tuple[str, ...], *, hour: int
    ) -> None:
        story, actor = self.desk.story, self.desk.story.people[self.desk.writer]
        group = approval_plans.add_group(
            agreement_id=self._draft.agreement_id,
            uid=new_uid("apg"),
            terms=approval_plans.GroupTerms(name=name, rule=rule, due_in_days=10),
            actor=actor,
            now=story.at(-9, hour),
        )
        for minute, person in enumerate(people, start=1):
            approval_plans.name_approver(
                group_id=group.pk,
                user_id=story.people[person].pk,
                organisation_id=story.bodies[self.desk.body_of(person)].pk,
                actor=actor,
                now=story.at(-9, hour, minute),
            )

    def approval_is_asked(self) -> None:
        """Ask; the text is held."""
        asking_approval.ask_for_approval(
            version_id=self._draft.pk,
            actor=self.desk.story.people[self.desk.writer],
            now=self.desk.story.at(-8),
        )

    def first_group_approves(self) -> None:
        """Have both of the first group approve, and the second asked."""
        story = self.desk.story
        fingerprint = Version.objects.get(pk=self._draft.pk).content_hash
        for minute, person in enumerate(CLINICAL):
            now = story.at(-6, 9, 20 * minute)
            request = ApprovalRequest.objects.get(
                group__round__version=self._draft, user=story.people[person]
            )
            approving.approve_version(
                request_id=request.pk,
                fingerprint=fingerprint,
                session=story.shown_who(person, now=now),
                actor=story.people[person],
                now=now,
            )
