"""What was asked for and not delivered."""

from audit.enums import OutboxState
from audit.models import OutboxMessage
from ui.paging import Page, keyset_page


def undelivered(*, state: str, cursor: str = "") -> Page[OutboxMessage]:
    """Give one page of messages that wait or were given up, newest first."""
    rows = OutboxMessage.objects.filter(state=state)
    return keyset_page(rows, order="-id", cursor=cursor)


def counts() -> dict[str, int]:
    """Count what waits and what was given up, at most a thousand of each."""
    return {
        state: OutboxMessage.objects.filter(state=state)[:1_000].count()
        for state in (OutboxState.GIVEN_UP, OutboxState.WAITING)
    }
