"""Closed lists of words about collaboratives, organisations and authority."""

from django.db import models


class Sector(models.TextChoices):
    """What kind of body an organisation is."""

    NHS_TRUST_ACUTE = "nhs_trust_acute", "NHS acute trust"
    NHS_TRUST_MENTAL_HEALTH = (
        "nhs_trust_mental_health",
        "NHS mental health or community trust",
    )
    NHS_TRUST_COMMUNITY = "nhs_trust_community", "NHS community trust"
    NHS_TRUST_AMBULANCE = "nhs_trust_ambulance", "NHS ambulance trust"
    NHS_TRUST = "nhs_trust", "NHS trust (kind not stated)"
    ICB = "icb", "Integrated care board"
    PRIMARY_CARE = "primary_care", "Primary care"
    LOCAL_AUTHORITY = "local_authority", "Local authority"
    SOCIAL_CARE_PROVIDER = "social_care_provider", "Social care provider"
    VCSE = "vcse", "Voluntary, community or social enterprise"
    INDEPENDENT_PROVIDER = "independent_provider", "Independent provider"
    CRIMINAL_JUSTICE = "criminal_justice", "Criminal justice"
    HOUSING = "housing", "Housing"
    UNIVERSITY = "university", "University"
    NATIONAL_BODY = "national_body", "National body"
    OTHER = "other", "Other"


class LegalForm(models.TextChoices):
    """How an organisation exists in law."""

    NHS_FOUNDATION_TRUST = "nhs_foundation_trust", "NHS foundation trust"
    NHS_TRUST = "nhs_trust", "NHS trust"
    ICB = "icb", "Integrated care board"
    LOCAL_AUTHORITY = "local_authority", "Local authority"
    COMPANY = "company", "Company"
    CHARITY = "charity", "Charity"
    CHARITABLE_COMPANY = "charitable_company", "Charitable company"
    CIC = "cic", "Community interest company"
    PARTNERSHIP = "partnership", "Partnership"
    OTHER = "other", "Other"
    UNKNOWN = "unknown", "Not known"


class OversightRoute(models.TextChoices):
    """Who oversees an organisation; recorded, never judged here."""

    NHS_ENGLAND = "nhs_england", "NHS England"
    COUNCIL_SCRUTINY = "council_scrutiny", "Council scrutiny"
    CHARITY_COMMISSION = "charity_commission", "Charity Commission"
    CQC_AND_CONTRACT = "cqc_and_contract", "Care Quality Commission and contract"
    COMMISSIONER = "commissioner", "Its commissioner"
    OTHER = "other", "Other"
    UNKNOWN = "unknown", "Not known"


class SuccessionKind(models.TextChoices):
    """How an organisation changed."""

    RENAMED = "renamed", "Renamed"
    MERGED = "merged", "Merged into another"
    CLOSED = "closed", "Closed"


class FootprintLevel(models.TextChoices):
    """How large an area a collaborative serves."""

    SYSTEM = "system", "System"
    PLACE = "place", "Place"
    NEIGHBOURHOOD = "neighbourhood", "Neighbourhood"


class MembershipRole(models.TextChoices):
    """What an organisation is in a collaborative."""

    LEAD_PROVIDER = "lead_provider", "Lead provider"
    MEMBER = "member", "Member"
    COMMISSIONER = "commissioner", "Commissioner"
    CONVENOR = "convenor", "Convenor"
    HOST = "host", "Host"
    OBSERVER = "observer", "Observer"


class PartnershipRole(models.TextChoices):
    """A named role that belongs to the collaborative, not to one body."""

    CHAIR = "chair", "Chair"
    SRO = "sro", "Senior responsible officer"
    PROGRAMME_DIRECTOR = "programme_director", "Programme director"
    CLINICAL_LEAD = "clinical_lead", "Clinical lead"


class AuthorityStatus(models.TextChoices):
    """Where an appointment, deputy or delegation stands."""

    PROPOSED = "proposed", "Waiting for a second person"
    CONFIRMED = "confirmed", "Confirmed"
    REFUSED = "refused", "Refused"
    ENDED = "ended", "Ended"


class Power(models.TextChoices):
    """What a delegation lets its holder do."""

    SIGN_AGREEMENTS = "sign_agreements", "Sign agreements"
    APPROVE_AGREEMENTS = "approve_agreements", "Approve agreements"
    DECIDE = "decide", "Take decisions"
    ACCEPT_SETTLEMENTS = "accept_settlements", "Accept settlements"


class Recurrence(models.TextChoices):
    """Which money a limit speaks of."""

    EITHER = "either", "Recurrent or one-off"
    RECURRENT = "recurrent", "Recurrent only"
    ONE_OFF = "one_off", "One-off only"


class SignsAs(models.TextChoices):
    """In what capacity a power is held, where an agreement asks for one."""

    UNSPECIFIED = "unspecified", "Neither in particular"
    CLINICAL = "clinical", "As a clinical signatory"
    MANAGERIAL = "managerial", "As a managerial signatory"


class DecisionOutcome(models.TextChoices):
    """How a decision ended."""

    APPROVED = "approved", "Approved"
    APPROVED_WITH_CONDITIONS = "approved_with_conditions", "Approved with conditions"
    DECLINED = "declined", "Declined"
    DEFERRED = "deferred", "Deferred"
    NOTED = "noted", "Noted"


class ActionStatus(models.TextChoices):
    """Where an action stands."""

    OPEN = "open", "To be done"
    DONE = "done", "Evidence given"
    CLOSED = "closed", "Closed"
    DROPPED = "dropped", "No longer needed"


class ImportStatus(models.TextChoices):
    """How far the import of a file is."""

    CHECKED = "checked", "Checked, not loaded yet"
    LOADING = "loading", "Loading"
    FINISHED = "finished", "Finished"


class ImportOutcome(models.TextChoices):
    """What an import did with one row."""

    CREATED = "created", "Added"
    CHANGED = "changed", "Changed"
    REFUSED = "refused", "Not loaded"
    REMOVED = "removed", "Removed again"
    RESTORED = "restored", "Put back as it was"
    LEFT = "left", "Left as it is"


class RegisterFile(models.TextChoices):
    """In which form a part of the register is taken away."""

    CSV = "csv", "CSV"
    XLSX = "xlsx", "an Excel workbook"


class PaperKind(models.TextChoices):
    """What a paper that is given out shows."""

    AGREEMENT = "agreement", "Agreement"
    CERTIFICATE = "certificate", "Certificate of signatures"
    COMPARISON = "comparison", "Comparison of two versions"
    DECISION = "decision", "Decision"
    PACK = "pack", "Pack of an agreement with its papers"


class ForumForm(models.TextChoices):
    """How a forum stands in law, which says whom its decisions bind."""

    ADVISORY = "advisory", "Advisory group"
    INDIVIDUAL_DECISION_MAKERS = (
        "individual_decision_makers",
        "Group of individual decision-makers",
    )
    COMMITTEES_IN_COMMON = "committees_in_common", "Committees in common"
    JOINT_COMMITTEE = "joint_committee", "Joint committee"
    LEAD_PROVIDER_BOARD = "lead_provider_board", "Lead provider's partnership board"
    CONTRACTUAL_BOARD = "contractual_board", "Board under a contract"


class DecisionRule(models.TextChoices):
    """How a forum comes to a decision."""

    CONSENSUS = "consensus", "Consensus"
    MAJORITY = "majority", "Majority"


class SeatKind(models.TextChoices):
    """What a seat lets its holder do."""

    VOTING = "voting", "Voting"
    OBSERVER = "observer", "Observer"


class DecisionMethod(models.TextChoices):
    """How a decision was reached."""

    CONSENSUS = "consensus", "By consensus: nobody objected"
    MAJORITY = "majority", "By majority"


class Stance(models.TextChoices):
    """What somebody said of the result, where they were not simply for it."""

    AGAINST = "against", "Against"
    ABSTAINED = "abstained", "Abstained"


class QuorumRoute(models.TextChoices):
    """What is done with an item that has no quorum; nothing else is open."""

    DEPUTY = "deputy", "It comes back with a deputy who has no conflict"
    DEFERRED = "deferred", "It is put off to another day"
    CONFLICTS_PANEL = "conflicts_panel", "It goes to a conflicts panel"
    BOARDS = "boards", "It goes to the boards"


class DecisionLinkKind(models.TextChoices):
    """What one decision does to another."""

    SUPERSEDES = "supersedes", "Supersedes"
    AMENDS = "amends", "Amends"
    REVOKES = "revokes", "Revokes"
    IMPLEMENTS = "implements", "Implements"
