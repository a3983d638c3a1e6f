"""The home pages ask the same number of questions, however much has happened."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.builders import agreements as build

pytestmark = pytest.mark.django_db


def questions_of(browser, address):
    """The number of queries of a page that was warm already."""
    browser.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("where", ["/", "/{slug}/"])
def test_asks_no_more_when_more_has_happened(sign_in, today_now, where):
    made = build.partnership(today_now)
    version = build.draft(made, today_now)
    browser = sign_in(made.lead)
    address = where.format(slug=made.collaborative.slug)
    few = questions_of(browser, address)

    for number in range(12):
        build.add_clause(version, made, today_now, f"Clause {number}", "More words.")
    many = questions_of(browser, address)

    # Fewer kinds of record may be among the newest ten; never more questions.
    assert many <= few
