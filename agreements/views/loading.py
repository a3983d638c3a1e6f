"""What the pages that only governance leads reach begin with."""

from django.utils import timezone

from accounts.http import SignedInRequest
from agreements import policies
from agreements.models import Version
from agreements.selectors import lookups


def governed_version(
    request: SignedInRequest, collaborative: str, reference: str, number: int
) -> Version:
    """
    Find a version that the person may see, and whose collaborative they govern.

    :raises NotGovernanceLeadError: if they do not govern it
    """
    now = timezone.now()
    version = lookups.version_or_404(
        request.user, now, collaborative, reference, number
    )
    policies.require_can_govern(
        user=request.user,
        collaborative_id=version.agreement.collaborative_id,
        at=now,
    )
    return version
