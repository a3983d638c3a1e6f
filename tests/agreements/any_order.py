"""Every step that can be taken with an agreement, through the real services.

Each must come off exactly when the referee says so, and what must always hold is
looked at after each.
"""

import datetime as dt
from collections import Counter

from django.core.exceptions import PermissionDenied
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
)

from accounts.enums import Role
from agreements.enums import ApprovalRule
from agreements.models import Approval, ApprovalRequest, SignOff, Version
from agreements.services import clauses, parties
from agreements.services.taking_back import take_back_to_draft
from agreements.services.withdrawing import withdraw_version
from collab.rules.periods import london_day
from tests.agreements import referee
from tests.builders import agreements as build
from tests.builders import approvals, people
from tests.builders.standing import taken_back_later

DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)
TEXTS = ("Care close to home.", "Care in hospital.", "Care for all.")
# Whoever writes cannot approve; Ben alone could make up for nobody.
WRITERS = ("lead", "lead", "ann", "ann", "ben")
APPROVERS = ("ann", "amy", "ben")
REFUSED = (ValueError, PermissionDenied)


class World:
    """One partnership, its people and what every example begins with."""

    def __init__(self, now):
        self.now = now
        self.made = build.partnership(now, "One Trust", "Two Trust", "Three Trust")
        one, two, _ = self.made.bodies
        self.people = {
            "lead": self.made.lead,
            "ann": approvals.approver("Ann", self.made, one, now),
            "amy": approvals.approver("Amy", self.made, one, now),
            "ben": approvals.approver("Ben", self.made, two, now),
        }
        for name in ("ann", "ben"):
            people.give(
                Role.GOVERNANCE_LEAD, self.people[name], self.made.collaborative, now
            )
        self.others = {
            body.pk: build.signatory(f"Other of {body}", self.made, body, now)
            for body in self.made.bodies
        }
        self.first = build.draft(
            self.made, now, commences_on=london_day(now - 60 * DAY)
        )
        first_group = [(self.people[name], one) for name in referee.ANY_OF]
        agreement = self.first.agreement
        approvals.group(self.made, agreement, now, *first_group, rule=ApprovalRule.ANY)
        approvals.group(self.made, agreement, now, (self.people["ben"], two))


class AnyOrder(RuleBasedStateMachine):
    """Steps in any order; each must be allowed exactly when the referee allows it."""

    world: World
    reached: Counter

    def __init__(self):
        super().__init__()
        self.taken_back = taken_back_later()
        self.taken_back.__enter__()
        self.now = self.world.now
        self.made = self.world.made
        self.version = self.world.first
        self.seen = ["0" * 64]
        self.referee = referee.Referee()
        self.referee.begin("lead")
        self._read_bodies()

    def teardown(self):
        self.taken_back.__exit__(None, None, None)

    # What stands there, read from the rows and spelt by the test.

    def _fresh(self):
        return Version.objects.select_related("agreement").get(pk=self.version.pk)

    def _bodies(self):
        rows = self.version.agreement.parties.filter(left_on=None)
        rows = rows.exclude(leaving_with=self.version)
        return tuple(sorted(rows.values_list("organisation_id", flat=True)))

    def _read_bodies(self):
        self.referee.bodies = self._bodies()

    def _says(self):
        texts = self.version.clauses.order_by("position").values_list("text", flat=True)
        return tuple(texts), self._bodies(), self._fresh().value_pence

    def _attempt(self, expected, call):
        """Do it at a later minute; it must come off exactly when it is expected to."""
        self.now += MINUTE
        refusal, done = None, None
        try:
            done = call()
        except REFUSED as error:
            refusal = error
        assert (refusal is None) == expected, (refusal, done, self.referee)
        self.reached[self._fresh().status if expected else "refused"] += 1
        return (done or True) if expected else None

    # Steps.

    def _change(self, author, text):
        clause = self.version.clauses.order_by("position").first()
        changed = self._attempt(
            self.referee.may_change(),
            lambda: clauses.change_clause(
                version_id=self.version.pk,
                identity=clause.identity,
                revision=clause.revision,
                heading=clause.heading,
                text=text,
                actor=self.world.people[author],
                now=self.now,
            ),
        )
        if changed:
            self.referee.changed(author)

    @rule(author=st.sampled_from(WRITERS), text=st.sampled_from(TEXTS))
    def change_a_clause(self, author, text):
        self._change(author, text)

    @rule()
    def name_or_take_out_the_third_party(self):
        body = self.made.bodies[2]
        given = {"version_id": self.version.pk, "organisation_id": body.pk}
        by = {"actor": self.made.lead, "now": self.now}
        is_in = body.pk in self._bodies()

        def toggle():
            if is_in:
                parties.remove_party(**given, **by)
            else:
                parties.name_party(**given, role="partner", **by)

        if self._attempt(self.referee.may_change(), toggle):
            self.referee.changed("lead")
            self._read_bodies()

    @rule(pence=st.sampled_from([None, 100, 200]))
    def set_the_value(self, pence):
        changed = self._attempt(
            self.referee.may_change(),
            lambda: build.with_terms(
                self.version, self.made, self.now, value_pence=pence
            ),
        )
        if changed:
            self.referee.changed("lead")

    @rule()
    def ask(self):
        asked = self._attempt(
            self.referee.may_ask(),
            lambda: approvals.ask(self.version, self.made, self.now),
        )
        if asked:
            self.seen.append(asked.content_hash)
            self.referee.was_asked(self._says())

    def _approve(self, name, fingerprint):
        user = self.world.people[name]
        asked = ApprovalRequest.objects.filter(
            group__round__version=self.version, user=user
        )
        if not asked.exists():
            return
        shown = fingerprint == self._fresh().content_hash
        given = self._attempt(
            self.referee.may_answer(name) and shown,
            lambda: approvals.approve(
                self.version, user, self.now, fingerprint=fingerprint
            ),
        )
        if given:
            self.referee.approved(name, self._says())

    @rule(name=st.sampled_from(APPROVERS))
    def approve(self, name):
        self._approve(name, self._fresh().content_hash or self.seen[-1])

    @rule(name=st.sampled_from(APPROVERS), which=st.integers(0, 99))
    def approve_what_was_seen_earlier(self, name, which):
        self._approve(name, self.seen[which % len(self.seen)])

    @rule(name=st.sampled_from(APPROVERS))
    def refuse(self, name):
        user = self.world.people[name]
        asked = ApprovalRequest.objects.filter(
            group__round__version=self.version, user=user
        )
        if not asked.exists():
            return
        refused = self._attempt(
            self.referee.may_answer(name),
            lambda: approvals.refuse(self.version, user, self.now),
        )
        if refused:
            self.referee.taken_back()

    @rule()
    def take_back(self):
        taken = self._attempt(
            self.referee.status in (referee.REVIEW, referee.APPROVED),
            lambda: take_back_to_draft(
                version_id=self.version.pk,
                reason="Once more",
                actor=self.made.lead,
                now=self.now,
            ),
        )
        if taken:
            self.referee.taken_back()

    @rule()
    def send_out(self):
        due_on = london_day(self.now + 14 * DAY)
        sent = self._attempt(
            self.referee.may_send_out(),
            lambda: build.send_out(self.version, self.made, self.now, due_on=due_on),
        )
        if sent:
            self.seen.append(sent.content_hash)
            self.referee.sent_out(due_on)

    def _sign(self, body, user, fingerprint):
        shown = fingerprint == self._fresh().content_hash
        signed = self._attempt(
            self.referee.may_sign(body.pk) and shown,
            lambda: build.sign(
                self.version, body, user, self.now, fingerprint=fingerprint
            ),
        )
        if signed:
            self.referee.signed_by(body.pk, self._says())

    @rule(which=st.integers(0, 2), another=st.booleans())
    def sign(self, which, another):
        body = self.made.bodies[which]
        user = self.world.others[body.pk] if another else self.made.signatory(body)
        self._sign(body, user, self._fresh().content_hash)

    @rule(which=st.integers(0, 2), seen=st.integers(0, 99))
    def sign_what_was_seen_earlier(self, which, seen):
        body = self.made.bodies[which]
        fingerprint = self.seen[seen % len(self.seen)]
        self._sign(body, self.made.signatory(body), fingerprint)

    @rule(which=st.integers(0, 2))
    def decline(self, which):
        body = self.made.bodies[which]
        declined = self._attempt(
            self.referee.may_sign(body.pk),
            lambda: build.decline(self.version, self.made, body, self.now),
        )
        if declined:
            self.referee.requests[body.pk].state = "declined"

    @rule(which=st.integers(0, 2))
    def ask_again(self, which):
        body = self.made.bodies[which]
        due_on = london_day(self.now + 14 * DAY)
        asked = self._attempt(
            self.referee.may_ask_again(body.pk),
            lambda: build.replace(
                self.version,
                self.made,
                body,
                self.now,
                user_id=self.world.others[body.pk].pk,
            ),
        )
        if asked:
            self.referee.asked_again(body.pk, due_on)

    @precondition(lambda self: self.now < self.world.now + 190 * DAY)
    @rule(days=st.sampled_from([30, 30, 1]))
    def time_passes(self, days):
        self.now += days * DAY
        ran_out = build.expire(self.now)
        assert ran_out == self.referee.day_is(london_day(self.now))
        self.reached["expired"] += ran_out

    @rule(which=st.integers(0, 2))
    def withdraw_a_party(self, which):
        body = self.made.bodies[which]
        withdrawn = self._attempt(
            self.referee.status == referee.OUT and body.pk in self.referee.bodies,
            lambda: build.withdraw_party(self.version, self.made, body, self.now),
        )
        if withdrawn:
            self.referee.changed("the signatory")
            self._read_bodies()

    @rule()
    def withdraw(self):
        withdrawn = self._attempt(
            self.referee.may_withdraw(),
            lambda: withdraw_version(
                version_id=self.version.pk,
                reason="Not wanted",
                actor=self.made.lead,
                now=self.now,
            ),
        )
        if withdrawn:
            self.referee.taken_back()
            self.referee.status = referee.WITHDRAWN

    @rule()
    def begin_the_next_version(self):
        begun = self._attempt(
            self.referee.may_begin_next(),
            lambda: build.next_version(self.made, self.version, self.now),
        )
        if begun:
            self.version = begun
            commences = london_day(self.world.now) + (begun.number - 60) * DAY
            build.with_terms(begun, self.made, self.now, commences_on=commences)
            self.referee.begin("lead")
            self._read_bodies()

    @rule(signed_too=st.booleans())
    def go_all_the_way(self, signed_too):
        """Try the steps that a board hopes for, one after another."""
        self.ask()
        for name in APPROVERS:
            self.approve(name)
        self.send_out()
        if signed_too:
            self.everybody_signs()

    @rule()
    def everybody_signs(self):
        for which, body in enumerate(self.made.bodies):
            if self.referee.may_ask_again(body.pk):
                self.ask_again(which)
            if self.referee.may_sign(body.pk):
                self.sign(which, another=False)

    # What must hold after every step.

    @invariant()
    def stands_where_the_referee_says(self):
        assert self._fresh().status == self.referee.status

    @invariant()
    def is_never_in_force_twice_nor_without_every_signature_on_one_hash(self):
        in_force = list(self.version.agreement.versions.in_force_at(self.now))
        assert len(in_force) <= 1
        for version in in_force:
            signed = SignOff.objects.filter(version=version).standing()
            hashes = set(signed.values_list("content_hash", flat=True))
            assert hashes == {version.content_hash}
        if self.referee.status == referee.IN_FORCE:
            (version,) = in_force
            self.reached["in force after another"] += version.number > 1
            assert version.pk == self.version.pk
            says = self._says()
            assert set(self.referee.signed.values()) == {says}
            signed = SignOff.objects.filter(version=version).standing()
            bodies = signed.values_list("organisation_id", flat=True)
            assert sorted(bodies) == sorted(self.referee.signed)

    @invariant()
    def never_counts_an_approval_on_other_content(self):
        standing = Approval.objects.filter(
            version=self.version, request__status="given", answer="given"
        )
        assert standing.count() == len(self.referee.given)
        for content in self.referee.given.values():
            assert content == self.referee.asked_about
        if self.referee.given and self.referee.status != referee.WITHDRAWN:
            assert self._says() == self.referee.asked_about
            hashes = set(standing.values_list("content_hash", flat=True))
            assert hashes == {self._fresh().content_hash}
