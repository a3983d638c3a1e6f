"""One collaborative with everything in it, reached through the services."""

import datetime as dt
import io
from dataclasses import dataclass, field
from typing import Any

from accounts.enums import Role
from accounts.models import Invitation, User
from accounts.rules.mail_hours import Hours
from accounts.services import feeds, hours, notifying, signing_in
from accounts.services import people as accounts
from agreements.models import SigningLink, Version
from agreements.rules.content import Notice
from agreements.services.asking import ON_PAPER
from agreements.services.commenting import comment
from agreements.services.notice import give_notice
from agreements.services.sending_out import send_out_for_signature
from audit.door import SystemActor
from collab.enums import MembershipRole, PartnershipRole, Power
from collab.models import Collaborative, Document, Organisation
from collab.rules.authority import Terms
from collab.rules.periods import london_day
from collab.services import (
    appointments,
    collaboratives,
    delegations,
    deputies,
    documents,
    ladders,
    memberships,
)
from collab.services.delegations import Extent
from tests.access.actions_side import add_actions
from tests.access.approvals_side import add_approvals
from tests.access.decisions_side import add_decisions
from tests.access.forums_side import add_forums
from tests.access.pathways_side import add_pathways
from tests.access.register_side import add_register
from tests.builders import agreements, guests, outside, people
from tests.builders.acts import any_act

DAYS = dt.timedelta(days=5)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
COLLABORATIVE_ROLES = (Role.MEMBER, Role.GOVERNANCE_LEAD, Role.FINANCE_LEAD)


@dataclass
class Side:
    """One collaborative with everything in it; ``word`` marks what outsiders miss."""

    word: str
    made: agreements.Partnership
    things: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        """Give one of the things by name."""
        try:
            return self.__dict__["things"][name]
        except KeyError as error:
            raise AttributeError(name) from error

    @property
    def collaborative(self) -> Collaborative:
        """Give the collaborative."""
        return self.made.collaborative

    @property
    def body(self) -> Organisation:
        """Give the first body, from which most of its people come."""
        return self.made.bodies[0]

    @property
    def other_body(self) -> Organisation:
        """Give the second body."""
        return self.made.bodies[1]

    @property
    def leads(self) -> list[User]:
        """Give the two leads of the first body's people."""
        return self.things["leads"]


def terms(now: dt.datetime, **changed: Any) -> Terms:
    """A period from last week on, with its source."""
    given = {"starts_on": london_day(now - DAYS), "source": "Scheme of delegation"}
    return Terms(**{**given, **changed})


def extent(**changed: Any) -> Extent:
    """A power to sign agreements."""
    given = {"power": Power.SIGN_AGREEMENTS, "capacity": "Chief executive"}
    return Extent(**{**given, **changed})


def build_side(word: str, names: tuple[str, str], then: dt.datetime) -> Side:
    made = agreements.partnership(
        then, *names, slug=word.lower(), name=f"{word} Partners"
    )
    side = Side(word, made)
    things = side.things
    with any_act(then):
        side.body.ods_code = f"{word[:2].upper()}1"
        side.body.save()
    things["leads"] = people.leads_of(side.body, then)
    things["governance_lead"] = made.lead
    things["signatory"] = made.signatory(side.body)
    things["other_signatory"] = made.signatory(side.other_body)
    things["member"] = people.member(
        f"{word} Member", side.collaborative, side.body, then
    )
    _agreements(side, then)
    _authority(side, then)
    add_approvals(side, then)
    add_register(side, then)
    _parts(side, then)
    add_forums(side, then)
    add_decisions(side, then)
    add_actions(side, then)
    add_pathways(side, then)
    return side


def _agreements(side: Side, then: dt.datetime) -> None:
    made, things = side.made, side.things
    things["draft"] = agreements.draft(made, then, title=f"{side.word} draft")
    agreements.add_condition(things["draft"], made, then, f"{side.word} board agrees")
    out = agreements.draft(
        made,
        then,
        title=f"{side.word} out",
        needs=(f"{side.word} council agrees", f"{side.word} regulator agrees"),
    )
    things["out"] = send_out_for_signature(
        version_id=out.pk,
        signatories={key: user.pk for key, user in made.signatories.items()},
        due_on=london_day(then + agreements.FORTNIGHT),
        actor=made.lead,
        now=then,
    )
    agreements.meet(
        out.conditions.order_by("position").first(),
        made,
        then,
        evidence=f"{side.word} minute 4",
    )
    agreements.sign(
        things["out"], side.other_body, made.signatory(side.other_body), then
    )
    things["in_force"] = _with_notice_terms(side, then, "in force")
    things["leaving"] = _with_notice_terms(side, then, "leaving")
    things["notice"] = give_notice(
        agreement_id=things["leaving"].agreement_id,
        organisation_id=side.body.pk,
        words=f"{side.word} leaves",
        session=agreements.session_of(things["signatory"], then),
        actor=things["signatory"],
        now=then,
    )
    things["comment"] = comment(
        version_id=things["draft"].pk,
        clause_identity=things["draft"].clauses.order_by("position").first().identity,
        identity="cm_0123456789",
        text=f"{side.word} asks which month",
        actor=side.member,
        now=then,
    )
    reopened = agreements.draft(made, then, title=f"{side.word} reopened")
    things["withdrawal"] = agreements.withdraw_party(
        agreements.send_out(reopened, made, then), made, side.other_body, then
    )
    things["recorded"] = outside.recorded(made, then, title=f"{side.word} recorded")
    _outside_and_on_paper(side, then)


def _with_notice_terms(side: Side, then: dt.datetime, name: str) -> Version:
    made = side.made
    version = agreements.draft(made, then, title=f"{side.word} {name}")
    terms = Notice(length=60, unit="days", effect="ends")
    agreements.with_terms(version, made, then, notice=terms)
    return agreements.sign_all(agreements.send_out(version, made, then), made, then)


def _outside_and_on_paper(side: Side, then: dt.datetime) -> None:
    made, things, body = side.made, side.things, side.body
    things["waiting_outside"] = guests.named_for(things["draft"], made, body, then)
    things["outside"] = guests.vouched_for(
        made, body, then, title=f"{side.word} by link"
    )
    things["by_link"] = guests.send_out(things["outside"], made, body, then)
    things["link"] = SigningLink.objects.get(request__version=things["by_link"])
    things["on_paper"] = agreements.send_out(
        agreements.draft(made, then, title=f"{side.word} on paper"),
        made,
        then,
        signatories={each.pk: ON_PAPER for each in made.bodies},
    )
    things["signed_on_paper"] = guests.on_paper(things["on_paper"], made, body, then)


def _authority(side: Side, then: dt.datetime) -> None:
    colead = side.leads[1]
    things = side.things
    holder = people.person(f"{side.word} Holder", then)
    things["holder"] = holder
    things["appointment"] = people.appoint(holder, side.body, then, post="Finance")
    things["delegation"] = people.delegate(
        holder, side.body, then, capacity=f"{side.word} director"
    )
    people.give(Role.MEMBER, holder, side.collaborative, then)
    things["stand_in"] = people.person(f"{side.word} Standin", then)
    things["deputy"] = people.deputise(things["stand_in"], things["appointment"], then)
    by: dict[str, Any] = {"terms": terms(then), "actor": colead, "now": then}
    things["waiting_delegation"] = delegations.propose_delegation(
        organisation_id=side.body.pk,
        user_id=side.member.pk,
        extent=extent(capacity=f"{side.word} manager"),
        **by,
    )
    things["waiting_deputy"] = deputies.propose_deputy(
        appointment_id=things["appointment"].pk, user_id=side.made.lead.pk, **by
    )
    things["waiting_appointment"] = appointments.propose_appointment(
        organisation_id=side.body.pk,
        holder=appointments.Holder(
            email=f"{side.word.lower()}.newcomer@example.org",
            name=f"{side.word} Newcomer",
        ),
        post=f"{side.word} planner",
        **by,
    )
    things["invited"] = things["waiting_appointment"].user
    things["invitation"] = Invitation.objects.get(user=things["invited"])
    things["document"] = store(side, colead, then)
    things["shared_document"] = store(
        side, side.member, then, collaborative_id=side.collaborative.pk
    )
    things["auditor"] = people.auditor(
        f"{side.word} Auditor", then, collaborative=side.collaborative
    )
    things["engagement"] = things["auditor"].engagements.get()


def store(side: Side, actor: User, now: dt.datetime, **given: Any) -> Document:
    """A small file of the first body."""
    return store_for(side.body, actor, now, name=f"{side.word}.pdf", **given)


def store_for(
    body: Organisation, actor: User, now: dt.datetime, **given: Any
) -> Document:
    """A small file of a body."""
    return documents.store_document(
        organisation_id=body.pk,
        content=io.BytesIO(PDF),
        size=len(PDF),
        actor=actor,
        now=now,
        **{"name": "paper.pdf", **given},
    )


def _parts(side: Side, then: dt.datetime) -> None:
    by: dict[str, Any] = {"actor": side.made.lead, "now": then}
    things, key = side.things, side.collaborative.pk
    things["ladder"] = ladders.set_ladder(
        collaborative_id=key, kind="review", days={"due": None}, cap=8, **by
    )
    things["persona"] = collaboratives.add_persona(
        collaborative_id=key, name=f"{side.word} Esther", story="Lives alone.", **by
    )
    things["named_role"] = memberships.give_named_role(
        collaborative_id=key,
        user_id=side.member.pk,
        role=PartnershipRole.SRO,
        starts_on=london_day(then),
        **by,
    )
    observer = people.organisation(f"Hospice beside {side.body.name}", then)
    things["observer"] = observer
    things["membership"] = memberships.start_membership(
        collaborative_id=key,
        organisation_id=observer.pk,
        role=MembershipRole.OBSERVER,
        joined_on=london_day(then),
        **by,
    )


def rows_of_one_person(
    side: Side, user: User, then: dt.datetime, now: dt.datetime
) -> None:
    signing_in.note_failure(user=user, now=then)
    signing_in.record_failures(actor=SystemActor("failures"), now=now)
    notifying.choose_mail(wanted={"authority": False}, actor=user, now=then)
    with any_act(then) as record:
        side.things["notification"] = notifying.notify(
            record=record,
            user=user,
            kind="authority",
            subject=f"{side.word} told you something",
            words="Read it.",
        )
        record.about(user)
    side.things["absence"] = hours.say_away(
        starts_on=london_day(now), last_on=london_day(now + DAYS), actor=user, now=now
    )
    side.things["mail_hours"] = hours.choose_hours(
        hours=Hours(weekends_off=True), actor=user, now=now
    )
    feeds.make_feed(actor=user, now=then)
    side.things["calendar_feed"] = user.calendar_feeds.get()
    side.things["single_sign_on"] = accounts.bind_single_sign_on(
        issuer="https://id.example.org", subject=side.word, actor=user, now=then
    )
