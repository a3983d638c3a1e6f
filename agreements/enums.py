"""Closed lists of words about agreements."""

from django.db import models


class Instrument(models.TextChoices):
    """What kind of agreement it is (docs/explanation/instruments.md)."""

    MOU = "mou", "Memorandum of understanding"
    COLLABORATION_AGREEMENT = "collaboration_agreement", "Collaboration agreement"
    LEAD_PROVIDER = "lead_provider", "Lead provider partnership agreement"
    SECTION_75 = "section_75", "Section 75 partnership agreement"
    DELEGATION_65Z5 = "delegation_65z5", "Delegation (section 65Z5)"
    JOINT_COMMITTEE_65Z6 = (
        "joint_committee_65z6",
        "Joint committee or pooled fund (section 65Z6)",
    )
    ALLIANCE = "alliance", "Alliance agreement"
    INTEGRATION_AGREEMENT = "integration_agreement", "Integration agreement"
    DATA_SHARING_AGREEMENT = "data_sharing_agreement", "Data sharing agreement"
    WORKFORCE_SHARING = "workforce_sharing", "Workforce sharing agreement"
    PROTOCOL = "protocol", "Shared protocol"


class AgreementStatus(models.TextChoices):
    """Where an agreement stands as a whole."""

    OPEN = "open", "Open"
    IN_NOTICE = "in_notice", "Notice given"
    ENDED = "ended", "Ended"
    NOVATED = "novated", "Novated"


class VersionStatus(models.TextChoices):
    """Where one version of an agreement stands."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    APPROVED = "approved", "Approved"
    OUT_FOR_SIGNATURE = "out_for_signature", "Out for signature"
    SIGNED = "signed", "Signed, not yet in force"
    IN_FORCE = "in_force", "In force"
    SUPERSEDED = "superseded", "Superseded"
    EXPIRED = "expired", "Expired"
    TERMINATED = "terminated", "Terminated"
    WITHDRAWN = "withdrawn", "Withdrawn"


class PartyRole(models.TextChoices):
    """What an organisation is in an agreement."""

    LEAD = "lead", "Lead"
    PARTNER = "partner", "Partner"
    COMMISSIONER = "commissioner", "Commissioner"
    HOST = "host", "Host"


class RequestStatus(models.TextChoices):
    """Where one party's signature stands."""

    ASKED = "asked", "Waiting for signature"
    SIGNED = "signed", "Signed"
    DECLINED = "declined", "Declined"
    EXPIRED = "expired", "Expired"
    WITHDRAWN = "withdrawn", "Withdrawn"
    REPLACED = "replaced", "Replaced"


class SignatureMethod(models.TextChoices):
    """How a signature was made; simple electronic, nothing more is claimed."""

    RE_AUTHENTICATED = "re_authenticated", "Signed in Concordat, identity checked again"
