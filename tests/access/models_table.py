"""Models against situations: who sees the world's own row of each, and its events.

A row says which situations see the first collaborative's instance through
``visible_to``, or why the model has none. ``events`` names who reads the instance's
events where that is not the same people: a register open to all has events for those
who keep and audit it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from accounts.models import FailedSignIns, RoleHolding
from audit.models import Event
from audit.registries import reach_of
from collab.grants import is_administrator, rights_of
from tests.access import situations as who

Rows = Callable[[Any, Any, Any], Any]


def by_rights(model: Any, user: Any, now: Any) -> Any:
    """Ask a model that takes what the person holds."""
    return model.objects.visible_to(rights_of(user, now))


def by_person(model: Any, user: Any, now: Any) -> Any:
    """Ask a model that takes the person alone."""
    return model.objects.visible_to(user) if user.pk else model.objects.none()


def by_person_or_administrator(model: Any, user: Any, now: Any) -> Any:
    """Ask a model that takes the person, and whether they administer."""
    if not user.pk:
        return model.objects.none()
    return model.objects.visible_to(
        user, administers=is_administrator(user, now) and user.is_active
    )


def by_reach(model: Any, user: Any, now: Any) -> Any:
    """Ask the ledger, which takes a reach."""
    return model.objects.visible_to(reach_of(user, now))


@dataclass(frozen=True, kw_only=True)
class ModelRow:
    """What is declared of one model.

    ``without`` is the reason why nobody asks ``visible_to`` of it; then ``seen_by``
    says who comes to see it all the same, in the way that the reason names.
    """

    instance: Callable[[Any], Any] | None = None
    seen_by: frozenset[str] = who.NOBODY
    rows: Rows | None = by_rights
    events: frozenset[str] | None = None
    without: str = ""

    @property
    def read_events(self) -> frozenset[str]:
        """Give who reads the instance's events."""
        return self.seen_by if self.events is None else self.events


def _of_side(name: str) -> Callable[[Any], Any]:
    return lambda world: getattr(world.alpha, name)


def _in_the_collaborative(instance: Callable[[Any], Any]) -> ModelRow:
    return ModelRow(instance=instance, seen_by=who.INSIDE)


def _of_the_body(name: str) -> ModelRow:
    seen_by = who.AT_THE_BODY | {"installation_auditor"}
    return ModelRow(instance=_of_side(name), seen_by=seen_by)


def _register(instance: Callable[[Any], Any]) -> ModelRow:
    return ModelRow(
        instance=instance, seen_by=who.SIGNED_IN, events=KEEP_OR_AUDIT_EVERYTHING
    )


def _read_with(what: str, instance: Callable[[Any], Any], **given: Any) -> ModelRow:
    return ModelRow(instance=instance, rows=None, without=what, **given)


def _operational(what: str) -> ModelRow:
    return ModelRow(rows=None, without=what)


KEEP_OR_AUDIT_EVERYTHING: Final = frozenset({"administrator", "installation_auditor"})
OWN_MEMBER: Final = frozenset({"member"})
OF_A_MEMBER: Final = frozenset({"member", "installation_auditor"})
GRANTS: Final = "Access is read by collab.grants alone, which asks for one person."
OF_A_DECISION: Final = "Read as part of its decision, found through visible_to."


def _withheld(instance: Callable[[Any], Any]) -> ModelRow:
    return ModelRow(instance=instance, seen_by=who.NOT_EXCLUDED)


def _of_the_withheld(name: str) -> ModelRow:
    return _read_with(
        OF_A_DECISION,
        lambda world: getattr(world.alpha.withheld, name).first(),
        events=who.NOT_EXCLUDED,
    )


MODELS: Final[dict[str, ModelRow]] = {
    "accounts.User": ModelRow(
        instance=_of_side("member"),
        rows=by_person_or_administrator,
        seen_by=frozenset({"member", "administrator"}),
        events=OF_A_MEMBER,
    ),
    "accounts.RoleHolding": _read_with(
        GRANTS,
        lambda world: RoleHolding.objects.get(
            user=world.alpha.member, group__name="quillon/member"
        ),
        events=who.INSIDE,
    ),
    "accounts.Invitation": ModelRow(
        instance=_of_side("invitation"),
        rows=by_person_or_administrator,
        seen_by=who.ADMINISTER,
        events=frozenset({"installation_auditor"}),
    ),
    "accounts.Notification": ModelRow(
        instance=_of_side("notification"), rows=by_person, seen_by=OWN_MEMBER
    ),
    "accounts.NotificationPreference": ModelRow(
        instance=lambda world: world.alpha.member.preferences.get(),
        rows=by_person,
        seen_by=OWN_MEMBER,
        events=OF_A_MEMBER,
    ),
    "accounts.Absence": ModelRow(
        instance=_of_side("absence"),
        rows=by_person,
        seen_by=OWN_MEMBER,
        events=OF_A_MEMBER,
    ),
    "accounts.MailHours": ModelRow(
        instance=_of_side("mail_hours"),
        rows=by_person,
        seen_by=OWN_MEMBER,
        events=OF_A_MEMBER,
    ),
    "accounts.SingleSignOn": ModelRow(
        instance=_of_side("single_sign_on"),
        rows=by_person,
        seen_by=OWN_MEMBER,
        events=OF_A_MEMBER,
    ),
    "accounts.CalendarFeed": ModelRow(
        instance=_of_side("calendar_feed"),
        rows=by_person,
        seen_by=OWN_MEMBER,
        events=OF_A_MEMBER,
    ),
    "accounts.FailedSignIns": _read_with(
        "No page lists them; the auditor reads their events.",
        lambda world: FailedSignIns.objects.get(user=world.alpha.member),
        events=OF_A_MEMBER,
    ),
    "collab.ReadingNote": _operational(
        "A note of the quarter-hour under way; no page reads it."
    ),
    "accounts.FailureCount": _operational(
        "A counter of the quarter-hour under way; no page reads it."
    ),
    "accounts.MailMessage": _operational(
        "Mail that waits; a worker reads it, and its body is sealed."
    ),
    "accounts.Heartbeat": _operational(
        "Signs of life of the workers, for the administrators' page of state."
    ),
    "audit.Event": ModelRow(
        instance=lambda world: Event.objects.filter(
            object_uid=world.alpha.decision.uid, position=0
        ).get(),
        rows=by_reach,
        seen_by=who.INSIDE,
    ),
    "audit.PendingEvent": _operational("A marker beside an event, without content."),
    "audit.PersonalValue": _operational(
        "What events commit to; read with an event that the person may read."
    ),
    "audit.StoredText": _operational(
        "Long values of events, by fingerprint; read with such an event."
    ),
    "audit.OutboxMessage": _operational(
        "Work that waits; administrators see it on the page of deliveries."
    ),
    "collab.Organisation": _register(lambda world: world.alpha.body),
    "collab.Succession": _register(lambda world: world.succession),
    "collab.OrganisationImport": ModelRow(
        instance=lambda world: world.finished_import,
        seen_by=KEEP_OR_AUDIT_EVERYTHING,
    ),
    "collab.ImportedRow": _read_with(
        "Read as lines of its import, which is found through visible_to.",
        lambda world: world.finished_import.lines.first(),
        # A bulk load is one event under its import's act, not one for each row.
        events=who.NOBODY,
    ),
    "collab.Collaborative": _in_the_collaborative(_of_side("collaborative")),
    "collab.Membership": _in_the_collaborative(_of_side("membership")),
    "collab.NamedRole": _in_the_collaborative(_of_side("named_role")),
    "collab.Persona": _in_the_collaborative(_of_side("persona")),
    "collab.DecisionBody": _operational(
        "An index of the register; the decisions and presences say the same."
    ),
    "collab.DecisionImport": ModelRow(
        instance=_of_side("finished_load"),
        seen_by=who.GOVERN | who.AUDITORS,
        events=who.INSIDE,
    ),
    "collab.DecisionImportRow": _read_with(
        "Read as lines of its load, which is found through visible_to.",
        lambda world: world.alpha.finished_load.lines.first(),
        # A bulk load is one event under its import's act, not one for each row.
        events=who.NOBODY,
    ),
    "collab.RegisterExport": _read_with(
        "No page lists them; those inside read their events.",
        _of_side("register_export"),
        events=who.INSIDE,
    ),
    "collab.Decision": _withheld(_of_side("withheld")),
    "collab.DecisionLink": _withheld(lambda world: world.alpha.withheld.links.get()),
    "collab.Presence": _of_the_withheld("presences"),
    "collab.Recusal": _of_the_withheld("recusals"),
    "collab.Exclusion": _of_the_withheld("exclusions"),
    "collab.Forum": _in_the_collaborative(_of_side("forum")),
    "collab.ForumTerms": _in_the_collaborative(_of_side("terms")),
    "collab.Seat": _in_the_collaborative(_of_side("seat")),
    "collab.SeatDeputy": _in_the_collaborative(_of_side("seat_deputy")),
    "collab.Action": _in_the_collaborative(_of_side("shown_action")),
    "collab.ActionEvidence": _in_the_collaborative(
        lambda world: world.alpha.shown_action.evidence.get()
    ),
    "collab.Reminder": _in_the_collaborative(_of_side("reminder")),
    "collab.Ladder": _in_the_collaborative(_of_side("ladder")),
    "collab.DueThing": ModelRow(
        instance=lambda world: world.alpha.collaborative.due_things.first(),
        seen_by=who.INSIDE,
        events=who.NOBODY,
    ),
    "collab.SearchEntry": _operational(
        "A copy of its record; the search shows it where the record's visible_to does."
    ),
    "collab.IssuedPaper": _read_with(
        "Found by its fingerprint alone, by anybody, who learns only its kind.",
        lambda world: world.alpha.paper,
        events=who.INSIDE,
    ),
    "collab.Document": _of_the_body("document"),
    "collab.ReferenceCounter": _operational(
        "The last number of a series; the numbered records say the same."
    ),
    "collab.Appointment": _of_the_body("waiting_appointment"),
    "collab.Deputy": _of_the_body("waiting_deputy"),
    "collab.Delegation": _of_the_body("waiting_delegation"),
    "collab.Engagement": _in_the_collaborative(_of_side("engagement")),
    "collab.CollaborativeGroupPermission": _read_with(
        GRANTS, lambda world: _grant_on(world.alpha.collaborative), events=who.INSIDE
    ),
    "collab.OrganisationGroupPermission": _read_with(
        GRANTS,
        lambda world: _grant_on_body(world.alpha.body),
        events=who.AT_THE_BODY | {"installation_auditor"},
    ),
    "collab.CollaborativeUserPermission": _operational(GRANTS + " None is given yet."),
    "collab.OrganisationUserPermission": _operational(GRANTS + " None is given yet."),
    "pathways.Pathway": _in_the_collaborative(_of_side("pathway")),
    "pathways.PathwayStage": _in_the_collaborative(_of_side("stage")),
    "pathways.Outcome": _in_the_collaborative(_of_side("outcome")),
    "pathways.OutcomeValue": _in_the_collaborative(_of_side("value")),
    "agreements.Agreement": _in_the_collaborative(
        lambda world: world.alpha.in_force.agreement
    ),
    "agreements.Version": _in_the_collaborative(_of_side("draft")),
    "agreements.Party": _in_the_collaborative(
        lambda world: world.alpha.in_force.agreement.parties.first()
    ),
    "agreements.Clause": _in_the_collaborative(
        lambda world: world.alpha.draft.clauses.first()
    ),
    "agreements.Comment": _in_the_collaborative(_of_side("comment")),
    "agreements.Notice": _in_the_collaborative(_of_side("notice")),
    "agreements.Condition": _in_the_collaborative(
        lambda world: world.alpha.out.conditions.first()
    ),
    "agreements.ConditionMet": _in_the_collaborative(
        lambda world: world.alpha.out.conditions.first().met
    ),
    "agreements.ApprovalGroup": _in_the_collaborative(_of_side("group")),
    "agreements.Approver": _in_the_collaborative(
        lambda world: world.alpha.group.approvers.get()
    ),
    "agreements.ApprovalRound": _in_the_collaborative(_of_side("round")),
    "agreements.RoundGroup": _in_the_collaborative(
        lambda world: world.alpha.round.groups.get()
    ),
    "agreements.ApprovalRequest": _in_the_collaborative(_of_side("approval_request")),
    "agreements.Approval": _in_the_collaborative(_of_side("approval")),
    "agreements.Authorship": _in_the_collaborative(
        lambda world: world.alpha.draft.authorships.first()
    ),
    "agreements.SignatureRequest": _in_the_collaborative(
        lambda world: world.alpha.out.requests.get(status="asked")
    ),
    "agreements.SignOff": _in_the_collaborative(
        lambda world: world.alpha.in_force.sign_offs.first()
    ),
    "agreements.OutsideSignatory": ModelRow(
        instance=_of_side("outside"),
        seen_by=who.INSIDE | who.AT_THE_BODY,
        events=who.INSIDE,
    ),
    "agreements.SigningLink": _in_the_collaborative(_of_side("link")),
    "agreements.SigningCode": _operational(
        "A hash and counters; a person is let in by them, and nobody reads them."
    ),
    "agreements.PaperSignature": ModelRow(
        instance=_of_side("signed_on_paper"),
        seen_by=who.INSIDE | who.AT_THE_BODY,
        events=who.INSIDE,
    ),
    "agreements.PartyWithdrawal": _in_the_collaborative(_of_side("withdrawal")),
    "agreements.OutsideRecord": _in_the_collaborative(
        lambda world: world.alpha.recorded.outside
    ),
    "agreements.WrittenSignatory": _in_the_collaborative(
        lambda world: world.alpha.recorded.outside.signatories.first()
    ),
    "agreements.DecisionUnder": _withheld(lambda world: world.alpha.withheld.under),
}


def _grant_on(collaborative: Any) -> Any:
    return collaborative.collaborativegrouppermission_set.first()


def _grant_on_body(body: Any) -> Any:
    return body.organisationgrouppermission_set.first()
