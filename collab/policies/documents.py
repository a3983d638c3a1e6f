"""Who may keep a file, and for whom."""

import datetime as dt

from django.core.exceptions import PermissionDenied

from accounts.models import User
from collab import grants
from collab.models import Appointment, Collaborative, Organisation


class MayNotUploadError(PermissionDenied):
    """The person may not keep files for this organisation or collaborative."""


def require_can_store(
    *,
    user: User,
    organisation: Organisation,
    collaborative: Collaborative | None,
    at: dt.datetime,
) -> Appointment | None:
    """
    Check that the person may keep a file for the organisation.

    Whoever has a post there may, for its collaboratives if they take part. An
    administrator may while the body has fewer than two leads: the document that
    names them (ADR 0008).

    :raises MayNotUploadError: for anybody else
    """
    rights = grants.fresh_rights(user, at)
    if collaborative is not None and not rights.may(
        "take_part", collaborative_id=collaborative.pk
    ):
        raise MayNotUploadError("You take no part in this collaborative.")
    post: Appointment | None = (
        Appointment.objects.in_effect_at(at)
        .filter(user=user, organisation=organisation, user__is_active=True)
        .order_by("pk")
        .first()
    )
    if post is None and not (
        rights.administers_installation
        and collaborative is None
        and len(grants.leads(organisation=organisation, at=at)) < 2
    ):
        raise MayNotUploadError(f"You have no post at {organisation}.")
    return post
