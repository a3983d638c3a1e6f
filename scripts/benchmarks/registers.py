"""The register of decisions, at 1,000 decisions of one collaborative and at 100,000.

Whole, and narrowed by outcome, year, organisation and words. The two hundred
collaboratives share none of them: all belong to the one that asks.
"""

from functools import cache
from typing import Final

from django.utils import timezone

from benchmarks import register
from benchmarks.pages import Visit, compared
from benchmarks.partners import BASE, LED, ORGANISATIONS, SLUG, governance_lead
from benchmarks.seeding import day, insert_series, moment
from benchmarks.work import lead
from collab.models import Decision, DecisionBody

FEW: Final = 1_000
MANY: Final = 100_000
# The newest stand at the end, as they are logged: some a day, back for many years.
_DAYS: Final = f"({MANY} - n) / 20 * -1"
# A member of the collaborative that asks (partners.member_of).
_BODY: Final = 1 + (LED * 7) % ORGANISATIONS
_REGISTER: Final = f"/{SLUG}/decisions"
PAGES: Final = {
    "register of decisions": _REGISTER,
    "register of decisions, by outcome": f"{_REGISTER}?outcome=declined",
    "register of decisions, by year": f"{_REGISTER}?year={timezone.now().year}",
    "register of decisions, by organisation": f"{_REGISTER}?organisation=org_work{_BODY}",
    "register of decisions, by words": f"{_REGISTER}?words=beds+pathway",
    "register of decisions, by words in none": f"{_REGISTER}?words=nowhere",
}
_DECISION: Final = {
    "uid": "'dcn_work' || n",
    "collaborative_id": f"{BASE} + {LED}",
    "organisation_id": f"{BASE} + 1 + n %% {ORGANISATIONS}",
    "reference": "'2020-' || n",
    "title": "'Decision ' || n",
    "proposal": "'Open more beds on the pathway ' || n",
    "rationale": "'People are placed far from home'",
    "outcome": "CASE WHEN n %% 50 = 0 THEN 'declined' ELSE 'approved' END",
    "decided_on": day(_DAYS),
    "logged_by_id": f"{BASE} + {LED}",
    "logged_at": moment(f"({_DAYS}) * 24 * 60"),
    "result_hash": "'hash' || n",
    "hash_schema": "1",
}
_OF_BODY: Final = {
    name: _DECISION[name] for name in ("collaborative_id", "organisation_id")
} | {"decision_id": f"{BASE} + n", "decided_on": day(_DAYS)}


@cache
def seed(size: int) -> None:
    """Fill the register up to a size: the newest decisions first, then older ones."""
    governance_lead()
    first, last = (MANY - FEW + 1, MANY) if size == FEW else (1, MANY - FEW)
    insert_series(Decision, {"id": f"{BASE} + n"} | _DECISION, first=first, last=last)
    insert_series(DecisionBody, _OF_BODY, first=first, last=last)


for _what, _address in PAGES.items():
    for _row in compared(
        _what,
        Visit(_address, lead, seed),
        few=(f"{FEW:,} decisions", FEW),
        many=(f"{MANY:,} decisions", MANY),
        stage=23,
    ):
        register(_row)
