"""Whom the sign-in page offers to continue as."""

from typing import Final

from accounts.models import User
from accounts.registries import SamplePerson
from agreements.sample.cast import ADMINISTRATOR, AUDITOR, PARTNERSHIPS
from agreements.sample.kinds import Person

OFFERED: Final[tuple[Person, ...]] = tuple(
    person
    for person in (
        *(person for each in PARTNERSHIPS for person in each.people),
        AUDITOR,
        ADMINISTRATOR,
    )
    if person.offer
)


def sample_people() -> list[SamplePerson]:
    """List the invented people who are offered, each with a sentence, in story order."""
    found = {
        user.email: user
        for user in User.objects.filter(
            email__in=[person.email for person in OFFERED],
            is_sample=True,
            is_active=True,
        )
    }
    return [
        SamplePerson(user=found[person.email], sentence=person.offer)
        for person in OFFERED
        if person.email in found
    ]
