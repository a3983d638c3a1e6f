"""Somebody without an account signs by a link of their own, with a code."""

import datetime as dt
import re

import pytest
from django.core import mail

from accounts.models import MailMessage
from agreements.enums import RequestStatus, SignatureMethod, VersionStatus
from agreements.models import SigningCode, SigningLink, SignOff, Version
from agreements.services import links, outside_signing
from agreements.services.asking import Outside, PartyLacksSignatoryError
from agreements.services.links import LinkOverError, TooManyCodesError, WrongCodeError
from agreements.services.outside_signing import CodeTooOldError
from audit.models import Event, OutboxMessage, PersonalValue, StoredText
from collab.rules.periods import london_day
from tests.agreements.outside_links import code_sent, good, link_of, opened, sign
from tests.agreements.pages import at
from tests.builders import agreements as build
from tests.builders import guests as guest

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)
ADDRESS = re.compile(r"/outside/([0-9a-f]{64})")


@pytest.fixture
def made(today_now):
    return build.partnership(today_now)


class TestBeingVouchedFor:
    def test_takes_two_words_of_the_bodys_own_leads(self, named, charity, today_now):
        assert named.is_vouched_for
        assert {named.first_word_by, named.second_word_by} <= set(
            guest.leads_of(charity, today_now)
        )

    def test_is_needed_before_anybody_is_asked(self, made, charity, today_now):
        waiting = guest.named(made, charity, today_now)

        with pytest.raises(PartyLacksSignatoryError, match="two people have not"):
            guest.send_out(waiting, made, charity, today_now)

    def test_must_reach_the_value(self, made, charity, today_now):
        low = guest.vouched_for(
            made, charity, today_now, value_pence=100_00, limit_pence=99_99
        )

        with pytest.raises(PartyLacksSignatoryError, match="goes up to"):
            guest.send_out(low, made, charity, today_now)


class TestSigningByLink:
    def test_keeps_everything_that_others_keep(self, sent, named, today_now):
        opened(sent, today_now)

        signed = sign(sent, today_now)

        assert signed.method == SignatureMethod.LINK_AND_CODE
        assert (signed.outside, signed.signatory, signed.delegation) == (
            named,
            None,
            None,
        )
        assert (signed.signatory_name, signed.capacity) == (named.name, named.post)
        assert signed.content_hash == sent.content_hash
        assert (signed.address, signed.agent) == ("192.0.2.7", "A phone")

    def test_brings_it_into_force_with_the_last_signature(self, made, sent, today_now):
        body = made.bodies[0]
        build.sign(sent, body, made.signatory(body), today_now)
        opened(sent, today_now)

        sign(sent, today_now)

        assert Version.objects.get(pk=sent.pk).status == VersionStatus.IN_FORCE

    def test_uses_the_link_up(self, sent, today_now):
        opened(sent, today_now)
        sign(sent, today_now)

        with pytest.raises(LinkOverError):
            sign(sent, today_now)
        with pytest.raises(LinkOverError):
            links.good_link(token=link_of(sent).token(), now=today_now)

    def test_names_the_person_in_the_event_by_opaque_id(self, sent, named, today_now):
        opened(sent, today_now)
        sign(sent, today_now)

        event = Event.objects.filter(verb="agreements.version.signed_off").first()
        assert event.actor_uid == named.uid
        assert named.email not in event.payload
        assert named.name not in event.payload

    def test_declines_with_a_reason_that_reaches_the_lead(self, made, sent, today_now):
        opened(sent, today_now)

        outside_signing.decline_by_link(
            link_uid=link_of(sent).uid,
            opened_at=today_now,
            reason="The trustees said no.",
            now=today_now,
        )

        request = sent.requests.get(status=RequestStatus.DECLINED)
        assert request.decline_reason == "The trustees said no."
        told = made.lead.notifications.order_by("-pk").first()
        assert "The trustees said no." in told.words

    @pytest.mark.parametrize("late", [0, 1])
    def test_takes_no_code_typed_over_half_an_hour_ago(self, sent, today_now, late):
        then = today_now - dt.timedelta(minutes=30, seconds=late)
        if late:
            with pytest.raises(CodeTooOldError):
                sign(sent, today_now, opened_at=then)
        else:
            assert sign(sent, today_now, opened_at=then)

    def test_leaves_nothing_where_the_signature_fails(
        self, sent, today_now, monkeypatch
    ):
        def refuse(*_, **__):
            raise RuntimeError

        monkeypatch.setattr(outside_signing, "give", refuse)

        with pytest.raises(RuntimeError):
            sign(sent, today_now)

        assert link_of(sent).used_at is None
        assert not SignOff.objects.exists()


class TestALinkDies:
    def dead(self, version, now):
        with pytest.raises(LinkOverError):
            links.good_link(token=link_of(version).token(), now=now)
        with pytest.raises(LinkOverError):
            sign(version, now)

    def test_when_it_is_taken_back(self, made, sent, today_now):
        request = link_of(sent).request
        links.revoke_link(request_id=request.pk, actor=made.lead, now=today_now)

        self.dead(sent, today_now)

    def test_when_another_is_sent(self, made, sent, today_now):
        old = link_of(sent)
        links.send_link_again(request_id=old.request_id, actor=made.lead, now=today_now)

        with pytest.raises(LinkOverError):
            links.good_link(token=old.token(), now=today_now)
        assert links.good_link(token=link_of(sent).token(), now=today_now)

    def test_when_somebody_else_is_asked(self, made, charity, sent, today_now):
        old = link_of(sent)
        build.replace(sent, made, charity, today_now)

        with pytest.raises(LinkOverError):
            links.good_link(token=old.token(), now=today_now)

    def test_when_the_person_may_no_longer_sign(self, made, sent, named, today_now):
        guest.end(named, made.lead, today_now)

        self.dead(sent, today_now)

    def test_when_a_party_withdraws(self, made, sent, today_now):
        build.withdraw_party(sent, made, made.bodies[0], today_now)

        self.dead(sent, today_now)

    def test_when_the_version_is_withdrawn(self, made, sent, today_now):
        guest.withdraw(sent, made, today_now)

        self.dead(sent, today_now)

    def test_after_its_last_day(self, sent, today_now):
        link = good(sent)

        assert link.is_good_at(link.expires_at - MINUTE)
        assert not link.is_good_at(link.expires_at)
        assert london_day(link.expires_at - MINUTE) == link.request.last_day


class TestTheCode:
    def test_opens_once(self, sent, today_now):
        token = link_of(sent).token()
        code = code_sent(token, today_now)
        links.open_with_code(token=token, code=code, now=today_now)

        with pytest.raises(WrongCodeError):
            links.open_with_code(token=token, code=code, now=today_now)

    def test_is_good_for_ten_minutes(self, sent, today_now):
        token = link_of(sent).token()
        code = code_sent(token, today_now - 10 * MINUTE)

        with pytest.raises(WrongCodeError):
            links.open_with_code(token=token, code=code, now=today_now)

    def test_is_not_guessed_in_five_tries(self, sent, today_now):
        token = link_of(sent).token()
        code = code_sent(token, today_now)
        wrong = f"{(int(code) + 1) % 10**6:06d}"
        for _ in range(5):
            with pytest.raises(WrongCodeError):
                links.open_with_code(token=token, code=wrong, now=today_now)

        with pytest.raises(WrongCodeError):
            links.open_with_code(token=token, code=code, now=today_now)

    def test_dies_when_another_is_sent(self, sent, today_now):
        token = link_of(sent).token()
        first = code_sent(token, today_now)
        second = code_sent(token, today_now)

        if first != second:
            with pytest.raises(WrongCodeError):
                links.open_with_code(token=token, code=first, now=today_now)
        assert links.open_with_code(token=token, code=second, now=today_now)

    def test_is_sent_five_times_an_hour_at_most(self, sent, today_now):
        token = link_of(sent).token()
        hour_ago = today_now - 59 * MINUTE
        for _ in range(5):
            links.send_code(token=token, now=hour_ago)

        with pytest.raises(TooManyCodesError):
            links.send_code(token=token, now=today_now)
        assert links.send_code(token=token, now=today_now + 2 * MINUTE) is None

    def test_of_another_link_opens_nothing(self, made, sent, charity, today_now):
        other = guest.vouched_for(made, charity, today_now, title="Other")
        guest.send_out(other, made, charity, today_now)
        theirs = code_sent(link_of(other.version).token(), today_now)
        code = code_sent(link_of(sent).token(), today_now)

        if theirs != code:
            with pytest.raises(WrongCodeError):
                links.open_with_code(
                    token=link_of(sent).token(), code=theirs, now=today_now
                )


class TestTheSecret:
    def test_is_nowhere_in_the_database(self, sent, today_now):
        token = link_of(sent).token()
        code = code_sent(token, today_now)

        told = [
            *Event.objects.values_list("payload", flat=True),
            *PersonalValue.objects.values_list("value", flat=True),
            *StoredText.objects.values_list("text", flat=True),
            *map(str, OutboxMessage.objects.values_list("arguments", flat=True)),
            *map(str, MailMessage.objects.values_list("subject", "body", "link_to")),
            *map(str, SigningLink.objects.values_list()),
            *map(str, SigningLink.history.values_list()),
            *map(str, SigningCode.objects.values_list()),
        ]

        assert not [text for text in told if token in text]
        assert not [text for text in told if f"is {code}" in text]

    def test_is_shown_to_nobody_on_any_page(self, made, sent, named, sign_in):
        token = link_of(sent).token()
        client = sign_in(made.lead)

        for address in (at(sent), at(sent, "outside", uid=named.uid)):
            assert token not in client.get(address).content.decode()

    def test_goes_to_the_person_alone(self, sent, named, today_now):
        guest.deliver(today_now)

        carrying = [each for each in mail.outbox if ADDRESS.search(each.body)]
        assert [each.to for each in carrying] == [[named.email]]
        assert carrying[0].extra_headers["X-Concordat-Private"] == "yes"

    def test_is_sent_in_no_message_once_it_is_dead(self, made, sent, today_now):
        request = link_of(sent).request
        links.revoke_link(request_id=request.pk, actor=made.lead, now=today_now)

        guest.deliver(today_now)

        assert not [each for each in mail.outbox if ADDRESS.search(each.body)]


class TestAskingOutside:
    def test_can_follow_a_request_to_somebody_with_an_account(
        self, made, charity, named, today_now
    ):
        version = build.send_out(named.version, made, today_now)

        new = build.replace(
            version, made, charity, today_now, user_id=Outside(named.pk)
        )

        assert new.method == SignatureMethod.LINK_AND_CODE
        assert links.good_link(token=link_of(version).token(), now=today_now)
