"""A party signs once, or by a clinical and a managerial signatory, as the plan asks."""

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.enums import Capacity, RequestStatus, SigningPlan, VersionStatus
from agreements.models import Version
from agreements.policies import NotASignatoryError
from agreements.rules import content as rules
from agreements.rules.signing_plan import capacities, is_complete, places
from agreements.selectors.content import live_content_of
from agreements.services.asking import PartyLacksSignatoryError
from agreements.services.giving import AlreadySignedError, NotOutForSignatureError
from agreements.services.locking import NotADraftError
from agreements.services.planning import set_signing_plan
from audit.models import StaleRowError
from collab.enums import SignsAs
from tests.agreements.pages import at, dated, words
from tests.builders import agreements as build
from tests.builders.agreements import FORTNIGHT

BOTH = SigningPlan.CLINICAL_AND_MANAGERIAL
ORGANISATIONS = st.sampled_from(["a", "b", "c"])


class TestTheRule:
    @given(
        plans=st.dictionaries(
            ORGANISATIONS, st.sampled_from([str(each) for each in SigningPlan])
        ),
        signed=st.sets(
            st.tuples(ORGANISATIONS, st.sampled_from([str(each) for each in Capacity]))
        ),
    )
    def test_asks_for_every_place_of_every_party(self, plans, signed):
        # The referee: each party in its own words.
        missing = not plans
        for body, plan in plans.items():
            if plan == "clinical_and_managerial":
                missing |= (body, "clinical") not in signed
                missing |= (body, "managerial") not in signed
            else:
                missing |= (body, "any") not in signed

        assert is_complete(places(plans.items()), signed) is not missing

    @pytest.mark.parametrize("plan", SigningPlan.values)
    def test_knows_every_plan(self, plan):
        assert set(capacities(plan)) <= set(Capacity.values)


@pytest.fixture
def made(now):
    return build.partnership(now)


@pytest.fixture
def acute(made):
    return made.bodies[0]


@pytest.fixture
def clinical(made, acute, now):
    return build.signatory(
        "Medical director", made, acute, now, signs_as=SignsAs.CLINICAL
    )


@pytest.fixture
def managerial(made, acute, now):
    return build.signatory(
        "Finance director", made, acute, now, signs_as=SignsAs.MANAGERIAL
    )


def current(version):
    return Version.objects.select_related("agreement").get(pk=version.pk)


def plan(version, made, body, now, chosen=BOTH):
    return set_signing_plan(
        version_id=version.pk,
        plans={body.uid: chosen},
        revision=current(version).revision,
        actor=made.lead,
        now=now,
    )


@pytest.fixture
def version(made, acute, clinical, managerial, now):
    """Out for signature; the first body signs by two people."""
    version = build.draft(made, now, value_pence=100)
    plan(version, made, acute, now)
    return build.send_out(
        version,
        made,
        now,
        signatories={
            (acute.pk, "clinical"): clinical.pk,
            (acute.pk, "managerial"): managerial.pk,
            made.bodies[1].pk: made.signatory(made.bodies[1]).pk,
        },
    )


@pytest.mark.django_db
class TestThePlan:
    def test_is_part_of_what_a_version_says(self, made, acute, now):
        draft = build.draft(made, now)
        before = live_content_of(current(draft)).fingerprint()

        plan(draft, made, acute, now)

        content = live_content_of(current(draft))
        assert content.fingerprint() != before
        assert rules.read(content.text()) == content

    def test_changes_no_fingerprint_where_it_is_the_usual_one(self, made, now):
        draft = build.draft(made, now)
        text = live_content_of(current(draft)).text()

        assert all("signing" not in party for party in json.loads(text)["parties"])

    def test_can_be_the_usual_one_again(self, made, acute, now):
        draft = build.draft(made, now)
        before = live_content_of(current(draft))
        plan(draft, made, acute, now)

        plan(draft, made, acute, now, SigningPlan.ONE)

        assert current(draft).signing_plan == {}
        assert live_content_of(current(draft)) == before

    def test_is_read_from_texts_that_know_none(self, made, now):
        content = live_content_of(current(build.draft(made, now)))

        assert {party.signing for party in rules.read(content.text()).parties} == {
            "one"
        }
        assert dataclasses.replace(content).text() == content.text()

    def test_is_fixed_once_it_is_out(self, made, version, acute, now):
        with pytest.raises(NotADraftError):
            plan(version, made, acute, now, SigningPlan.ONE)

    def test_is_not_overwritten_unread(self, made, acute, now):
        draft = build.draft(made, now)

        with pytest.raises(StaleRowError):
            set_signing_plan(
                version_id=draft.pk,
                plans={acute.uid: BOTH},
                revision=current(draft).revision - 1,
                actor=made.lead,
                now=now,
            )

    def test_goes_on_into_the_next_version(self, made, acute, clinical, version, now):
        build.sign(version, acute, clinical, now, capacity="clinical")
        finance = version.requests.get(capacity="managerial").signatory
        build.sign(version, acute, finance, now, capacity="managerial")
        other = made.bodies[1]
        build.sign(version, other, made.signatory(other), now)

        following = build.next_version(made, version, now)

        assert following.signing_plan == {acute.uid: BOTH}


@pytest.mark.django_db
class TestSendingOut:
    def test_asks_a_person_in_each_capacity(self, version, acute, clinical, managerial):
        asked = version.requests.filter(party__organisation=acute)

        assert {(each.capacity, each.signatory) for each in asked} == {
            ("clinical", clinical),
            ("managerial", managerial),
        }

    def test_refuses_a_person_without_the_capacity(
        self, made, acute, clinical, managerial, now
    ):
        draft = build.draft(made, now)
        plan(draft, made, acute, now)

        with pytest.raises(
            PartyLacksSignatoryError, match="not held as a clinical signatory"
        ):
            build.send_out(
                draft,
                made,
                now,
                signatories={
                    (acute.pk, "clinical"): managerial.pk,
                    (acute.pk, "managerial"): managerial.pk,
                    made.bodies[1].pk: made.signatory(made.bodies[1]).pk,
                },
            )

    def test_refuses_one_person_for_both(self, made, acute, clinical, now):
        from tests.builders import people

        people.delegate(clinical, acute, now, signs_as=SignsAs.MANAGERIAL)
        draft = build.draft(made, now)
        plan(draft, made, acute, now)

        with pytest.raises(PartyLacksSignatoryError, match="two people must sign"):
            build.send_out(
                draft,
                made,
                now,
                signatories={
                    (acute.pk, "clinical"): clinical.pk,
                    (acute.pk, "managerial"): clinical.pk,
                    made.bodies[1].pk: made.signatory(made.bodies[1]).pk,
                },
            )


@pytest.mark.django_db
class TestSigningInACapacity:
    def test_is_complete_only_with_both(
        self, made, version, acute, clinical, managerial, now
    ):
        other = made.bodies[1]
        build.sign(version, other, made.signatory(other), now)
        build.sign(version, acute, clinical, now, capacity="clinical")
        assert current(version).status == VersionStatus.OUT_FOR_SIGNATURE

        build.sign(version, acute, managerial, now, capacity="managerial")

        assert current(version).status == VersionStatus.IN_FORCE

    def test_is_refused_in_the_other_capacity(self, version, acute, clinical, now):
        with pytest.raises(NotASignatoryError, match="not held as a managerial"):
            build.sign(version, acute, clinical, now, capacity="managerial")

    def test_is_refused_to_one_person_twice(self, version, acute, clinical, now):
        from tests.builders import people

        people.delegate(clinical, acute, now, signs_as=SignsAs.MANAGERIAL)
        build.sign(version, acute, clinical, now, capacity="clinical")

        with pytest.raises(AlreadySignedError, match="another person's"):
            build.sign(version, acute, clinical, now, capacity="managerial")

    def test_is_refused_where_no_capacity_is_said(
        self, made, version, acute, clinical, now
    ):
        with pytest.raises(NotOutForSignatureError):
            build.sign(version, acute, clinical, now)

    def test_is_asked_of_somebody_else_in_the_same_capacity(
        self, made, version, acute, clinical, managerial, now
    ):
        other = build.signatory("Nurse", made, acute, now, signs_as=SignsAs.CLINICAL)

        new = build.replace(
            version, made, acute, now, user_id=other.pk, capacity="clinical"
        )

        assert new.capacity == "clinical"
        states = version.requests.filter(party__organisation=acute)
        assert sorted(states.values_list("capacity", "status")) == [
            ("clinical", RequestStatus.ASKED),
            ("clinical", RequestStatus.REPLACED),
            ("managerial", RequestStatus.ASKED),
        ]

    def test_is_not_asked_of_who_signs_in_the_other(
        self, made, version, acute, clinical, managerial, now
    ):
        from tests.builders import people

        people.delegate(clinical, acute, now, signs_as=SignsAs.MANAGERIAL)

        with pytest.raises(PartyLacksSignatoryError, match="Two people must sign"):
            build.replace(
                version, made, acute, now, user_id=clinical.pk, capacity="managerial"
            )

    def test_is_declined_in_one_capacity_alone(
        self, made, version, acute, clinical, managerial, now
    ):
        build.decline(version, made, acute, now, actor=clinical, capacity="clinical")

        assert build.sign(version, acute, managerial, now, capacity="managerial")


@pytest.mark.django_db
class TestThePages:
    def test_set_the_plan(self, made, acute, sign_in, now):
        draft = build.draft(made, now)
        client = sign_in(made.lead)
        page = client.get(at(draft, "signing_plan"))
        assert f"Who signs for {acute.name}" in words(page)

        answer = client.post(
            at(draft, "signing_plan"),
            {
                "revision": str(current(draft).revision),
                f"plan-{acute.uid}": BOTH,
                f"plan-{made.bodies[1].uid}": "one",
            },
        )

        assert answer.status_code == 302
        assert current(draft).signing_plan == {acute.uid: BOTH}

    def test_send_out_and_sign_in_a_capacity(
        self, made, acute, clinical, managerial, sign_in, today_now
    ):
        draft = build.draft(made, today_now)
        plan(draft, made, acute, today_now)
        client = sign_in(made.lead)
        answer = client.post(
            at(draft, "send_out"),
            {
                f"signatory-{acute.uid}:clinical": clinical.uid,
                f"signatory-{acute.uid}:managerial": managerial.uid,
                f"signatory-{made.bodies[1].uid}": made.signatory(made.bodies[1]).uid,
                **dated("due_on", (today_now + FORTNIGHT).date()),
            },
        )
        assert answer.status_code == 302

        client = sign_in(clinical)
        page = client.get(at(draft, "sign"))
        assert f"{acute.name} as clinical signatory" in words(page)
        answer = client.post(
            at(draft, "sign"),
            {
                "organisation": f"{acute.uid}:clinical",
                "fingerprint": current(draft).content_hash,
                "agreed": "on",
            },
        )

        assert answer.status_code == 302
        signed = draft.sign_offs.get()
        assert signed.request.capacity == "clinical"
