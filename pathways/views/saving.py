"""Forms of this room: shown, and once they are right, saved and left."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.http import SignedInRequest
from audit.models import StaleRowError
from pathways.services.keeping import NameTakenError
from pathways.services.outcomes import NotAMemberError, TargetNotBetterError
from pathways.services.values import PeriodError, PeriodTakenError

# Which field an error is about, if the form has it.
_BLAMED: Final[dict[type[ValueError], str]] = {
    NameTakenError: "name",
    NotAMemberError: "organisation",
    TargetNotBetterError: "target_value",
    PeriodError: "last_on",
    PeriodTakenError: "starts_on",
}


def save_and_go(
    request: SignedInRequest,
    form: Any,
    save: Callable[[], object],
    *,
    row: Any = None,
    said: str,
    **context: Any,
) -> HttpResponse:
    """
    Show a form; once it is right, save it, say so and go to where its cancel leads.

    ``row`` is what it changes: where somebody else changed it meanwhile, what was typed
    stays, and saving once more puts it in the place of theirs.
    """
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except StaleRowError as error:
            stand_on(form, row)
            form.add_error(None, str(error))
        except ValueError as error:
            name = _BLAMED.get(type(error))
            form.add_error(name if name in form.fields else None, str(error))
        else:
            messages.success(request, said)
            return redirect(context["crumbs"][-1]["href"])
    return render(request, "pathways/form.jinja", {"form": form, **context})


def stand_on(form: Any, row: Any) -> None:
    """Let the form be about the row as it stands now."""
    row.refresh_from_db()
    typed = form.data.copy()
    typed["revision"] = row.revision
    form.data = typed
