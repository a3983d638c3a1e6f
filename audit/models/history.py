"""Field history (django-simple-history), fed by the open act alone."""

from functools import cache
from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

from audit.models.open_act import require_open_act


class HistoryExtra(models.Model):
    """What every history row carries besides the row's own fields."""

    act_uid = models.CharField(max_length=32, db_index=True)
    history_user_uid = models.CharField(max_length=40)

    class Meta:
        abstract = True


@cache
def _history_model(model: Any) -> Any:
    # The library builds a manager's class anew each time it is asked for one: a tenth
    # of the time of an act.
    return model.history.model


class AuditedHistory(HistoricalRecords):
    """History that takes its user, time, reason and act from the open act alone.

    Never from the instance or the request (docs/adr/0002).
    """

    def __init__(self, **options: Any) -> None:
        options.setdefault("bases", (HistoryExtra,))
        options.setdefault("inherit", True)
        super().__init__(**options)

    def fields_included(self, model: Any) -> Any:
        """Leave out what a model calls secret, such as a password's hash."""
        secret = getattr(model.Privacy, "secret", ())
        return [
            field
            for field in super().fields_included(model)
            if field.name not in secret
        ]

    def _get_history_user_fields(self) -> dict[str, Any]:
        # An opaque uid outlives the account and needs no foreign key.
        return {}

    def _get_history_related_field(self, model: Any) -> dict[str, Any]:
        return {}

    def post_save(
        self,
        instance: Any,
        created: bool,  # noqa: FBT001 - as the signal passes it
        using: str | None = None,
        **_: Any,
    ) -> None:
        """Write the row; no setting and no attribute of the instance can skip it."""
        self.create_historical_record(instance, "+" if created else "~", using=using)

    def post_delete(self, instance: Any, using: str | None = None, **_: Any) -> None:
        """Write the last row of what is gone."""
        self.create_historical_record(instance, "-", using=using)

    def create_historical_record(
        self, instance: Any, history_type: str, using: str | None = None
    ) -> None:
        """Write one history row inside the act that changed the row."""
        act = require_open_act(f"History of {instance._meta.label}")
        model: Any = type(instance)
        _history_model(model)(
            history_date=act.recorded_at,
            history_type=history_type,
            history_change_reason=act.reason or act.verb_name,
            act_uid=act.uid,
            history_user_uid=act.actor_uid,
            **instance.values_for_history(),
        ).save(force_insert=True, using=using)
