"""Keeping a file that goes with an agreement."""

import datetime as dt
from typing import Any

from accounts.http import SignedInRequest
from agreements.models import Version
from agreements.selectors.bodies import bodies_of
from collab.models import Document
from collab.policies.documents import MayNotUploadError
from collab.services.documents import store_document


def keep(
    request: SignedInRequest, version: Version, file: Any, now: dt.datetime
) -> Document:
    """
    Keep an uploaded file where the agreement's people can open it.

    :raises RefusedFileError: with a sentence, for a file that is not kept
    :raises MayNotUploadError: if the person has no post at a member
    """
    collaborative = version.agreement.collaborative
    bodies = bodies_of(request.user, collaborative, now)
    if not bodies:
        raise MayNotUploadError(f"You have no post at a member of {collaborative}.")
    return store_document(
        organisation_id=bodies[0].pk,
        collaborative_id=collaborative.pk,
        name=file.name,
        content=file,
        size=file.size,
        actor=request.user,
        now=now,
    )
