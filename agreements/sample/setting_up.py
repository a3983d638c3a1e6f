"""Setting a sample collaborative up: bodies, leads, members, roles, delegations."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from accounts.enums import Role
from accounts.models import User
from agreements.sample.kinds import Body, Partnership, Person
from agreements.sample.telling import Story
from collab.enums import FootprintLevel, MembershipRole, PartnershipRole, Power
from collab.models import Appointment, Collaborative, Organisation
from collab.services import appointments, delegations, deputies, roles
from collab.services.collaboratives import (
    CollaborativeFacts,
    add_persona,
    create_collaborative,
    name_governance_lead,
)
from collab.services.memberships import give_named_role, start_membership
from collab.services.organisations import OrganisationFacts, change_organisation

SIGNING_LIMIT_PENCE = 5_000_000_00


def set_up(story: Story, partnerships: Sequence[Partnership]) -> list[Collaborative]:
    """Bring collaboratives to where agreements can be written, in the order of days."""
    bodies = [body for each in partnerships for body in each.bodies]
    everybody = [person for each in partnerships for person in each.people]
    here = {
        body.key: [person for person in everybody if person.body == body.key]
        for body in bodies
    }
    _settle_bodies(story, bodies, here)
    made = [_create(story, partnership) for partnership in partnerships]
    for partnership, collaborative in zip(partnerships, made, strict=True):
        _give_roles(story, partnership, collaborative)
    for partnership, collaborative in zip(partnerships, made, strict=True):
        _add_personas(story, partnership, collaborative)
    for body in bodies:
        _delegate(story, here[body.key])
    return made


def _settle_bodies(
    story: Story, bodies: list[Body], here: dict[str, list[Person]]
) -> None:
    for body in bodies:
        _place(story, body)
    for person in chain.from_iterable(here.values()):
        story.bring(person, now=story.at(-380))
    for body in bodies:
        story.file_paper(body, now=story.at(-379))
    for body in bodies:
        _appoint_leads(story, body, [each for each in here[body.key] if each.leads])
    for body in bodies:
        _appoint_others(story, body, here[body.key])


def _add_personas(
    story: Story, partnership: Partnership, collaborative: Collaborative
) -> None:
    for persona in partnership.personas:
        add_persona(
            collaborative_id=collaborative.pk,
            name=persona.name,
            story=persona.story,
            actor=story.people[partnership.governance_lead.name],
            now=story.at(-290),
        )


def _place(story: Story, body: Body) -> None:
    now = story.at(-390)
    listed = Organisation.objects.filter(ods_code=body.ods_code).first()
    if body.ods_code is None or listed is None:
        story.found(body, now=now)
        return
    facts = OrganisationFacts(
        name=listed.name,
        sector=body.sector,
        legal_form=listed.legal_form,
        ods_code=body.ods_code,
        oversight_route=body.oversight_route,
        town=listed.town,
        postcode=listed.postcode,
        region_code=listed.region_code,
        icb_code=listed.icb_code,
        opened_on=listed.opened_on,
        source=listed.source,
    )
    story.bodies[body.key] = change_organisation(
        organisation_id=listed.pk, facts=facts, actor=story.administrator, now=now
    )


def _appoint_others(story: Story, body: Body, here: list[Person]) -> None:
    first, second = (story.people[person.name] for person in here if person.leads)
    for person in here:
        if person.leads:
            continue
        proposed = appointments.propose_appointment(
            organisation_id=story.bodies[body.key].pk,
            holder=story.people[person.name],
            post=person.post,
            terms=story.terms(body.key, since=-377, paragraph="2"),
            actor=first,
            now=story.at(-377),
        )
        appointments.confirm_appointment(
            appointment_id=proposed.pk,
            revision=proposed.revision,
            actor=second,
            now=story.at(-377, 11),
        )


def _appoint_leads(story: Story, body: Body, leads: list[Person]) -> None:
    organisation = story.bodies[body.key]
    terms = story.terms(body.key, since=-378, paragraph="1")
    first, second = leads
    appointments.appoint_first_lead(
        organisation_id=organisation.pk,
        holder=story.people[first.name],
        post=first.post,
        terms=terms,
        actor=story.administrator,
        now=story.at(-378),
    )
    proposed = appointments.appoint_first_lead(
        organisation_id=organisation.pk,
        holder=story.people[second.name],
        post=second.post,
        terms=terms,
        actor=story.administrator,
        now=story.at(-378, 10, 30),
    )
    appointments.confirm_appointment(
        appointment_id=proposed.pk,
        revision=proposed.revision,
        actor=story.people[first.name],
        now=story.at(-378, 11),
    )


def _create(story: Story, partnership: Partnership) -> Collaborative:
    collaborative = create_collaborative(
        slug=partnership.slug,
        facts=CollaborativeFacts(
            name=partnership.name,
            purpose=partnership.purpose,
            persona_question=partnership.persona_question,
            footprint_level=FootprintLevel.SYSTEM
            if not partnership.is_invented
            else FootprintLevel.PLACE,
            footprint=partnership.footprint,
            live_from=dt.date(*partnership.live_from),
        ),
        actor=story.administrator,
        now=story.at(-300),
        is_invented=partnership.is_invented,
    )
    for body in partnership.bodies:
        start_membership(
            collaborative_id=collaborative.pk,
            organisation_id=story.bodies[body.key].pk,
            role=MembershipRole.LEAD_PROVIDER
            if body.key == partnership.lead
            else MembershipRole.MEMBER,
            joined_on=dt.date(*partnership.live_from),
            source=partnership.source,
            actor=story.administrator,
            now=story.at(-300, 10, 30),
        )
    return collaborative


def _give_roles(
    story: Story, partnership: Partnership, collaborative: Collaborative
) -> None:
    lead, now = partnership.governance_lead, story.at(-298)
    governing = story.people[lead.name]
    name_governance_lead(
        collaborative_id=collaborative.pk,
        user_id=governing.pk,
        actor=story.administrator,
        now=story.at(-298, 9),
    )
    for person in partnership.people:
        for role in person.roles or (Role.MEMBER,):
            if person is not lead:
                roles.give_collaborative_role(
                    collaborative_id=collaborative.pk,
                    user_id=story.people[person.name].pk,
                    role=role,
                    actor=governing,
                    now=now,
                )
    named = {
        PartnershipRole.SRO: next(p for p in partnership.people if p.signs),
        PartnershipRole.PROGRAMME_DIRECTOR: lead,
    }
    for part, person in named.items():
        give_named_role(
            collaborative_id=collaborative.pk,
            user_id=story.people[person.name].pk,
            role=part,
            starts_on=story.day(-297),
            actor=governing,
            now=story.at(-298, 11),
        )


def _delegate(story: Story, here: list[Person]) -> None:
    leads = [story.people[person.name] for person in here if person.leads]
    for person in here:
        if person.signs:
            _empower(story, person, Power.SIGN_AGREEMENTS, leads)
        if person.approves:
            _empower(story, person, Power.APPROVE_AGREEMENTS, leads)


def _empower(story: Story, person: Person, power: Power, leads: list[User]) -> None:
    first, second = leads
    proposed = delegations.propose_delegation(
        organisation_id=story.bodies[person.body].pk,
        user_id=story.people[person.name].pk,
        extent=delegations.Extent(
            power=power, capacity=person.post, limit_pence=SIGNING_LIMIT_PENCE
        ),
        terms=replace(
            story.terms(person.body, since=-360, paragraph="4.2"),
            last_on=story.day(700),
        ),
        actor=first,
        now=story.at(-280),
    )
    delegations.confirm_delegation(
        delegation_id=proposed.pk,
        revision=proposed.revision,
        actor=second,
        now=story.at(-280, 15),
    )


def deputise(story: Story, person: Person) -> None:
    """Have a body name the person as a deputy, three weeks before today."""
    organisation = story.bodies[person.body]
    holder = story.people[person.deputy_of]
    leads = Appointment.objects.filter(organisation=organisation, is_lead=True)
    first, second = (row.user for row in leads.order_by("pk").select_related("user"))
    post = Appointment.objects.get(organisation=organisation, user=holder)
    proposed = deputies.propose_deputy(
        appointment_id=post.pk,
        user_id=story.people[person.name].pk,
        terms=story.terms(person.body, since=-20, paragraph="5.1"),
        actor=first,
        now=story.at(-21),
    )
    deputies.confirm_deputy(
        deputy_id=proposed.pk,
        revision=proposed.revision,
        actor=second,
        now=story.at(-21, 16),
    )
