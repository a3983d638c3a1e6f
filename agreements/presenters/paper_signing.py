"""A signature on paper, as its page shows it."""

from agreements.models import PaperSignature
from ui.formats import date, fingerprint, moment


def show_paper(paper: PaperSignature) -> list[tuple[str, str]]:
    """Give what was recorded, by whom, and who checked it."""
    facts = [
        ("Who signed", paper.signatory_name),
        ("In what capacity", paper.post),
        ("Signed on", date(paper.signed_on)),
        ("Place", paper.place),
        ("Witness", paper.witness_name or "None"),
    ]
    if paper.witness_address:
        facts.append(("Address of the witness", paper.witness_address))
    facts += [
        ("Text that was signed", f"fingerprint {fingerprint(paper.content_hash)}"),
        ("Recorded by", f"{paper.recorded_by.name}, {moment(paper.recorded_at)}"),
    ]
    if paper.decided_by is not None:
        said = str(paper.get_status_display())
        who = f"{paper.decided_by.name}, {moment(paper.decided_at)}"
        facts.append((f"{said} by", who))
    if paper.refused_because:
        facts.append(("Why", paper.refused_because))
    return facts
