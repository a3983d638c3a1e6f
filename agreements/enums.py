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


class OpenTo(models.TextChoices):
    """Who may read an agreement; chosen when it is opened, and never changed."""

    COLLABORATIVE = "collaborative", "Everybody who takes part in the collaborative"
    PARTIES = "parties", "Only people of the parties, and the governance leads"


class NoticeUnit(models.TextChoices):
    """In what a period of notice is counted."""

    DAYS = "days", "days"
    WORKING_DAYS = "working_days", "working days"
    MONTHS = "months", "months"


class NoticeEffect(models.TextChoices):
    """What one party's notice does."""

    ENDS = "ends", "The agreement ends for every party"
    LEAVES = "leaves", "That party leaves, and the others go on"


class NoticeStatus(models.TextChoices):
    """Where one party's notice stands."""

    GIVEN = "given", "Given"
    WITHDRAWN = "withdrawn", "Withdrawn"
    DONE = "done", "Come to its last day"


class EffectFrom(models.TextChoices):
    """From when a version has effect once its conditions precedent are met."""

    LATER = "later", "The day the last condition is met, if that is later"
    COMMENCEMENT = "commencement", "The day it commences, all the same"


class VersionStatus(models.TextChoices):
    """Where one version of an agreement stands."""

    DRAFT = "draft", "Draft"
    RECORDED = "recorded", "Recorded, not yet checked"
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


class Capacity(models.TextChoices):
    """In what capacity a party's signatory must sign, where the plan asks for one."""

    ANY = "any", "Signatory"
    CLINICAL = "clinical", "Clinical signatory"
    MANAGERIAL = "managerial", "Managerial signatory"


class SigningPlan(models.TextChoices):
    """Who must sign for a party; part of what a version says."""

    ONE = "one", "One signatory"
    CLINICAL_AND_MANAGERIAL = (
        "clinical_and_managerial",
        "A clinical and a managerial signatory, two people",
    )
    DEED = "deed", "By deed, on paper and before a witness"


class PaperStatus(models.TextChoices):
    """Where a signature given on paper stands."""

    RECORDED = "recorded", "Waits for a second person"
    CHECKED = "checked", "Checked"
    REFUSED = "refused", "Refused"


class ApprovalRule(models.TextChoices):
    """How many of a group's approvers must approve before the next group is asked."""

    ALL = "all", "Everybody named"
    ANY = "any", "Any one of those named"
    N_OF_M = "n_of_m", "A number of those named"
    ONE_PER_ORGANISATION = "one_per_organisation", "One for each organisation"


class RoundStatus(models.TextChoices):
    """Where one asking for approval stands, through all its groups."""

    IN_REVIEW = "in_review", "In review"
    APPROVED = "approved", "Approved"
    REFUSED = "refused", "Refused"
    OUTDATED = "outdated", "Outdated"


class ApprovalStatus(models.TextChoices):
    """Where one person's approval stands."""

    PLANNED = "planned", "Not asked yet"
    ASKED = "asked", "Waiting for approval"
    GIVEN = "given", "Approved"
    REFUSED = "refused", "Refused"
    NOT_NEEDED = "not_needed", "No longer needed"
    OUTDATED = "outdated", "Outdated"


class SignatureMethod(models.TextChoices):
    """How a signature was made; simple electronic, nothing more is claimed."""

    RE_AUTHENTICATED = "re_authenticated", "Signed in Concordat, identity checked again"
    LINK_AND_CODE = (
        "link_and_code",
        "Signed by a personal link and a code sent by email",
    )
    WET_INK = "wet_ink", "Signed on paper, recorded and checked by two people"
