"""A hundred thousand agreements and every row they bring.

Two hundred collaboratives share them (partners.py). Each agreement has one version,
five clauses, four parties and four signatures. One in ten is out for signature, the
others are in force; one in twenty is open to its parties alone.
"""

from functools import cache
from typing import Final

from django.db.models import Model

from agreements.models import (
    Agreement,
    Clause,
    Party,
    SignatureRequest,
    SignOff,
    Version,
)
from benchmarks.partners import (
    BASE,
    COLLABORATIVES,
    LED,
    MEMBERS,
    SIGNATORIES,
    bodies,
    governance_lead,
    member_of,
    signatory,
)
from benchmarks.seeding import day, insert_series, moment

FEW: Final = 1_000
MANY: Final = 100_000
PARTIES: Final = 4
CLAUSES: Final = 5
# How many of the first agreements the collaborative has whose people ask: they fill a
# page of every list, so that the pages of few and of many compare.
LED_FIRST: Final = 300
_DAY: Final = 24 * 60
# An agreement has been in force since then; a signature was asked for then.
IN_FORCE_DAYS: Final = "-400"
ASKED_DAYS: Final = "-5"
# In how many days a signature must be there, and an agreement ends.
SIGN_BY_DAYS: Final = "(n / 10) %% 40 - 2"
LEAVES_DAYS: Final = "1 + (n * 7) %% 1095"
_SINCE: Final = f"({IN_FORCE_DAYS}) * {_DAY}"
_ASKED: Final = f"({ASKED_DAYS}) * {_DAY}"
IS_OUT: Final = "n %% 10 = 0"
_CONTENT: Final = "x" * 1_000
_WORDS: Final = "The partners shall work together in good faith. " * 4


def collaborative_of() -> str:
    """Give the SQL of the number of the collaborative that an agreement belongs to."""
    rest = f"1 + (n / 5) %% {COLLABORATIVES}"
    return f"(CASE WHEN n <= {LED_FIRST} THEN {LED} ELSE {rest} END)"


def _once_in_force(value: str) -> str:
    return f"CASE WHEN {IS_OUT} THEN NULL ELSE {value} END"


@cache
def seed(size: int) -> None:
    """Fill the tables up to a size, each from where it stands."""
    bodies()
    governance_lead()
    signatory()
    first = 1 if size == FEW else FEW + 1
    of_each: list[tuple[type[Model], dict[str, str]]] = [
        (Agreement, _agreement()),
        (Version, _version()),
        *((Clause, _clause(number)) for number in range(1, CLAUSES + 1)),
        *((Party, _party(number)) for number in range(1, PARTIES + 1)),
        *((SignatureRequest, _request(number)) for number in range(1, PARTIES + 1)),
    ]
    for model, columns in of_each:
        insert_series(model, columns, first=first, last=size)
    for number in range(1, PARTIES + 1):
        signed = f"NOT ({IS_OUT})"
        insert_series(SignOff, _sign_off(number), first=first, last=size, only=signed)


def _agreement() -> dict[str, str]:
    return {
        "id": f"{BASE} + n",
        "uid": "'agr_work' || n",
        "collaborative_id": f"{BASE} + {collaborative_of()}",
        "reference": "'AGR-' || n",
        "title": "'Agreement ' || n",
        "instrument": "'collaboration_agreement'",
        "status": "'open'",
        "open_to": "CASE WHEN n %% 20 = 7 THEN 'parties' ELSE 'collaborative' END",
        "created_at": moment(f"{_SINCE} - {MANY} + n"),
    }


def _version() -> dict[str, str]:
    return {
        "id": f"{BASE} + n",
        "uid": "'ver_work' || n",
        "agreement_id": f"{BASE} + n",
        "number": "1",
        "status": f"CASE WHEN {IS_OUT} THEN 'out_for_signature' ELSE 'in_force' END",
        "commences_on": day(IN_FORCE_DAYS),
        "expires_on": day(LEAVES_DAYS),
        "review_on": day("(n * 11) %% 730 - 30"),
        "value_pence": "n * 100",
        "notice_effect": "'ends'",
        "effect_from": "'later'",
        "content": f"'{_CONTENT}'",
        "content_hash": "'hash' || n",
        "written_by_id": f"{BASE} + {collaborative_of()}",
        "sent_out_by_id": f"{BASE} + {collaborative_of()}",
        "sent_out_at": moment(f"CASE WHEN {IS_OUT} THEN {_ASKED} ELSE {_SINCE} END"),
        "signed_at": _once_in_force(moment(_SINCE)),
        "in_force_from": _once_in_force(moment(_SINCE)),
        "in_force_to": _once_in_force(moment(f"(1 + {LEAVES_DAYS}) * {_DAY}")),
    }


def _clause(number: int) -> dict[str, str]:
    return {
        "id": f"{BASE} + n * {CLAUSES} + {number}",
        "uid": f"'cla_work' || n || '_{number}'",
        "version_id": f"{BASE} + n",
        "identity": f"'cl_work{number}'",
        "position": str(number),
        "heading": f"'Clause {number}'",
        "text": f"'{_WORDS}'",
    }


def organisation_of(number: int) -> str:
    """Give the SQL of the number of the body that is a party, of four."""
    return member_of(collaborative_of(), f"(n + {number}) %% {MEMBERS}")


def _party(number: int) -> dict[str, str]:
    return {
        "id": f"{BASE} + n * {PARTIES} + {number}",
        "uid": f"'pty_work' || n || '_{number}'",
        "agreement_id": f"{BASE} + n",
        "organisation_id": f"{BASE} + {organisation_of(number)}",
        "role": "'partner'",
        "joined_on": _once_in_force(day(IN_FORCE_DAYS)),
    }


def _request(number: int) -> dict[str, str]:
    return {
        "id": f"{BASE} + n * {PARTIES} + {number}",
        "uid": f"'req_work' || n || '_{number}'",
        "version_id": f"{BASE} + n",
        "party_id": f"{BASE} + n * {PARTIES} + {number}",
        "signatory_id": f"{SIGNATORIES} + {organisation_of(number)}",
        "capacity": "'any'",
        "method": "'re_authenticated'",
        "status": f"CASE WHEN {IS_OUT} THEN 'asked' ELSE 'signed' END",
        "asked_at": moment(f"CASE WHEN {IS_OUT} THEN {_ASKED} ELSE {_SINCE} END"),
        "due_on": day(f"CASE WHEN {IS_OUT} THEN {SIGN_BY_DAYS} ELSE -390 END"),
        "decided_at": _once_in_force(moment(_SINCE)),
    }


def _sign_off(number: int) -> dict[str, str]:
    return {
        "id": f"{BASE} + n * {PARTIES} + {number}",
        "uid": f"'sgn_work' || n || '_{number}'",
        "request_id": f"{BASE} + n * {PARTIES} + {number}",
        "version_id": f"{BASE} + n",
        "organisation_id": f"{BASE} + {organisation_of(number)}",
        "signatory_id": f"{SIGNATORIES} + {organisation_of(number)}",
        "signatory_name": "'Worker'",
        "capacity": "'Chief executive'",
        "delegation_id": f"{BASE} + {organisation_of(number)}",
        "content_hash": "'hash' || n",
        "method": "'re_authenticated'",
        "signed_at": moment(_SINCE),
    }
