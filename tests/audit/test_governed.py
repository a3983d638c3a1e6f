"""Every way round the door is refused, or found afterwards."""

import copy
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core import serializers
from django.db import DatabaseError, models, transaction
from django.db.models import F

from accounts.models import User
from audit.models import (
    Event,
    FixedFieldError,
    OutsideAnActError,
    PartialSaveError,
    StaleRowError,
    StoredText,
)
from audit.models.governed import UpsertRefusedError
from audit.models.rows import CascadeRefusedError
from collab.models import Collaborative, Organisation, Succession
from tests.audit.things import opened, renamed, trust, unsaved
from tests.builders.people import person

pytestmark = pytest.mark.django_db


def changed(row: Organisation) -> Organisation:
    row.name = "Changed"
    return row


OUTSIDE: dict[str, Callable[[Organisation], Any]] = {
    "save": lambda row: changed(row).save(),
    "save of one field": lambda row: changed(row).save(update_fields=["name"]),
    "save_base": lambda row: changed(row).save_base(),
    "save_base as loaddata does": lambda row: changed(row).save_base(raw=True),
    "delete": lambda row: row.delete(),
    "create": lambda row: Organisation.objects.create(name="New", sector="other"),
    "get_or_create": lambda row: Organisation.objects.get_or_create(name="New"),
    "update_or_create": lambda row: Organisation.objects.update_or_create(
        pk=row.pk, defaults={"name": "Changed"}
    ),
    "update": lambda row: Organisation.objects.update(name="Changed"),
    "update through the base manager": lambda row: Organisation._base_manager.update(
        name="Changed"
    ),
    "_update": lambda row: Organisation.objects.all()._update(
        [(Organisation._meta.get_field("name"), None, "Changed")]
    ),
    "delete of a queryset": lambda row: Organisation.objects.all().delete(),
    "_raw_delete": lambda row: Organisation.objects.all()._raw_delete("default"),
    "bulk_create": lambda row: Organisation.objects.bulk_create([unsaved("New")]),
    "create_each": lambda row: Organisation.objects.create_each([unsaved("New")]),
    "bulk_update": lambda row: Organisation.objects.bulk_update(
        [changed(row)], ["name"]
    ),
    "upsert": lambda row: Organisation.objects.bulk_create(
        [row], update_conflicts=True, update_fields=["name"], unique_fields=["uid"]
    ),
    "loaddata": lambda row: [
        item.save()
        for item in serializers.deserialize(
            "json", serializers.serialize("json", [changed(row)])
        )
    ],
}


class TestOutsideAnAct:
    @pytest.mark.parametrize("way", OUTSIDE)
    def test_nothing_is_written(self, now, way):
        row = trust("A", now)

        with (
            pytest.raises((OutsideAnActError, DatabaseError)),
            transaction.atomic(),
        ):
            OUTSIDE[way](Organisation.objects.get(pk=row.pk))

        assert list(Organisation.objects.values_list("name", flat=True)) == ["A"]
        assert Organisation.history.count() == 1

    def test_a_person_is_put_into_no_group(self, now):
        from django.contrib.auth.models import Group

        user = person("Jo", now)
        group = Group.objects.create(name="installation/administrator")

        with pytest.raises(OutsideAnActError), transaction.atomic():
            user.groups.add(group)


class TestInsideAnAct:
    def test_no_attribute_and_no_setting_skips_history(self, now, settings):
        settings.SIMPLE_HISTORY_ENABLED = False
        row = unsaved("A")
        row.skip_history_when_saving = True

        with opened(now):
            row.save()

        assert Organisation.history.count() == 1

    def test_update_goes_row_by_row(self, now):
        trust("A", now)
        trust("B", now)

        with opened(now):
            assert Organisation.objects.update(town="Leeds") == 2

        assert Organisation.history.filter(history_type="~", town="Leeds").count() == 2

    def test_a_queryset_is_deleted_row_by_row(self, now):
        trust("A", now)
        trust("B", now)

        with opened(now):
            Organisation.objects.all().delete()

        assert Organisation.history.filter(history_type="-").count() == 2
        assert not Organisation.objects.exists()

    def test_a_bulk_load_has_uids_history_and_one_event(self, now):
        with opened(now):
            loaded = Organisation.objects.bulk_create(
                [unsaved(f"Body {number}") for number in range(3)]
            )

        assert len({row.uid for row in loaded}) == 3
        assert all(row.uid.startswith("org_") for row in loaded)
        assert Organisation.history.filter(history_type="+").count() == 3
        (event,) = Event.objects.filter(object_type="collab.organisation")
        assert '"count":3' in event.payload

    def test_many_rows_written_at_once_have_an_event_each(self, now):
        with opened(now):
            made = Organisation.objects.create_each(unsaved(name) for name in "AB")

        events = Event.objects.filter(object_type="collab.organisation")
        assert {event.object_uid for event in events} == {row.uid for row in made}
        assert Organisation.history.filter(history_type="+").count() == 2

    def test_rows_of_a_bulk_load_can_be_changed_at_once(self, now):
        with opened(now):
            (row,) = Organisation.objects.bulk_create([unsaved("A")])
        row.name = "B"
        with opened(now):
            row.save()

        assert Organisation.objects.get().name == "B"

    def test_an_upsert_is_refused(self, now):
        row = trust("A", now)

        with pytest.raises(UpsertRefusedError), opened(now):
            Organisation.objects.bulk_create([row], ignore_conflicts=True)

    def test_an_expression_is_refused(self, now):
        row = trust("A", now)
        row.name = F("town")

        with pytest.raises(Exception, match=r"F|expression|Col|canonical"), opened(now):
            row.save()

        assert Organisation.objects.get().name == "A"

    def test_saving_without_a_change_leaves_nothing(self, now):
        row = trust("A", now)
        with opened(now) as record:
            row.save()
            record.about(row)

        assert Organisation.objects.get().revision == 0
        assert Organisation.history.count() == 1

    def test_half_a_save_is_refused(self, now):
        row = trust("A", now)
        row.name, row.town = "B", "Leeds"

        with pytest.raises(PartialSaveError), opened(now):
            row.save(update_fields=["town"])

    @pytest.mark.parametrize("field", ["uid", "id", "pk"])
    def test_a_key_never_changes(self, now, field):
        row = trust("A", now)
        setattr(row, field, {"uid": "org_other"}.get(field, 99_999))

        with pytest.raises(FixedFieldError), opened(now):
            row.save()

    def test_a_new_row_never_takes_the_place_of_another(self, now):
        row = trust("A", now)

        with pytest.raises(DatabaseError), opened(now):
            clone = unsaved("B")
            clone.pk = row.pk
            clone.save()

        assert Organisation.objects.get().name == "A"

    def test_values_are_brought_to_their_stored_types(self, now):
        row = trust("A", now)
        row.opened_on = "2020-04-01"
        with opened(now):
            row.save()

        assert row.opened_on == dt.date(2020, 4, 1)
        assert '"opened_on":[null,"2020-04-01"]' in (
            Event.objects.order_by("id").last().payload
        )


class TestPartlyLoadedRows:
    def test_are_saved_whole(self, now):
        row = trust("A", now)

        part = Organisation.objects.only("name").get(pk=row.pk)
        part.name = "B"
        with opened(now):
            part.save()

        assert Organisation.history.first().sector == "other"
        assert Organisation.objects.get().name == "B"

    def test_keep_a_change_made_before_the_rest_is_read(self, now):
        row = trust("A", now)

        part = Organisation.objects.defer("town").get(pk=row.pk)
        part.name = "B"
        assert part.town == ""
        with opened(now):
            part.save()

        assert Organisation.objects.get().name == "B"

    def test_keep_a_change_when_one_field_is_read_again(self, now):
        row = trust("A", now)

        row.name = "B"
        row.refresh_from_db(fields=["town"])
        with opened(now):
            row.save()

        assert Organisation.objects.get().name == "B"

    def test_are_deleted_whole(self, now):
        row = trust("A", now)

        with opened(now):
            Organisation.objects.only("name").get(pk=row.pk).delete()

        event = Event.objects.order_by("id").last()
        assert '"sector":["other",null]' in event.payload


class TestCascades:
    def test_are_refused(self, now):
        from django.contrib.auth.models import Permission

        from collab.models import CollaborativeUserPermission as Grant

        user = person("Jo", now)
        with opened(now):
            together = Collaborative(slug="a", name="A", purpose="x", footprint="x")
            together.save()
            Grant(
                user=user,
                permission=Permission.objects.get(codename="audit"),
                content_object=together,
                granted_at=now,
            ).save()

        with pytest.raises((CascadeRefusedError, models.ProtectedError)), opened(now):
            user.delete()

        assert Grant.objects.count() == 1


class TestOptimisticLocking:
    def test_the_second_of_two_tabs_is_told(self, now):
        trust("A", now)
        mine, theirs = Organisation.objects.get(), Organisation.objects.get()
        with opened(now):
            theirs.name = "Theirs"
            theirs.save()

        mine.name = "Mine"
        with pytest.raises(StaleRowError, match="Somebody else"), opened(now):
            mine.save()

        assert Organisation.objects.get().name == "Theirs"
        assert mine.revision == 0

    def test_a_row_read_again_may_be_written(self, now):
        trust("A", now)
        mine, theirs = Organisation.objects.get(), Organisation.objects.get()
        with opened(now):
            theirs.name = "Theirs"
            theirs.save()

        mine.refresh_from_db()
        mine.name = "Mine"
        with opened(now):
            mine.save()

        assert Organisation.objects.get().revision == 2

    def test_copies_do_not_share_what_they_remember(self, now):
        row = trust("A", now)
        twin = copy.copy(row)
        row.name = "B"
        with opened(now):
            row.save()

        twin.name = "C"
        with pytest.raises(StaleRowError), opened(now):
            twin.save()


class TestFact:
    def test_is_never_saved_again(self, now):
        fact = renamed(trust("A", now), now)
        fact.former_name = "Forged"

        with pytest.raises(DatabaseError), opened(now):
            fact.save()

    def test_is_never_deleted(self, now):
        fact = renamed(trust("A", now), now)

        with pytest.raises(DatabaseError), opened(now):
            fact.delete()

        assert Succession.objects.count() == 1


class TestSecretFields:
    def test_enter_neither_event_nor_history(self, now):
        user = person("Jo", now)
        user.set_password("another long password")
        with opened(now):
            user.save()

        event = Event.objects.order_by("id").last()
        assert '"changes":{"password":[null,{"set":true}]}' in event.payload
        assert user.password not in event.payload
        columns = {field.name for field in User.history.model._meta.concrete_fields}
        assert "password" not in columns


class TestLongValues:
    def test_are_kept_once_under_their_hash(self, now):
        purpose = "é" * 2_000
        with opened(now):
            for slug in ("one", "two"):
                Collaborative(
                    slug=slug, name=slug, purpose=purpose, footprint="x"
                ).save()

        text = StoredText.objects.get()
        assert text.text == purpose
        events = Event.objects.filter(object_type="collab.collaborative")
        assert all(text.sha256 in event.payload for event in events)
        assert all(len(event.payload) < 3_000 for event in events)

        with opened(now):
            Collaborative(slug="three", name="3", purpose=purpose, footprint="x").save()

        assert StoredText.objects.count() == 1
