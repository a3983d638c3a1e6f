"""What the page of a decision says, and what is typed for it under "More"."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from collab.models import Decision
from collab.rules.decision_facts import LinkWanted, TookNoPart
from collab.rules.periods import london_day
from collab.rules.quorum import QuorumRule
from collab.selectors.frozen import is_intact
from tests.agreements.test_decisions import with_board, words
from tests.builders import actions, forums, people
from tests.builders import agreements as build
from tests.builders import decisions as deciding

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def here(today_now):
    return with_board(build.partnership(today_now), today_now)


@pytest.fixture
def desk(here, sign_in):
    return sign_in(here.signatory(here.bodies[0]))


def key(seat):
    return f"{seat.uid}.{seat.user.uid}"


def typed(here, now, **changed):
    """What is typed for a routine decision, everybody there."""
    day = london_day(now)
    return {
        "what": "Fund ten beds.",
        "why": "People wait.",
        "present": [key(seat) for seat in here.board.seats.all()],
        "method": "consensus",
        "outcome": "approved",
        "decided_on_day": str(day.day),
        "decided_on_month": str(day.month),
        "decided_on_year": str(day.year),
        "organisation": here.bodies[0].uid,
    } | changed


def send(desk, here, now, **changed):
    where = [here.collaborative.slug, here.board.slug]
    address = reverse("agreements:log_decision", args=where)
    return desk.post(address, typed(here, now, **changed), follow=True)


class TestTheFirstQuestion:
    def address(self, here):
        return reverse("agreements:choose_forum", args=[here.collaborative.slug])

    def test_is_passed_over_where_there_is_one_forum(self, here, desk):
        after = desk.get(self.address(here))

        slug = here.collaborative.slug
        assert after["Location"] == f"/{slug}/forums/{here.board.slug}/log"

    def test_names_each_of_several_forums(self, here, desk, today_now):
        forums.forum(here.collaborative, today_now, name="Clinical group")

        page = words(desk.get(self.address(here)))

        assert "Which forum decided?" in page
        assert "Clinical group" in page
        assert "Partnership board" in page

    def test_says_what_to_do_where_there_is_none(self, sign_in, today_now):
        made = build.partnership(today_now)

        page = words(sign_in(made.lead).get(self.address(made)))

        assert "A governance lead sets one up" in page


class TestWhatIsFoldedAway:
    def address(self, here):
        where = [here.collaborative.slug, here.board.slug]
        return reverse("agreements:log_decision", args=where)

    def test_is_closed_at_first(self, here, desk):
        page = desk.get(self.address(here)).content.decode()

        assert '<details class="nhsuk-details"><summary' in page
        assert "More about this decision" in page

    @pytest.mark.parametrize(
        "changed", [{"value": "12k"}, {"dissent": "Too dear."}, {"is_withheld": "on"}]
    )
    def test_opens_by_itself_where_something_is_wrong_or_typed(
        self, here, desk, today_now, changed
    ):
        page = send(desk, here, today_now, what="", **changed).content.decode()

        assert '<details class="nhsuk-details" open><summary' in page

    def test_keeps_typed_lines_as_they_were_typed(self, here, desk, today_now):
        lines = "One, two\n  three"

        page = send(desk, here, today_now, what="", dissent=lines).content.decode()

        assert re.search(
            r"<textarea[^>]*name=\"dissent\"[^>]*>One, two\n  three<", page
        )


class TestThePageOfADecision:
    def test_says_how_it_came_about_and_whom_it_binds(self, here, desk, today_now):
        first, second = here.board.seats.order_by("pk")
        deputy = forums.deputy(second, today_now)
        forums.new_terms(here.board, today_now, decision_rule="majority")

        page = words(
            send(
                desk,
                here,
                today_now,
                present=[key(first), f"{second.uid}.{deputy.user.uid}"],
                no_part=f"{second.user.name}: her firm would be paid",
                method="majority",
                options="Nothing, or five beds.",
                dissent="Dear, but needed.",
                abstained=[f"{second.uid}.{deputy.user.uid}"],
            )
        )

        assert f"{deputy.user.name}, deputy for {second.user.name}, abstained" in page
        assert f"{second.user.name}: her firm would be paid." in page
        assert "Quorate. Two voting seats" in page
        assert "Decided by majority: one for, none against, one abstained." in page
        assert "Nothing, or five beds." in page
        assert "Dear, but needed." in page
        assert "One decision binds all its bodies together" in page
        assert "In effect, from" in page

    def test_says_that_a_condition_keeps_it_from_effect(self, here, desk, today_now):
        day = london_day(today_now) + 30 * DAY
        owner = here.signatory(here.bodies[1])

        page = words(
            send(
                desk,
                here,
                today_now,
                outcome="approved_with_conditions",
                conditions=f"Council agrees, in writing, {owner.name},"
                f" {day.day}/{day.month}/{day.year}",
            )
        )

        assert "Not in effect: one condition is still open." in page
        decision = Decision.objects.get()
        condition = decision.actions.get()
        assert condition.what == "Council agrees, in writing"

        actions.shown(condition, owner, today_now)
        actions.closed(condition, here.lead, today_now)
        address = f"/{here.collaborative.slug}/decisions/{decision.reference}"
        assert "In effect, from" in words(desk.get(address))
        assert is_intact(Decision.objects.get())

    def test_says_what_later_decisions_did_to_it(self, here, desk, today_now):
        first = deciding.log(
            here.board, here.bodies[0], here.signatory(here.bodies[0]), today_now
        )

        later = words(send(desk, here, today_now, links=f"revokes {first.reference}"))
        address = f"/{here.collaborative.slug}/decisions/{first.reference}"
        earlier = words(desk.get(address))

        assert f"Revokes {first.reference} Fund ten beds." in later
        assert "No longer in effect: revoked by" in earlier
        assert "Revoked by" in earlier

    def test_names_the_four_routes_where_there_is_no_quorum(
        self, here, desk, today_now
    ):
        forums.new_terms(here.board, today_now, quorum=QuorumRule(members=2))
        one = [key(here.board.seats.first())]

        refused = words(send(desk, here, today_now, present=one))
        deferred = words(
            send(
                desk,
                here,
                today_now,
                present=one,
                outcome="deferred",
                quorum_route="conflicts_panel",
            )
        )

        assert "Not quorate for this item. Two voting seats" in refused
        for route in ("no conflict", "another day", "conflicts panel", "the boards"):
            assert route in refused
        assert "It goes to a conflicts panel." in deferred

    def test_costs_the_same_however_many_were_there(
        self, here, desk, today_now, django_assert_max_num_queries
    ):
        def page(decision):
            return f"/{here.collaborative.slug}/decisions/{decision.reference}"

        few = deciding.logged(here.collaborative, today_now)
        for _ in range(10):
            forums.seat(here.board, here.bodies[0], today_now)
        own = TookNoPart(user_id=here.board.seats.first().user_id, reason="A firm")
        links = (LinkWanted(decision_id=few.pk, kind="amends"),)
        many = deciding.logged(
            here.collaborative, today_now, no_part=(own,), links=links
        )
        desk.get(page(few))
        with django_assert_max_num_queries(60) as counted:
            desk.get(page(few))

        with django_assert_max_num_queries(len(counted)):
            desk.get(page(many))


class TestTwoHats:
    def test_ask_which_organisation_somebody_acts_for(self, here, sign_in, today_now):
        user = here.signatory(here.bodies[0])
        people.appoint(user, here.bodies[1], today_now)
        desk = sign_in(user)

        send(desk, here, today_now, organisation=here.bodies[1].uid)

        assert Decision.objects.get().organisation == here.bodies[1]
