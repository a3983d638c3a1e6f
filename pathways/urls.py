"""Addresses of the room, all below one collaborative."""

from django.urls import path

from pathways.views import outcomes, pathways, values

app_name = "pathways"

LIST = "<slug:collaborative>/pathways"
PATHWAY = f"{LIST}/<str:reference>"
STAGE = f"{PATHWAY}/stages/<str:uid>"
OUTCOME = "<slug:collaborative>/outcomes/<str:reference>"

urlpatterns = [
    path(LIST, pathways.pathway_list, name="list"),
    path(f"{LIST}/new", pathways.add, name="add"),
    path(PATHWAY, pathways.pathway, name="pathway"),
    path(f"{PATHWAY}/change", pathways.change, name="change"),
    path(f"{PATHWAY}/stages", pathways.add_stage, name="add_stage"),
    path(f"{STAGE}/change", pathways.change_stage, name="change_stage"),
    path(f"{STAGE}/move", pathways.move_stage, name="move_stage"),
    path(f"{STAGE}/remove", pathways.remove_stage, name="remove_stage"),
    path(f"{PATHWAY}/outcomes", outcomes.add, name="add_outcome"),
    path(OUTCOME, outcomes.outcome, name="outcome"),
    path(f"{OUTCOME}/change", outcomes.change, name="change_outcome"),
    path(f"{OUTCOME}/baseline", outcomes.change_baseline, name="change_baseline"),
    path(f"{OUTCOME}/target", outcomes.change_target, name="change_target"),
    path(
        f"{OUTCOME}/accountable", outcomes.change_accountable, name="change_accountable"
    ),
    path(f"{OUTCOME}/values", values.enter, name="enter_value"),
    path(f"{OUTCOME}/values/<str:uid>/correct", values.correct, name="correct_value"),
]
