"""The databases that tests run on."""

import pytest
from django.db import connection


@pytest.mark.django_db
class TestDatabase:
    @pytest.mark.postgresql
    def test_has_a_name_of_its_own(self):
        name = connection.settings_dict["NAME"]

        assert name.startswith("concordat_test_")
        assert name != "concordat_test_"

    @pytest.mark.sqlite
    def test_is_set_as_docs_adr_0004_says(self):
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA foreign_keys")
            assert cursor.fetchone() == (1,)
            cursor.execute("PRAGMA recursive_triggers")
            assert cursor.fetchone() == (1,)
        assert connection.transaction_mode == "IMMEDIATE"
