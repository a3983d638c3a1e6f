"""Making and taking back the address of a person's calendar feed."""

import datetime as dt
from typing import Any

from accounts.models import CalendarFeed, User
from audit.door import act


class NoFeedError(ValueError):
    """There is no feed to take back."""


def make_feed(*, actor: User, now: dt.datetime) -> str:
    """
    Make the person's feed and give its token, which nobody can be told again.

    One that was made before ends: an address works until the next is made.
    """
    with act("accounts.calendar_feed.made", by=actor, at=now) as record:
        person = User.objects.select_for_update().get(pk=actor.pk)
        token = CalendarFeed.new_token()
        end_feeds(record=record, user=person)
        feed = CalendarFeed(
            user=person, token_hash=CalendarFeed.hashed(token), made_at=now
        )
        feed.save()
        record.about(feed)
        return token


def take_feed_back(*, actor: User, now: dt.datetime) -> None:
    """
    End the person's feed: its address finds nothing any more.

    :raises NoFeedError: if there is none
    """
    with act("accounts.calendar_feed.ended", by=actor, at=now) as record:
        person = User.objects.select_for_update().get(pk=actor.pk)
        ended = end_feeds(record=record, user=person)
        if not ended:
            raise NoFeedError("There is no calendar feed to take back.")
        record.about(*ended)


def end_feeds(*, record: Any, user: User) -> list[CalendarFeed]:
    """End a person's feed inside the caller's open act; gives what ended.

    Called too by rooms above, where an appointment ends.
    """
    ended = list(CalendarFeed.objects.live().select_for_update().filter(user=user))
    for feed in ended:
        feed.ended_at = record.at
        feed.save()
    record.related(*ended)
    return ended
