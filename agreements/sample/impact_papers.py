"""What the agreements of IMPACT say; all of it is invented."""

from typing import Final

from agreements.enums import Instrument, NoticeEffect, NoticeUnit, OpenTo
from agreements.rules.content import Notice
from agreements.sample.impact import IMPACT
from agreements.sample.kinds import Paper, Term

_EVERYBODY: Final = tuple(body.key for body in IMPACT.bodies)
_SIX_MONTHS: Final = Notice(
    length=6, unit=NoticeUnit.MONTHS.value, effect=NoticeEffect.LEAVES.value
)
_PURPOSE: Final = Term(
    heading="Purpose",
    text=(
        "The parties will care for people as close to home as is safe, and will judge"
        " each proposal by the question *What is best for Marcus?*"
    ),
)
PRINCIPLES: Final = Term(
    heading="Principles",
    text=(
        "- decide by consensus wherever possible\n"
        "- share information openly between partners\n"
        "- no partner gains from a person staying longer than they need"
    ),
)
REINVESTMENT: Final = Term(
    heading="Reinvestment",
    text=(
        "Money saved because fewer beds are used outside the East Midlands stays with"
        " the collaborative for one year. It is then shared between the partners by"
        " the number of their beds."
    ),
)
DAILY_CALLS: Final = Term(
    heading="Daily calls",
    text=(
        "Each partner tells every other partner of its empty beds, by telephone,"
        " before ten o'clock each working day."
    ),
)

MEMORANDUM: Final = Paper(
    title="Memorandum of understanding on working together",
    instrument=Instrument.MOU,
    bodies=_EVERYBODY,
    terms=(_PURPOSE, PRINCIPLES),
)
PARTNERSHIP: Final = Paper(
    title="Partnership agreement for adult secure care",
    instrument=Instrument.LEAD_PROVIDER,
    bodies=_EVERYBODY,
    value_pence=980_000_00,
    notice=_SIX_MONTHS,
    conditions=("The board of every party has approved this agreement.",),
    terms=(
        Term(
            heading="Parties and background",
            text=(
                "The parties run adult low and medium secure services for people from"
                " the five East Midlands counties. Nottinghamshire Healthcare holds"
                " the contract with NHS England as lead provider."
            ),
        ),
        _PURPOSE,
        REINVESTMENT,
        PRINCIPLES,
        DAILY_CALLS,
        Term(
            heading="Term, review and notice",
            text=(
                "This agreement is reviewed each year. A party may leave by six"
                " months' written notice to all others."
            ),
        ),
    ),
)
NEXT_VALUE_PENCE: Final = 1_250_000_00
NEXT_REINVESTMENT: Final = (
    "Money saved because fewer beds are used outside the East Midlands stays with the"
    " collaborative, and is spent on services that benefit all partners, by decision"
    " of the partnership board."
)
BED_STATE_MEETING: Final = Term(
    heading="One bed-state meeting",
    text=(
        "The partners hold one bed-state meeting each week, to which each brings its"
        " figures. People who wait for a place nearer home are spoken of first."
    ),
)

DATA_SHARING: Final = Paper(
    title="Data sharing agreement for the shared waiting list",
    instrument=Instrument.DATA_SHARING_AGREEMENT,
    bodies=("notts", "derby", "leics", "lincs", "northants"),
    open_to=OpenTo.PARTIES,
    notice=Notice(
        length=3, unit=NoticeUnit.MONTHS.value, effect=NoticeEffect.LEAVES.value
    ),
    terms=(
        Term(
            heading="Why data is shared",
            text=(
                "The parties keep one waiting list, so that a person is offered the"
                " place that suits them best, whichever party runs it."
            ),
        ),
        Term(
            heading="What is shared",
            text=(
                "- name, date of birth and NHS number\n"
                "- the county the person comes from\n"
                "- the level of security they need, and since when they wait\n\n"
                "No clinical notes are shared under this agreement."
            ),
        ),
        Term(
            heading="Who may see it",
            text=(
                "The people who run the waiting list at each party, by name. Each"
                " party keeps its own list of names."
            ),
        ),
        Term(
            heading="How long it is kept",
            text=(
                "A person's entry is removed within 30 days of their admission, or of"
                " their leaving the waiting list."
            ),
        ),
    ),
)
LEAVERS: Final = "Whoever leaves is taken out by their manager on the same day."
