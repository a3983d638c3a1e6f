"""What waits for approval, and what was approved, in one collaborative."""

import datetime as dt
from typing import Any

from agreements.services.taking_back import take_back_to_draft
from collab.enums import Power
from tests.builders import agreements, approvals, people


def add_approvals(side: Any, then: dt.datetime) -> None:
    """One version in review, and one draft with a plan that was approved before."""
    made, things = side.made, side.things
    bodies = {"signatory": side.body, "other_signatory": side.other_body}
    for name, body in bodies.items():
        people.delegate(
            things[name], body, then, power=Power.APPROVE_AGREEMENTS, capacity="Finance"
        )
    first = (things["signatory"], side.body)
    second = (things["other_signatory"], side.other_body)
    review = agreements.draft(made, then, title=f"{side.word} review")
    approvals.group(made, review.agreement, then, first, name=f"{side.word} money")
    things["in_review"] = review
    things["round"] = approvals.ask(review, made, then)
    things["approval_request"] = approvals.request_of(review, things["signatory"])
    planned = agreements.draft(made, then, title=f"{side.word} planned")
    things["planned"] = planned
    named = {"name": f"{side.word} first"}
    things["group"] = approvals.group(made, planned.agreement, then, first, **named)
    approvals.group(made, planned.agreement, then, second, name=f"{side.word} next")
    approvals.ask(planned, made, then)
    things["approval"] = approvals.approve(planned, things["signatory"], then)
    take_back_to_draft(
        version_id=planned.pk,
        reason=f"{side.word} money is away",
        actor=made.lead,
        now=then,
    )
