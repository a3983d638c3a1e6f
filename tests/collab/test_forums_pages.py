"""The pages of forums: what each is, what waits, and the forms behind it."""

import datetime as dt

import pytest
from django.utils import timezone

from collab.enums import ForumForm
from collab.models import Forum, ForumTerms, Seat, SeatDeputy
from collab.rules.periods import london_day
from collab.rules.quorum import CHAIR, QuorumRule
from collab.selectors.forums import rule_of
from tests.builders import forums as build
from tests.builders import people
from tests.collab.pages import at, text_of

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def now():
    """The pages read the clock, so what they show was done a moment ago."""
    return timezone.now() - dt.timedelta(minutes=1)


@pytest.fixture
def today(now):
    return london_day(now)


@pytest.fixture
def trust(now):
    return people.organisation_with_two_leads("Vale Trust", now, sector="vcse")


@pytest.fixture
def partners(trust, now):
    return people.collaborative_with([trust], now, slug="vale", name="Vale Partners")


@pytest.fixture
def lead(partners, trust, now):
    return people.governance_lead("Gita Lead", partners, trust, now)


@pytest.fixture
def member(partners, trust, now):
    return people.member("Mem Ber", partners, trust, now)


@pytest.fixture
def board(partners, lead, now):
    return build.forum(partners, now, slug="board", name="Partnership board")


def date_of(name, day):
    parts = {"day": day.day, "month": day.month, "year": day.year}
    return {f"{name}_{part}": str(value) for part, value in parts.items()}


def terms_posted(today, **changed):
    return {
        "legal_form": "joint_committee",
        "purpose": "Decides together",
        "text": "",
        "source": "Minute 4",
        **date_of("in_effect_from", today),
        **date_of("review_on", today + 365 * DAY),
        "quorum": "number",
        "quorum_members": "5",
        "quorum_organisations": "3",
        "quorum_sectors": ["vcse"],
        "quorum_chair": "on",
        "decision_rule": "consensus",
        **changed,
    }


class TestTheList:
    def test_shows_each_forum_with_its_form_and_seats(
        self, sign_in, member, partners, board, trust, now
    ):
        build.seat(board, trust, now)
        build.observer(board, trust, now)
        text = text_of(sign_in(member).get(at("forums", "vale")))

        assert "Partnership board" in text
        assert "Joint committee. 1 voting seat, 1 observer." in text
        assert "Can decide" in text

    def test_says_that_a_forum_without_a_quorum_cannot_decide(
        self, sign_in, member, partners, lead, now
    ):
        build.forum(partners, now, quorum=None)

        assert "Cannot decide" in text_of(sign_in(member).get(at("forums", "vale")))

    def test_says_that_an_advisory_group_recommends(
        self, sign_in, member, partners, lead, now
    ):
        build.forum(partners, now, legal_form=ForumForm.ADVISORY)
        text = text_of(sign_in(member).get(at("forums", "vale")))

        assert "Recommends" in text
        assert "Can decide" not in text

    def test_offers_a_new_one_to_governance_leads_alone(self, sign_in, member, lead):
        assert "Add a forum" in text_of(sign_in(lead).get(at("forums", "vale")))
        assert "Add a forum" not in text_of(sign_in(member).get(at("forums", "vale")))

    def test_asks_as_often_for_twenty_as_for_one(
        self, sign_in, member, partners, trust, lead, now, django_assert_max_num_queries
    ):
        client = sign_in(member)
        build.forum(partners, now, seats=1)
        client.get(at("forums", "vale"))
        with django_assert_max_num_queries(40) as one:
            client.get(at("forums", "vale"))
        for _ in range(19):
            build.forum(partners, now, seats=1)
        with django_assert_max_num_queries(len(one)):
            client.get(at("forums", "vale"))

    def test_stands_on_the_collaboratives_page(self, sign_in, member, board):
        page = sign_in(member).get(at("collaborative", "vale"))

        assert at("forum", "vale", "board") in page.content.decode()
        assert at("forums", "vale") in page.content.decode()


class TestAForumsPage:
    def test_says_whom_it_binds_and_what_it_needs(
        self, sign_in, member, board, trust, now
    ):
        build.seat(board, trust, now, is_chair=True)
        text = text_of(sign_in(member).get(at("forum", "vale", "board")))

        assert "One decision binds all its bodies together (Vale Trust)" in text
        assert "must take part" in text
        assert "By consensus" in text

    def test_shows_who_sits_there_with_deputies_and_the_papers(
        self, sign_in, member, board, trust, now
    ):
        seat = build.seat(board, trust, now, is_chair=True, title="Chief nurse")
        deputy = build.deputy(seat, now, source="Letter of deputy")
        text = text_of(sign_in(member).get(at("forum", "vale", "board")))

        for words in (seat.user.name, "Chief nurse", deputy.user.name):
            assert words in text
        assert "Voting, chair" in text
        assert build.LETTER in text
        assert "Letter of deputy" in text

    def test_says_what_waits(self, sign_in, member, partners, lead, trust, now):
        build.forum(partners, now, slug="new-one", quorum=None)
        text = text_of(sign_in(member).get(at("forum", "vale", "new-one")))

        assert "It cannot decide until it has one" in text
        assert "Nobody has a voting seat yet" in text

    def test_says_that_nobody_chairs(self, sign_in, member, board, trust, now):
        build.seat(board, trust, now)

        page = sign_in(member).get(at("forum", "vale", "board"))
        assert "Nobody chairs it" in text_of(page)

    def test_says_who_has_no_post_any_more(
        self, sign_in, member, board, trust, today, now
    ):
        user = people.person("Bri Ef", now)
        people.appoint(user, trust, now - 9 * DAY, last_on=today - DAY)
        build.seat(board, trust, now - 9 * DAY, user, starts_on=today - 9 * DAY)

        page = sign_in(member).get(at("forum", "vale", "board"))
        assert "Bri Ef holds no post at Vale Trust any more" in text_of(page)

    def test_says_what_happens_next(self, sign_in, member, partners, lead, now, today):
        forum = build.forum(partners, now, review_on=today + 30 * DAY, slug="later")
        build.new_terms(forum, now, in_effect_from=today + 9 * DAY)
        text = text_of(sign_in(member).get(at("forum", "vale", "later")))

        assert "Terms of reference 2 apply from" in text
        assert "Its terms are to be reviewed by" in text

    def test_keeps_earlier_terms(self, sign_in, member, partners, lead, now, today):
        forum = build.forum(
            partners, now, slug="old", legal_form=ForumForm.ADVISORY, purpose="Advises"
        )
        build.new_terms(forum, now, in_effect_from=today)
        text = text_of(sign_in(member).get(at("forum", "vale", "old")))

        assert "Terms of reference 1" in text
        assert "It binds nobody" in text
        assert "One decision binds all its bodies" in text

    def test_offers_changes_to_governance_leads_alone(
        self, sign_in, member, lead, board, trust, now
    ):
        seat = build.seat(board, trust, now)
        links = [
            at("set_forum_terms", "vale", "board"),
            at("add_seat", "vale", "board"),
            at("end_seat", "vale", "board", seat.uid),
            at("name_chair", "vale", "board", seat.uid),
            at("add_seat_deputy", "vale", "board", seat.uid),
            at("close_forum", "vale", "board"),
        ]
        seen = sign_in(lead).get(at("forum", "vale", "board")).content.decode()
        hidden = sign_in(member).get(at("forum", "vale", "board")).content.decode()

        assert all(link in seen for link in links)
        assert not any(link in hidden for link in links)

    def test_asks_as_often_for_twenty_seats_as_for_one(
        self, sign_in, member, board, trust, now, django_assert_max_num_queries
    ):
        client = sign_in(member)
        build.deputy(build.seat(board, trust, now), now)
        client.get(at("forum", "vale", "board"))
        with django_assert_max_num_queries(40) as one:
            client.get(at("forum", "vale", "board"))
        for _ in range(19):
            build.deputy(build.seat(board, trust, now), now)
        with django_assert_max_num_queries(len(one)):
            client.get(at("forum", "vale", "board"))

    def test_is_not_there_for_another_collaborative(self, sign_in, board, now):
        other = people.collaborative_with([people.organisation("Weir", now)], now)
        stranger = build.governing(other, now)

        assert sign_in(stranger).get(at("forum", "vale", "board")).status_code == 404
        page = sign_in(stranger).get(at("forum", other.slug, "board"))
        assert page.status_code == 404


class TestAddingAForum:
    def test_sets_its_quorum_from_plain_fields(self, sign_in, lead, today):
        typed = terms_posted(today, name="New board", slug="New-Board")
        page = sign_in(lead).post(at("add_forum", "vale"), typed)

        assert page.url == at("forum", "vale", "new-board")
        terms = Forum.objects.get(slug="new-board").terms.get()
        assert rule_of(terms) == QuorumRule(
            members=5, organisations=3, sectors={"vcse": 1}, roles=frozenset({CHAIR})
        )

    @pytest.mark.parametrize(
        ("quorum", "rule"),
        [("1/2", QuorumRule(share=(1, 2))), ("none", None)],
    )
    def test_takes_a_share_or_leaves_the_rule_open(
        self, sign_in, lead, today, quorum, rule
    ):
        empty = {"quorum_organisations": "", "quorum_sectors": [], "quorum_members": ""}
        typed = terms_posted(today, name="B", slug="b", quorum=quorum, **empty)
        del typed["quorum_chair"]
        sign_in(lead).post(at("add_forum", "vale"), typed)

        assert rule_of(ForumTerms.objects.get()) == rule

    @pytest.mark.parametrize(
        ("changed", "says"),
        [
            ({"quorum_members": ""}, "Enter how many must take part"),
            ({"quorum_members": "five"}, "Enter a whole number"),
            ({"quorum": "none"}, "Say how many must take part"),
            ({"name": ""}, "Enter name"),
            ({"slug": "new"}, "The short name must begin"),
            ({"casting_vote": "on"}, "This belongs to decisions by majority"),
            ({"in_effect_from_day": "40"}, "must be a real date"),
        ],
    )
    def test_gives_back_what_was_typed_with_what_is_wrong(
        self, sign_in, lead, today, changed, says
    ):
        typed = terms_posted(
            today, **{"name": "New board", "slug": "new-board"} | changed
        )
        page = sign_in(lead).post(at("add_forum", "vale"), typed)

        assert page.status_code == 200
        assert says in text_of(page)
        assert "There is a problem" in text_of(page)
        assert "Decides together" in text_of(page)
        assert not Forum.objects.exists()

    def test_says_that_the_short_name_is_taken(self, sign_in, lead, board, today):
        typed = terms_posted(today, name="Again", slug="board")
        page = sign_in(lead).post(at("add_forum", "vale"), typed)

        assert "Another forum has the short name board" in text_of(page)


class TestChangingTerms:
    def test_begins_from_what_holds_now(self, sign_in, lead, partners, now):
        rule = QuorumRule(share=(3, 5), sectors={"icb": 2}, roles=frozenset({CHAIR}))
        build.forum(partners, now, slug="odd", quorum=rule, purpose="Old purpose")
        page = sign_in(lead).get(at("set_forum_terms", "vale", "odd"))

        assert "Old purpose" in text_of(page)
        assert "3 in 5 of them, rounded up" in text_of(page)
        assert "Integrated care board" in text_of(page)

    def test_keeps_what_the_page_does_not_ask_for(
        self, sign_in, lead, partners, now, today
    ):
        rule = QuorumRule(share=(3, 5), sectors={"icb": 2})
        forum = build.forum(partners, now, slug="odd", quorum=rule)
        typed = terms_posted(today, quorum="3/5", quorum_sectors=["icb"])
        typed |= {"quorum_organisations": "", "quorum_members": ""}
        del typed["quorum_chair"]
        sign_in(lead).post(at("set_forum_terms", "vale", "odd"), typed)

        assert rule_of(forum.terms.get(number=2)) == rule

    def test_refuses_a_day_before_the_present_terms(
        self, sign_in, lead, partners, now, today
    ):
        forum = build.forum(partners, now, slug="odd", in_effect_from=today)
        typed = terms_posted(today - DAY)
        page = sign_in(lead).post(at("set_forum_terms", "vale", "odd"), typed)

        assert "must not begin before" in text_of(page)
        assert forum.terms.count() == 1


class TestSeats:
    def typed(self, post, today, **changed):
        return {
            "post": post.uid,
            "title": "",
            "kind": "voting",
            **date_of("starts_on", today),
            "source": "Letter",
            **changed,
        }

    def test_are_added_by_post_so_that_two_hats_are_told_apart(
        self, sign_in, lead, member, board, today
    ):
        post = member.appointments.get()
        address = at("add_seat", "vale", "board")
        page = sign_in(lead).post(address, self.typed(post, today, is_chair="on"))

        assert page.status_code == 302
        seat = Seat.objects.get()
        assert (seat.user, seat.organisation) == (member, post.organisation)
        assert (seat.title, seat.is_chair) == (post.post, True)

    def test_of_oneself_are_refused_with_the_reason(self, sign_in, lead, board, today):
        post = lead.appointments.get()
        page = sign_in(lead).post(
            at("add_seat", "vale", "board"), self.typed(post, today)
        )

        assert page.status_code == 403
        assert "Another governance lead must record" in text_of(page)
        assert not Seat.objects.exists()

    def test_of_an_observer_have_no_chair(self, sign_in, lead, member, board, today):
        typed = self.typed(
            member.appointments.get(), today, kind="observer", is_chair="on"
        )
        page = sign_in(lead).post(at("add_seat", "vale", "board"), typed)

        assert "An observer cannot chair" in text_of(page)

    def test_need_a_paper(self, sign_in, lead, member, board, today):
        typed = self.typed(member.appointments.get(), today, source="", title="Nurse")
        page = sign_in(lead).post(at("add_seat", "vale", "board"), typed)

        assert "Enter source" in text_of(page)
        assert 'value="Nurse"' in page.content.decode()

    def test_end_chair_and_deputies_by_their_forms(
        self, sign_in, lead, board, trust, member, now, today
    ):
        seat = build.seat(board, trust, now)
        client = sign_in(lead)
        client.post(
            at("add_seat_deputy", "vale", "board", seat.uid),
            {
                "post": member.appointments.get().uid,
                "source": "Letter",
                **date_of("starts_on", today - DAY),
            },
        )
        deputy = SeatDeputy.objects.get()
        assert deputy.user == member
        client.post(
            at("end_seat_deputy", "vale", "board", deputy.uid),
            date_of("ends_on", today),
        )
        client.post(
            at("name_chair", "vale", "board", seat.uid),
            {"source": "Minute", **date_of("from_on", today)},
        )
        chair = Seat.objects.get(is_chair=True)
        client.post(
            at("end_seat", "vale", "board", chair.uid),
            date_of("ends_on", today + DAY),
        )

        deputy.refresh_from_db()
        chair.refresh_from_db()
        assert (deputy.ends_on, chair.ends_on) == (today, today + DAY)

    def test_of_another_forum_are_not_there(
        self, sign_in, lead, board, partners, trust, now
    ):
        seat = build.seat(build.forum(partners, now), trust, now)
        page = sign_in(lead).get(at("end_seat", "vale", "board", seat.uid))

        assert page.status_code == 404


class TestClosing:
    def test_is_recorded_with_its_day(self, sign_in, lead, board, today):
        client = sign_in(lead)
        page = client.post(
            at("close_forum", "vale", "board"), date_of("closed_on", today)
        )

        assert page.url == at("forum", "vale", "board")
        assert "Closed on" in text_of(client.get(page.url))

    def test_says_why_not(self, sign_in, lead, board, today):
        typed = date_of("closed_on", today + DAY)
        page = sign_in(lead).post(at("close_forum", "vale", "board"), typed)

        assert "Record that a forum closed on the day or later" in text_of(page)


class TestMyWork:
    def test_asks_governance_leads_for_a_missing_rule(
        self, sign_in, lead, member, partners, now
    ):
        build.forum(partners, now, name="Silent board", quorum=None)

        assert "Give Silent board a quorum rule" in text_of(sign_in(lead).get("/"))
        assert "Silent board" not in text_of(sign_in(member).get("/"))

    @pytest.mark.parametrize(("days", "is_near"), [(28, True), (29, False)])
    def test_tells_of_a_review_that_is_near(
        self, sign_in, lead, partners, now, today, days, is_near
    ):
        forum = build.forum(
            partners, now, name="Old board", review_on=today + days * DAY
        )
        words = f"Review the terms of reference of {forum.name}"

        assert (words in text_of(sign_in(lead).get("/"))) == is_near

    def test_is_done_once_new_terms_are_set(self, sign_in, lead, partners, now, today):
        forum = build.forum(partners, now, name="Old board", review_on=today)
        build.new_terms(forum, now, review_on=today + 365 * DAY)

        assert "Old board" not in text_of(sign_in(lead).get("/"))


class TestTheNext90Days:
    def test_name_reviews_and_seats_that_end(
        self, sign_in, member, lead, partners, trust, now, today
    ):
        forum = build.forum(partners, now, name="Old board", review_on=today + 40 * DAY)
        seat = build.seat(forum, trust, now, ends_on=today + 50 * DAY)
        client, address = sign_in(lead), at("next_90_days", "vale")
        together = text_of(client.get(address, {"partner": "all"}))
        text = text_of(client.get(address, {"partner": trust.uid}))

        assert "Review of the terms of reference of Old board" in together
        assert f"The seat of {seat.user.name} in Old board ends" in text
