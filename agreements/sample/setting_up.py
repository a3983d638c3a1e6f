"""Setting a sample collaborative up: bodies, leads, members, roles, delegations."""

import datetime as dt
from dataclasses import replace

from accounts.enums import Role
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


def set_up(story: Story, partnership: Partnership) -> Collaborative:
    """Bring a collaborative to where its agreement can be written."""
    for body in partnership.bodies:
        _place(story, body)
        _bring_people(story, partnership, body)
    collaborative = _create(story, partnership)
    lead = _first_lead(story, partnership, collaborative)
    _give_roles(story, partnership, collaborative, lead)
    for body in partnership.bodies:
        _delegate(story, partnership, body)
    for persona in partnership.personas:
        add_persona(
            collaborative_id=collaborative.pk,
            name=persona.name,
            story=persona.story,
            actor=story.people[lead.name],
            now=story.at(-290),
        )
    return collaborative


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


def _bring_people(story: Story, partnership: Partnership, body: Body) -> None:
    here = [person for person in partnership.people if person.body == body.key]
    leads = [person for person in here if person.leads]
    for person in here:
        story.bring(person, now=story.at(-380))
    story.file_paper(body, now=story.at(-379))
    _appoint_leads(story, body, leads)
    first, second = (story.people[person.name] for person in leads)
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


def _first_lead(
    story: Story, partnership: Partnership, collaborative: Collaborative
) -> Person:
    lead = next(
        person for person in partnership.people if Role.GOVERNANCE_LEAD in person.roles
    )
    name_governance_lead(
        collaborative_id=collaborative.pk,
        user_id=story.people[lead.name].pk,
        actor=story.administrator,
        now=story.at(-299),
    )
    return lead


def _give_roles(
    story: Story, partnership: Partnership, collaborative: Collaborative, lead: Person
) -> None:
    now = story.at(-298)
    governing = story.people[lead.name]
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
            now=story.at(-297),
        )


def _delegate(story: Story, partnership: Partnership, body: Body) -> None:
    here = [person for person in partnership.people if person.body == body.key]
    first, second = (story.people[p.name] for p in here if p.leads)
    for person in here:
        if not person.signs:
            continue
        proposed = delegations.propose_delegation(
            organisation_id=story.bodies[body.key].pk,
            user_id=story.people[person.name].pk,
            extent=delegations.Extent(
                power=Power.SIGN_AGREEMENTS,
                capacity=person.post,
                limit_pence=SIGNING_LIMIT_PENCE,
            ),
            terms=replace(
                story.terms(body.key, since=-360, paragraph="4.2"),
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
        if person.deputy_of:
            _deputise(story, body, person)


def _deputise(story: Story, body: Body, person: Person) -> None:
    organisation = story.bodies[body.key]
    holder = story.people[person.deputy_of]
    leads = Appointment.objects.filter(organisation=organisation, is_lead=True)
    first, second = (row.user for row in leads.order_by("pk").select_related("user"))
    post = Appointment.objects.get(organisation=organisation, user=holder)
    proposed = deputies.propose_deputy(
        appointment_id=post.pk,
        user_id=story.people[person.name].pk,
        terms=story.terms(body.key, since=-20, paragraph="5.1"),
        actor=first,
        now=story.at(-21),
    )
    deputies.confirm_deputy(
        deputy_id=proposed.pk,
        revision=proposed.revision,
        actor=second,
        now=story.at(-21, 16),
    )
