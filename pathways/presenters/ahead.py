"""Target days that come, as a lead looks ahead."""

from typing import Any, Final

from django.db.models import F
from django.urls import reverse

from collab.registries import AheadItem, AheadSource
from pathways.selectors.latest import targets_ahead


def _item(facts: dict[str, Any]) -> AheadItem:
    return AheadItem(
        title=f"Target day of {facts['reference']} {facts['name']}",
        link=reverse("pathways:outcome", args=[facts["slug"], facts["reference"]]),
        detail="Enter the latest value, and say what was reached.",
    )


SOURCE: Final = AheadSource(
    label="Target",
    rows=lambda ahead: targets_ahead(ahead=ahead),
    due="target_on",
    organisation="organisation_id",
    facts={
        "slug": F("collaborative__slug"),
        "reference": F("reference"),
        "name": F("name"),
    },
    item=_item,
)
