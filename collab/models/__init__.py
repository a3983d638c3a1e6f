"""Organisations, collaboratives, authority, decisions, files and access."""

from collab.models.access import (
    CollaborativeGroupPermission,
    CollaborativeUserPermission,
    OrganisationGroupPermission,
    OrganisationUserPermission,
)
from collab.models.actions import Action, ActionEvidence
from collab.models.authority import Appointment, Delegation, Deputy
from collab.models.collaboratives import (
    Collaborative,
    Membership,
    NamedRole,
    Persona,
    ReferenceCounter,
)
from collab.models.decision_bodies import DecisionBody
from collab.models.decision_imports import DecisionImport, DecisionImportRow
from collab.models.decision_parts import DecisionLink, Presence, Recusal
from collab.models.decisions import Decision, Exclusion
from collab.models.documents import Document
from collab.models.due_things import DueThing
from collab.models.engagements import Engagement
from collab.models.forums import Forum, ForumTerms, Seat, SeatDeputy
from collab.models.imports import ImportedRow, OrganisationImport
from collab.models.ladders import Ladder
from collab.models.organisations import Organisation, Succession
from collab.models.papers import IssuedPaper
from collab.models.readings import ReadingNote
from collab.models.register_exports import RegisterExport
from collab.models.reminders import Reminder
from collab.models.search import SearchEntry

__all__ = [
    "Action",
    "ActionEvidence",
    "Appointment",
    "Collaborative",
    "CollaborativeGroupPermission",
    "CollaborativeUserPermission",
    "Decision",
    "DecisionBody",
    "DecisionImport",
    "DecisionImportRow",
    "DecisionLink",
    "Delegation",
    "Deputy",
    "Document",
    "DueThing",
    "Engagement",
    "Exclusion",
    "Forum",
    "ForumTerms",
    "ImportedRow",
    "IssuedPaper",
    "Ladder",
    "Membership",
    "NamedRole",
    "Organisation",
    "OrganisationGroupPermission",
    "OrganisationImport",
    "OrganisationUserPermission",
    "Persona",
    "Presence",
    "ReadingNote",
    "Recusal",
    "ReferenceCounter",
    "RegisterExport",
    "Reminder",
    "SearchEntry",
    "Seat",
    "SeatDeputy",
    "Succession",
]
