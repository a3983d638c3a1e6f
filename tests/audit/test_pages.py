"""The history as its readers see it."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from audit.door import act
from audit.registries import Reach
from audit.selectors import events as selectors
from audit.selectors.events import Filters, act_page
from collab.models import Collaborative
from tests.audit.things import CLERK, opened, trust, unsaved
from tests.builders import people

pytestmark = pytest.mark.django_db

EVERYTHING = Reach(everything=True)


def shown(**filters) -> list[str]:
    """The labels of the acts that a page shows to someone who may see everything."""
    found = act_page(reach=EVERYTHING, filters=Filters(**filters))
    return [line.event.label for line in found.lines]


@pytest.fixture
def now():
    """Today, so that engagements and sessions are in effect."""
    return timezone.now().replace(microsecond=0)


class TestActPage:
    def test_shows_one_line_for_an_act_however_much_it_touched(self, now):
        with opened(now) as record:
            rows = [unsaved(f"Body {number}") for number in range(4)]
            for row in rows:
                row.save()
            record.about(rows[2])

        line = act_page(reach=EVERYTHING, filters=Filters()).lines[0]

        assert line.event.label == "Body 2"
        assert line.events == 4

    def test_shows_the_newest_first(self, now):
        for name in ("First", "Second", "Third"):
            trust(name, now)

        assert shown()[:3] == ["Third", "Second", "First"]

    def test_shows_an_act_by_what_the_reader_may_see_of_it(self, now):
        with opened(now) as record:
            body = unsaved("Body")
            body.save()
            together = Collaborative(slug="a", name="A", purpose="x", footprint="x")
            together.save()
            record.about(body)

        reach = Reach(audiences=frozenset({f"collaborative:{together.uid}"}))
        (line,) = act_page(reach=reach, filters=Filters()).lines

        assert (line.event.label, line.events) == ("A", 1)

    def test_shows_nothing_outside_the_reach(self, now):
        trust("Body", now)

        reach = Reach(audiences=frozenset({"collaborative:col_other"}))

        assert act_page(reach=reach, filters=Filters()).lines == []

    def test_pages_by_key_and_meets_every_act_once(self, now):
        for number in range(60):
            trust(f"Body {number:02d}", now)

        cursor, met = "", []
        while cursor is not None:
            found = act_page(reach=EVERYTHING, filters=Filters(), cursor=cursor)
            met += [line.event.label for line in found.lines]
            cursor = found.page.next_cursor

        assert [label for label in met if label.startswith("Body")] == [
            f"Body {number:02d}" for number in reversed(range(60))
        ]

    def test_takes_as_many_queries_for_many_acts(self, now):
        def count(**filters) -> int:
            from django.test.utils import CaptureQueriesContext

            with CaptureQueriesContext(connection) as caught:
                act_page(reach=EVERYTHING, filters=Filters(**filters))
            return len(caught)

        trust("Body", now)
        # What is looked up once for a process is no part of a page.
        count(words="Body", object="Body")
        few = [count(), count(words="Body"), count(object="Body")]
        for number in range(30):
            with opened(now):
                for part in range(3):
                    unsaved(f"Body {number} {part}").save()

        many = [count(), count(words="Body"), count(object="Body")]

        # A search that ends within a stretch asks once more, for where it stopped.
        assert all(after <= before for before, after in zip(few, many, strict=True))
        assert max(few) <= 4


class TestFilters:
    def test_narrow_to_a_verb(self, now):
        trust("Arranged", now)
        with act("tests.body.opened", by=CLERK, at=now):
            unsaved("Opened").save()

        assert shown(verb="tests.body.opened") == ["Opened"]

    def test_narrow_to_what_a_person_did(self, now):
        clerk = people.person("Cleo Clerk", now)
        trust("By nobody", now)
        with opened(now, by=clerk):
            unsaved("By Cleo").save()

        assert shown(person="cleo") == ["By Cleo"]
        assert shown(person="cleo.clerk@example.org") == ["By Cleo"]
        assert shown(person=clerk.uid) == ["By Cleo"]
        assert shown(person="nobody of that name") == []

    def test_narrow_to_the_organisation_acted_for(self, now):
        body = people.organisation("Northfield Trust", now, ods_code="RNF")
        with opened(now, for_organisation=body):
            unsaved("For Northfield").save()

        assert shown(organisation="Northfield Trust") == ["For Northfield"]
        assert shown(organisation="rnf") == ["For Northfield"]
        assert shown(organisation="Elsewhere") == []

    def test_narrow_to_an_object_by_uid_or_by_label(self, now):
        row = trust("AGR-003 Inpatient care", now)
        trust("AGR-004", now)

        assert shown(object=row.uid) == ["AGR-003 Inpatient care"]
        assert shown(object="agr-003") == ["AGR-003 Inpatient care"]

    def test_name_the_act_by_its_subject_where_another_record_was_meant(self, now):
        with opened(now) as record:
            subject, other = unsaved("Subject"), unsaved("Searched for")
            subject.save()
            other.save()
            record.about(subject)

        assert shown(object="Searched") == ["Subject"]
        assert shown(object=other.uid) == ["Subject"]

    def test_narrow_to_words_in_labels_values_and_reasons(self, now):
        with opened(now, reason="The board asked for it"):
            unsaved("A").save()
        row = unsaved("B")
        row.town = "Harrogate"
        with opened(now):
            row.save()

        assert shown(words="board asked") == ["A"]
        assert shown(words="harrogate") == ["B"]
        assert shown(words="nowhere to be found") == []

    def test_search_no_address_that_only_security_needs(self, now):
        from audit import door

        token = door.request_context.set(
            door.RequestContext(request_id="req_a", address="192.0.2.77")
        )
        try:
            trust("A", now)
        finally:
            door.request_context.reset(token)

        assert shown(words="192.0.2.77") == []

    def test_narrow_to_london_days(self, now, monkeypatch):
        """23:30 UTC in summer is the next day in London."""
        for name, day, hour in (("A", 9, 12), ("B", 9, 23), ("C", 10, 12)):
            moment = dt.datetime(2026, 6, day, hour, 30, tzinfo=dt.UTC)
            monkeypatch.setattr(
                "audit.door.opening.timezone.now", lambda moment=moment: moment
            )
            trust(name, moment)
        ninth, tenth = dt.date(2026, 6, 9), dt.date(2026, 6, 10)

        assert shown(first_day=ninth, last_day=ninth) == ["A"]
        assert shown(first_day=tenth, last_day=tenth) == ["C", "B"]
        assert shown(first_day=dt.date(2099, 1, 1)) == []
        assert shown(last_day=dt.date(2020, 1, 1)) == []

    def test_search_a_stretch_at_a_time(self, now, monkeypatch):
        monkeypatch.setattr(selectors, "SEARCH_WINDOW", 10)
        trust("Needle", now)
        for number in range(25):
            trust(f"Hay {number}", now)

        before, pages = "", 0
        while True:
            found = act_page(
                reach=EVERYTHING, filters=Filters(words="Needle"), before=before
            )
            pages += 1
            if found.lines:
                break
            assert found.searched_back_to is not None
            before = found.keep_searching
            assert pages < 10

        assert [line.event.label for line in found.lines] == ["Needle"]
        assert pages == 3

    def test_take_no_notice_of_a_forged_stretch(self, now):
        trust("Needle", now)

        found = act_page(
            reach=EVERYTHING, filters=Filters(words="Needle"), before="5:forged"
        )

        assert [line.event.label for line in found.lines] == ["Needle"]
