"""What the agreements of Example Valley say; valley, bodies and text are invented."""

from typing import Final

from agreements.enums import Instrument, NoticeEffect, NoticeUnit
from agreements.rules.content import Notice
from agreements.sample.example_valley import EXAMPLE_VALLEY
from agreements.sample.kinds import Paper, Term

_THREE_MONTHS: Final = Notice(
    length=3, unit=NoticeUnit.MONTHS.value, effect=NoticeEffect.LEAVES.value
)

WINTER_BEDS: Final = Paper(
    title="Agreement on beds at home in winter",
    instrument=Instrument.COLLABORATION_AGREEMENT,
    bodies=("ev-trust", "ev-carers", "ev-homecare"),
    value_pence=240_000_00,
    notice=_THREE_MONTHS,
    terms=(
        Term(
            heading="Purpose",
            text=(
                "From October to March the parties keep twelve places for people who"
                " can be cared for at home instead of in hospital."
            ),
        ),
        Term(
            heading="Who does what",
            text=(
                "- the trust sends a nurse each day\n"
                "- the carers' charity stays in touch with the family\n"
                "- the home care company gives personal care, four times a day"
            ),
        ),
        Term(
            heading="Leaving",
            text=(
                "A party may leave by three months' written notice. The others go on,"
                " and agree within one month who takes over its part."
            ),
        ),
    ),
)
FALLS: Final = Paper(
    title="Alliance agreement for a falls team",
    instrument=Instrument.ALLIANCE,
    bodies=("ev-trust", "ev-council", "ev-carers"),
    value_pence=95_000_00,
    terms=(
        Term(
            heading="Purpose",
            text=(
                "One team comes within two hours to anybody in the valley who has"
                " fallen and is not badly hurt."
            ),
        ),
        Term(
            heading="Cost",
            text=(
                "The trust pays for the nurses, the council for the vehicle, and the"
                " carers' charity trains the volunteers."
            ),
        ),
    ),
)
MEMORANDUM: Final = Paper(
    title="Memorandum of understanding on one team around each person",
    instrument=Instrument.MOU,
    bodies=tuple(body.key for body in EXAMPLE_VALLEY.bodies),
    value_pence=180_000_00,
    terms=(
        Term(
            heading="Purpose",
            text="The partners form one team around each person, with one lead worker.",
        ),
        Term(
            heading="Money",
            text=(
                "Each partner meets its own cost. Nothing in this memorandum moves"
                " money between partners."
            ),
        ),
        Term(
            heading="Leaving",
            text="A partner may leave by three months' written notice.",
        ),
    ),
)
REABLEMENT: Final = "Section 75 agreement on reablement at home"
REABLEMENT_PARTIES: Final = ("ev-trust", "ev-council")
REABLEMENT_TEXT: Final = (
    "The trust and the council pay from one pooled fund for the people who help"
    " somebody back on their feet after a stay in hospital."
)
