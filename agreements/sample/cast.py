"""Everybody in the sample."""

from typing import Final

from agreements.sample.example_valley import EXAMPLE_VALLEY
from agreements.sample.impact import IMPACT
from agreements.sample.kinds import Person

ADMINISTRATOR: Final = Person(
    name="Ruth Okafor",
    body="concordat",
    post="Installation administrator",
    offer="Looks after this installation: invites people and bodies, and can sign"
    " nothing.",
)
AUDITOR: Final = Person(
    name="Judith Palmer",
    body="amber-assurance",
    post="Internal auditor",
    offer="Audits IMPACT: reads everything that happened, and changes nothing.",
)
AUDIT_BODY: Final = "Amber Assurance (invented)"


PARTNERSHIPS: Final = (IMPACT, EXAMPLE_VALLEY)
