"""A person's due things as a calendar (RFC 5545): one event for each day due."""

import datetime as dt
import hashlib
from typing import Any, Final

from django.conf import settings
from icalendar import Calendar, Event

from collab.rules.periods import london_day, midnight
from collab.selectors.work import Work, WorkList

MOST: Final = 500
REFRESH: Final = dt.timedelta(hours=1)
PRODUCT: Final = "-//Concordat//Due things//EN"


def calendar_of(work: Work) -> bytes:
    """
    Write what waits for a person and has a day, as their home page shows it now.

    A changed day is another event, and the old one is gone: so an event never
    changes its day, and its sequence number stays 0. The same things give the same
    bytes all day.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", f"{settings.SERVICE_NAME}: what waits for me")
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    stamp = midnight(london_day(work.now))
    for key, item in WorkList(work).dated(MOST):
        calendar.add_component(_event(work.user.uid, key, item, stamp))
    return bytes(calendar.to_ical())


def _event(person: str, key: str, item: Any, stamp: dt.datetime) -> Event:
    name = f"{person} {key} {item.due_on.isoformat()}".encode()
    address = f"{settings.SITE_URL}{item.link}"
    event = Event()
    event.add("uid", f"{hashlib.sha256(name).hexdigest()[:32]}@{settings.MAIL_DOMAIN}")
    event.add("dtstamp", stamp)
    event.add("sequence", 0)
    event.add("dtstart", item.due_on)
    event.add("dtend", item.due_on + dt.timedelta(days=1))
    event.add("summary", f"Due: {item.title}")
    event.add("description", f"{item.body}\n\n{address}")
    event.add("url", address)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event
