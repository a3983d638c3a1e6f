"""The search in every situation: nobody finds what they may not see."""

import pytest
from django.apps import apps

from audit.models.governed import GovernedBase
from collab.grants import rights_of
from collab.models import SearchEntry
from collab.registries.search import search_sources
from collab.rules.searching import words_in
from collab.selectors.searching import search
from tests.access.models_table import MODELS
from tests.access.search_table import WITHOUT
from tests.access.situations import ALL, INSIDE, SIGNED_IN

pytestmark = pytest.mark.django_db

GOVERNED = {
    label for label in MODELS if issubclass(apps.get_model(label), GovernedBase)
}
FOUND = {apps.get_model(label)._meta.label for label in search_sources()}


class TestEveryGovernedModel:
    def test_is_found_or_says_why_not(self):
        assert FOUND | set(WITHOUT) == GOVERNED
        assert set(WITHOUT) & FOUND == set()

    @pytest.mark.parametrize("label", sorted(FOUND))
    def test_has_an_entry_for_its_row_in_the_world(self, world, label):
        row = MODELS[label].instance(world)
        entry = SearchEntry.objects.get(object_uid=row.uid)

        assert entry.object_type == label.lower()
        assert entry.audience == row.audience().token
        assert entry.title
        assert entry.address.startswith("/")


def find(world, situation, typed, **narrowed):
    user = world.actor(situation)
    rights = rights_of(user, world.now)
    return search(user=user, rights=rights, now=world.now, typed=typed, **narrowed).hits


class TestSearch:
    @pytest.mark.parametrize("label", sorted(FOUND))
    def test_shows_a_record_to_whoever_may_see_it_and_nobody_else(self, world, label):
        row = MODELS[label].instance(world)
        entry = SearchEntry.objects.get(object_uid=row.uid)
        typed = " ".join(words_in(f"{entry.title} {entry.text}")[:8])
        found_by = {
            situation
            for situation in ALL
            if row.uid
            in {hit.entry.object_uid for hit in find(world, situation, typed)}
        }

        assert found_by == MODELS[label].seen_by

    @pytest.mark.parametrize("situation", sorted(ALL))
    def test_finds_nothing_that_the_models_do_not_show(self, world, situation):
        user = world.actor(situation)
        rights = rights_of(user, world.now)
        words = {"quillon", "marrow", "trust", "version", "agr", "the", "a", "2026"}
        for typed in sorted(words):
            for hit in find(world, situation, typed):
                model = apps.get_model(hit.entry.object_type)
                shown = model.objects.visible_to(rights)
                assert shown.filter(uid=hit.entry.object_uid).exists()

    def test_finds_nothing_for_whoever_is_not_signed_in(self, world):
        assert not any(find(world, who, "trust") for who in ALL - SIGNED_IN)

    def test_stays_within_the_collaborative_it_is_narrowed_to(self, world):
        hits = find(world, "member", "version", collaborative=world.alpha.collaborative)

        assert hits
        assert {hit.entry.collaborative_uid for hit in hits} == {
            world.alpha.collaborative.uid
        }

    def test_does_not_trust_an_entry_with_a_wrong_audience(self, world):
        """Whoever wrote the entry wrongly shows nobody a record of another room."""
        secret = SearchEntry.objects.get(object_uid=world.beta.decision.uid)
        shown = SearchEntry.objects.get(object_uid=world.alpha.decision.uid)
        secret.terms, secret.audience = shown.terms, shown.audience
        secret.save()
        typed = world.alpha.decision.reference

        for situation in sorted(INSIDE - {"installation_auditor"}):
            uids = {hit.entry.object_uid for hit in find(world, situation, typed)}
            assert secret.object_uid not in uids
            assert shown.object_uid in uids
