"""Emptying the database after a test that really committed, in milliseconds.

Django truncates every table and then makes all content types and permissions anew,
which takes longer than most tests. Here only tables that hold rows are emptied, and
what ``migrate`` made stays. Keys refer to rows only when the transaction ends, so the
order is free.
"""

from django.db import connections, transaction
from django.test import TransactionTestCase

from audit import guards
from audit.management.databases import is_for_tests

# Made by ``migrate``, not by tests.
STAY = {"django_migrations", "django_content_type", "auth_permission", "django_site"}


def empty(alias: str) -> None:
    """Delete every row that tests left behind in a test database."""
    connection = connections[alias]
    assert is_for_tests(connection)
    quote = connection.ops.quote_name
    with (
        transaction.atomic(using=alias),
        connection.cursor() as cursor,
        guards.lifted(connection),
    ):
        names = connection.introspection.django_table_names(only_existing=True)
        tables = sorted(set(names) - STAY)
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT {place} WHERE EXISTS (SELECT 1 FROM {quote(table)})"
                for place, table in enumerate(tables)
            )
        )
        for (place,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {quote(tables[place])}")
        if connection.vendor == "postgresql":
            # The keys are checked now: with a check pending no guard can be put back.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def instead_of_flush() -> None:
    """Let Django's tests that commit end with this."""

    def fixture_teardown(test: TransactionTestCase) -> None:
        for alias in test._databases_names(include_mirrors=False):
            empty(alias)

    TransactionTestCase._fixture_teardown = fixture_teardown
