"""The builders themselves: what they promise other tests."""

import pytest

from collab.grants import rights_of
from tests.builders import people

pytestmark = pytest.mark.django_db


class TestBuilders:
    def test_give_what_they_say(self, now):
        acute = people.organisation_with_two_leads("Northfield Trust", now)
        charity = people.organisation_with_two_leads("Vale Charity", now)
        partners = people.collaborative_with([acute, charity], now)
        govern = people.governance_lead("Gita Lead", partners, acute, now)
        part = people.member("Mo Member", partners, charity, now)
        signer = people.person("Sam Signer", now)
        people.delegate(signer, acute, now, limit_pence=100)
        audit = people.auditor("Ada Audit", now, partners)

        assert rights_of(govern, now).may("govern", collaborative_id=partners.pk)
        assert rights_of(part, now).may("take_part", collaborative_id=partners.pk)
        assert rights_of(audit, now).may("audit", collaborative_id=partners.pk)
        assert signer.delegations.count() == 1
        assert len(people.leads_of(acute, now)) == 2
        lead = people.leads_of(acute, now)[0]
        assert rights_of(lead, now).organisations_with("administer_people") == {
            acute.pk
        }
        assert rights_of(
            people.administrator("Al Admin", now), now
        ).administers_installation
