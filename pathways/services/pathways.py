"""Pathways and their stages."""

import datetime as dt
from typing import Any

from accounts.models import User
from collab.models import Collaborative
from collab.services.references import next_reference
from pathways.models import Pathway, PathwayStage
from pathways.services.keeping import (
    NameTakenError,
    changing_pathway,
    keeping,
    require_unchanged,
)


class StageGoneError(ValueError):
    """Somebody else took the stage out."""


class StageInUseError(ValueError):
    """Outcomes belong to the stage, so that it cannot be taken out."""


def add_pathway(
    *, collaborative_id: int, name: str, cohort: str, actor: User, now: dt.datetime
) -> Pathway:
    """
    Write a pathway down under the next reference, without stages yet.

    ``cohort`` says in words for whom it is.

    :raises NotAKeeperError: if the person does not govern the collaborative
    :raises NameTakenError: if the collaborative has a pathway of that name
    """
    collaborative = Collaborative.objects.get(pk=collaborative_id)
    with keeping(
        verb="pathways.pathway.added", collaborative=collaborative, actor=actor, now=now
    ) as record:
        number = next_reference(record, series=f"{collaborative.slug}/pathways")
        _require_free(Pathway.objects.filter(collaborative=collaborative), name)
        pathway: Pathway = Pathway.objects.create(
            collaborative=collaborative,
            reference=f"P-{number:03d}",
            name=name.strip(),
            cohort=cohort.strip(),
            created_at=now,
        )
        record.about(pathway)
        return pathway


def change_pathway(
    *,
    pathway_id: int,
    name: str,
    cohort: str,
    revision: int | None = None,
    actor: User,
    now: dt.datetime,
) -> Pathway:
    """
    Change what a pathway is called and for whom it is.

    :raises NotAKeeperError: if the person does not govern the collaborative
    :raises StaleRowError: if somebody changed it since
    :raises NameTakenError: if the collaborative has another pathway of that name
    """
    with changing_pathway(
        verb="pathways.pathway.changed", pathway_id=pathway_id, actor=actor, now=now
    ) as (record, pathway):
        require_unchanged(record, row=pathway, revision=revision)
        others = Pathway.objects.filter(collaborative_id=pathway.collaborative_id)
        _require_free(others.exclude(pk=pathway.pk), name)
        pathway.name, pathway.cohort = name.strip(), cohort.strip()
        pathway.save()
        record.about(pathway)
        return pathway


def add_stage(
    *, pathway_id: int, name: str, what_happens: str, actor: User, now: dt.datetime
) -> PathwayStage:
    """
    Add a stage at the end of a pathway.

    :raises NotAKeeperError: if the person does not govern the collaborative
    :raises NameTakenError: if the pathway has a stage of that name
    """
    with changing_pathway(
        verb="pathways.stage.added", pathway_id=pathway_id, actor=actor, now=now
    ) as (record, pathway):
        _require_free(PathwayStage.objects.filter(pathway=pathway), name)
        last = pathway.stages.order_by("-position").first()
        stage: PathwayStage = PathwayStage.objects.create(
            pathway=pathway,
            position=last.position + 1 if last else 1,
            name=name.strip(),
            what_happens=what_happens.strip(),
        )
        record.about(stage, pathway)
        return stage


def change_stage(
    *,
    pathway_id: int,
    uid: str,
    name: str,
    what_happens: str,
    revision: int | None = None,
    actor: User,
    now: dt.datetime,
) -> PathwayStage:
    """
    Change what a stage is called and what happens there.

    :raises NotAKeeperError: if the person does not govern the collaborative
    :raises StageGoneError: if it was taken out
    :raises StaleRowError: if somebody changed it since
    :raises NameTakenError: if the pathway has another stage of that name
    """
    with changing_pathway(
        verb="pathways.stage.changed", pathway_id=pathway_id, actor=actor, now=now
    ) as (record, pathway):
        stage = _stage(pathway, uid)
        require_unchanged(record, row=stage, revision=revision)
        others = PathwayStage.objects.filter(pathway=pathway).exclude(pk=stage.pk)
        _require_free(others, name)
        stage.name, stage.what_happens = name.strip(), what_happens.strip()
        stage.save()
        record.about(stage, pathway)
        return stage


def move_stage(
    *, pathway_id: int, uid: str, up: bool, actor: User, now: dt.datetime
) -> PathwayStage:
    """
    Move a stage one place up or down; at the end of the list it stays.

    :raises NotAKeeperError: if the person does not govern the collaborative
    :raises StageGoneError: if it was taken out
    """
    with changing_pathway(
        verb="pathways.stage.moved", pathway_id=pathway_id, actor=actor, now=now
    ) as (record, pathway):
        stage = _stage(pathway, uid)
        others = pathway.stages.select_for_update()
        beside = (
            others.filter(position__lt=stage.position).order_by("-position").first()
            if up
            else others.filter(position__gt=stage.position).order_by("position").first()
        )
        record.about(stage, pathway)
        if beside is not None:
            stage.position, beside.position = beside.position, stage.position
            stage.save()
            beside.save()
        return stage


def remove_stage(
    *,
    pathway_id: int,
    uid: str,
    revision: int | None = None,
    actor: User,
    now: dt.datetime,
) -> None:
    """
    Take a stage out of a pathway; the history keeps what it said.

    :raises NotAKeeperError: if the person does not govern the collaborative
    :raises StageGoneError: if it was taken out before
    :raises StaleRowError: if somebody changed it since
    :raises StageInUseError: if outcomes belong to it
    """
    with changing_pathway(
        verb="pathways.stage.removed", pathway_id=pathway_id, actor=actor, now=now
    ) as (record, pathway):
        stage = _stage(pathway, uid)
        require_unchanged(record, row=stage, revision=revision)
        if stage.outcomes.exists():
            raise StageInUseError(
                "Outcomes belong to this stage. Change them to another stage, or to"
                " the whole pathway, first."
            )
        record.about(stage, pathway)
        stage.delete()
        rest = pathway.stages.select_for_update().order_by("position", "pk")
        for position, each in enumerate(rest, start=1):
            each.position = position
            each.save()


def _stage(pathway: Pathway, uid: str) -> PathwayStage:
    stage: PathwayStage | None = (
        pathway.stages.select_for_update().filter(uid=uid).first()
    )
    if stage is None:
        raise StageGoneError(
            "Somebody else took this stage out. Copy what you typed if you need it,"
            " and add it as a new stage."
        )
    return stage


def _require_free(rows: Any, name: str) -> None:
    if rows.filter(name=name.strip()).exists():
        raise NameTakenError(f"There is one called {name.strip()} already.")
