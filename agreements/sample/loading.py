"""The sample, told through the same services that people use."""

import datetime as dt
from collections.abc import Callable, Iterable
from importlib import resources

from agreements.enums import Instrument, PartyRole
from agreements.models import Version
from agreements.sample.cast import ADMINISTRATOR, AUDIT_BODY, AUDITOR
from agreements.sample.example_valley import EXAMPLE_VALLEY
from agreements.sample.impact import IMPACT
from agreements.sample.kinds import Partnership, Term
from agreements.sample.setting_up import set_up
from agreements.sample.telling import Story
from agreements.services import (
    clauses,
    creating,
    declining,
    parties,
    sending_out,
    signing,
    terms,
)
from agreements.services import decisions as deciding
from agreements.services.coming_into_force import sweep_periods
from audit.door import SystemActor
from audit.rules.uids import new_uid
from audit.services.sample_clock import sample_clock
from collab.enums import DecisionOutcome, ImportStatus
from collab.models import Collaborative, Decision
from collab.rules.decisions import Present
from collab.services import engagements, imports

SIGNED_SO_FAR = ("notts", "derby", "leics", "lincs", "cygnet", "elysium")
Say = Callable[[str], None]


def load(*, today: dt.date, say: Say) -> Story:
    """
    Tell the whole sample, as if it had happened in the year up to yesterday.

    The same ``today`` gives the same story; only ids and passwords are random.

    :raises LogNotEmptyError: if anything real was recorded already
    """
    story = Story(today=today)
    with sample_clock():
        say("the administrator and the register of NHS trusts")
        story.bring(ADMINISTRATOR, now=story.at(-395))
        _import_register(story)
        say("IMPACT and its nine members")
        impact = set_up(story, IMPACT)
        _engage_auditor(story, impact)
        say("a memorandum in force, and a decision under it")
        _memorandum(story, impact)
        say("an agreement that six of nine have signed")
        _partnership_agreement(story, impact)
        say("Example Valley, which is invented")
        _example_valley(story)
    return story


def _import_register(story: Story) -> None:
    file = resources.files("agreements.sample") / "nhs_trusts.csv"
    now = story.at(-394)
    checked = imports.check_import(
        content=file.read_bytes(),
        file_name="NHS trusts (ODS, 2025).csv",
        actor=story.administrator,
        now=now,
    )
    found = imports.confirm_import(
        import_id=checked.pk, actor=story.administrator, now=now
    )
    while found.status == ImportStatus.LOADING:
        found = imports.confirm_import(
            import_id=checked.pk, actor=story.administrator, now=now
        )


def _engage_auditor(story: Story, collaborative: Collaborative) -> None:
    auditor = story.bring(AUDITOR, now=story.at(-60))
    engagements.give_engagement(
        user_id=auditor.pk,
        collaborative_id=collaborative.pk,
        body=AUDIT_BODY,
        starts_on=story.day(-59),
        last_on=story.day(305),
        actor=story.people["Priya Raman"],
        now=story.at(-59),
    )


def _write(
    story: Story,
    partnership: Partnership,
    collaborative: Collaborative,
    *,
    writer: str,
    title: str,
    instrument: Instrument,
    terms_of_it: Iterable[Term],
    value_pence: int | None,
    commences_on: dt.date,
    days: int,
) -> Version:
    actor = story.people[writer]
    version = creating.create_agreement(
        collaborative_id=collaborative.pk,
        title=title,
        instrument=instrument,
        actor=actor,
        now=story.at(days),
    )
    for minute, term in enumerate(terms_of_it):
        clauses.add_clause(
            version_id=version.pk,
            identity=new_uid("idn"),
            heading=term.heading,
            text=term.text,
            actor=actor,
            now=story.at(days, 10, 5 + minute),
        )
    for body in partnership.bodies:
        parties.name_party(
            version_id=version.pk,
            organisation_id=story.bodies[body.key].pk,
            role=PartyRole.LEAD if body.key == partnership.lead else PartyRole.PARTNER,
            actor=actor,
            now=story.at(days, 11),
        )
    version = Version.objects.get(pk=version.pk)
    return terms.set_terms(
        version_id=version.pk,
        revision=version.revision,
        title=title,
        commences_on=commences_on,
        expires_on=None,
        value_pence=value_pence,
        actor=actor,
        now=story.at(days, 12),
    )


def _send_out(
    story: Story, partnership: Partnership, version: Version, *, writer: str, days: int
) -> Version:
    signatories = {
        story.bodies[person.body].pk: story.people[person.name].pk
        for person in partnership.people
        if person.signs and not person.deputy_of
    }
    return sending_out.send_out_for_signature(
        version_id=version.pk,
        signatories=signatories,
        due_on=story.day(days + 14),
        actor=story.people[writer],
        now=story.at(days, 9),
    )


def _sign(
    story: Story,
    partnership: Partnership,
    version: Version,
    *,
    bodies: Iterable[str],
    days: int,
) -> None:
    asked = {
        person.body: person
        for person in partnership.people
        if person.signs and not person.deputy_of
    }
    for minute, body in enumerate(bodies):
        person = asked[body]
        now = story.at(days, 14, 3 * minute)
        signing.sign_off_version(
            version_id=version.pk,
            organisation_id=story.bodies[body].pk,
            fingerprint=version.content_hash,
            session=story.shown_who(person.name, now=now),
            actor=story.people[person.name],
            now=now,
        )


def _memorandum(story: Story, collaborative: Collaborative) -> Decision:
    version = _write(
        story,
        IMPACT,
        collaborative,
        writer="Priya Raman",
        title="Memorandum of understanding on working together",
        instrument=Instrument.MOU,
        terms_of_it=IMPACT.terms[1:3],
        value_pence=None,
        commences_on=story.day(-230),
        days=-260,
    )
    version = _send_out(story, IMPACT, version, writer="Priya Raman", days=-250)
    everyone = [body.key for body in IMPACT.bodies]
    _sign(story, IMPACT, version, bodies=everyone, days=-240)
    sweep_periods(actor=SystemActor("bring_into_force"), now=story.at(-230, 0, 5))
    return _first_decision(story, version)


def _first_decision(story: Story, version: Version) -> Decision:
    leila = story.people["Dr Leila Hassan"]
    there = ("Priya Raman", "Grace Adeyemi", "Dr Leila Hassan", "Helen Cartwright")
    bodies = {person.name: person.body for person in IMPACT.people}
    return deciding.log_decision_under(
        collaborative_id=version.agreement.collaborative_id,
        organisation_id=story.bodies["derby"].pk,
        agreement_id=version.agreement_id,
        what="Hold one weekly bed-state meeting for all nine partners",
        why=(
            "Nine separate calls leave gaps. One meeting shows every empty bed in the"
            " East Midlands before anybody is placed elsewhere."
        ),
        present=[
            Present(
                name=name,
                organisation_id=story.bodies[bodies[name]].pk,
                user_id=story.people[name].pk,
            )
            for name in there
        ],
        outcome=DecisionOutcome.APPROVED,
        value_pence=12_000_00,
        decided_on=story.day(-90),
        actor=leila,
        now=story.at(-89),
    )


def _partnership_agreement(story: Story, collaborative: Collaborative) -> None:
    version = _write(
        story,
        IMPACT,
        collaborative,
        writer="Priya Raman",
        title=IMPACT.agreement_title,
        instrument=Instrument.LEAD_PROVIDER,
        terms_of_it=IMPACT.terms,
        value_pence=IMPACT.agreement_value_pence,
        commences_on=story.day(0),
        days=-12,
    )
    version = _send_out(story, IMPACT, version, writer="Priya Raman", days=-5)
    _sign(story, IMPACT, version, bodies=SIGNED_SO_FAR, days=-3)


def _example_valley(story: Story) -> None:
    collaborative = set_up(story, EXAMPLE_VALLEY)
    version = _write(
        story,
        EXAMPLE_VALLEY,
        collaborative,
        writer="Nia Probert",
        title=EXAMPLE_VALLEY.agreement_title,
        instrument=Instrument.MOU,
        terms_of_it=EXAMPLE_VALLEY.terms,
        value_pence=EXAMPLE_VALLEY.agreement_value_pence,
        commences_on=story.day(30),
        days=-20,
    )
    version = _send_out(story, EXAMPLE_VALLEY, version, writer="Nia Probert", days=-15)
    _sign(story, EXAMPLE_VALLEY, version, bodies=("ev-trust", "ev-council"), days=-14)
    declining.decline_to_sign(
        version_id=version.pk,
        organisation_id=story.bodies["ev-homecare"].pk,
        reason="Clause 3 lets a partner leave in winter, when nobody could replace it.",
        actor=story.people["Victor Hale"],
        now=story.at(-10),
    )
