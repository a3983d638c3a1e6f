"""A simple referee of what may happen to an agreement, written from the rules alone.

It knows nothing of the product: plain names, sets and days. What a version says is
whatever the test reads from the rows and hands in.
"""

import datetime as dt
from dataclasses import dataclass, field

DRAFT, REVIEW, APPROVED, OUT = "draft", "in_review", "approved", "out_for_signature"
IN_FORCE, WITHDRAWN = "in_force", "withdrawn"
GRACE = dt.timedelta(days=14)
# Any one of the first group, then everybody of the second.
ANY_OF, ALL_OF = ("ann", "amy"), ("ben",)


@dataclass
class Asked:
    """One body's request for a signature."""

    state: str
    last_day: dt.date


@dataclass
class Referee:
    """What is open at present, and what has come into force."""

    bodies: tuple = ()
    status: str = DRAFT
    authors: set = field(default_factory=set)
    # Of the present round: who was named in it, and who approved which content.
    named: set = field(default_factory=set)
    given: dict = field(default_factory=dict)
    asked_about: object = None
    requests: dict = field(default_factory=dict)
    signed: dict = field(default_factory=dict)

    def begin(self, author):
        self.status = DRAFT
        self.authors = {author}
        self._reopen()

    def _reopen(self):
        self.named, self.given, self.asked_about = set(), {}, None
        self.requests, self.signed = {}, {}

    @property
    def first_done(self):
        return any(person in self.given for person in ANY_OF)

    @property
    def all_done(self):
        return self.first_done and all(person in self.given for person in ALL_OF)

    def may_change(self):
        return self.status in (DRAFT, REVIEW, APPROVED)

    def changed(self, author):
        self.status = DRAFT
        self.authors.add(author)
        self._reopen()

    def may_ask(self):
        free = set(ANY_OF) - self.authors
        return (
            self.status == DRAFT
            and len(self.bodies) >= 2
            and bool(free)
            and not set(ALL_OF) & self.authors
        )

    def was_asked(self, content):
        self.status = REVIEW
        self.named = {*ANY_OF, *ALL_OF} - self.authors
        self.given, self.asked_about = {}, content

    def may_answer(self, person):
        if self.status != REVIEW or person not in self.named or person in self.given:
            return False
        return not self.first_done if person in ANY_OF else self.first_done

    def approved(self, person, content):
        self.given[person] = content
        if self.all_done:
            self.status = APPROVED
            self.authors = set()

    def taken_back(self):
        self.status = DRAFT
        self._reopen()

    def may_send_out(self):
        return self.status == APPROVED

    def sent_out(self, due_on):
        self.status = OUT
        self.requests = {body: Asked("asked", due_on + GRACE) for body in self.bodies}
        self.signed = {}

    def may_sign(self, body):
        request = self.requests.get(body)
        return self.status == OUT and request is not None and request.state == "asked"

    def signed_by(self, body, content):
        self.requests[body].state = "signed"
        self.signed[body] = content
        if set(self.signed) == set(self.bodies):
            self.status = IN_FORCE

    def may_ask_again(self, body):
        request = self.requests.get(body)
        return self.status == OUT and request is not None and request.state != "signed"

    def asked_again(self, body, due_on):
        self.requests[body] = Asked("asked", due_on + GRACE)

    def day_is(self, today):
        """Let run out what has run out; gives how many."""
        if self.status != OUT:
            return 0
        over = [
            each
            for each in self.requests.values()
            if each.state == "asked" and each.last_day < today
        ]
        for each in over:
            each.state = "expired"
        return len(over)

    def may_withdraw(self):
        return self.status in (DRAFT, REVIEW, APPROVED, OUT)

    def may_begin_next(self):
        return self.status in (IN_FORCE, WITHDRAWN)
