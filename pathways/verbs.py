"""Acts on pathways, outcomes and their values."""

from typing import Final

from audit.registries import Verb

VERBS: Final = (
    Verb(name="pathways.pathway.added", sentence="added the pathway {object}"),
    Verb(name="pathways.pathway.changed", sentence="changed the pathway {object}"),
    Verb(name="pathways.stage.added", sentence="added {object}"),
    Verb(name="pathways.stage.changed", sentence="changed {object}"),
    Verb(name="pathways.stage.moved", sentence="moved {object}"),
    Verb(name="pathways.stage.removed", sentence="took out {object}"),
    Verb(name="pathways.outcome.added", sentence="added the outcome {object}"),
    Verb(name="pathways.outcome.changed", sentence="changed the outcome {object}"),
    Verb(
        name="pathways.baseline.changed",
        sentence="changed the baseline of {object}",
        needs_reason=True,
    ),
    Verb(
        name="pathways.target.changed",
        sentence="changed the target of {object}",
        needs_reason=True,
    ),
    Verb(
        name="pathways.accountability.moved",
        sentence="changed who answers for {object}",
        needs_reason=True,
    ),
    Verb(name="pathways.value.entered", sentence="entered the {object}"),
    Verb(
        name="pathways.value.corrected",
        sentence="corrected the {object}",
        needs_reason=True,
    ),
)
