"""Acts on agreements."""

from typing import Final

from audit.registries import Verb

VERBS: Final = (
    Verb(name="agreements.agreement.created", sentence="opened {object}"),
    Verb(name="agreements.version.started", sentence="began {object}"),
    Verb(name="agreements.party.named", sentence="named {object} as a party"),
    Verb(name="agreements.party.removed", sentence="took out {object} as a party"),
    Verb(name="agreements.clause.added", sentence="added the clause {object}"),
    Verb(name="agreements.clause.changed", sentence="changed the clause {object}"),
    Verb(name="agreements.clause.moved", sentence="moved the clause {object}"),
    Verb(name="agreements.clause.removed", sentence="took out the clause {object}"),
    Verb(name="agreements.clause.commented", sentence="made {object}"),
    Verb(name="agreements.comment.resolved", sentence="resolved {object}"),
    Verb(name="agreements.notice.given", sentence="gave {object}"),
    Verb(
        name="agreements.notice.withdrawn",
        sentence="withdrew {object}",
        needs_reason=True,
    ),
    Verb(
        name="agreements.notice.took_effect",
        sentence="let {object} take effect, its last day being over",
    ),
    Verb(name="agreements.condition.added", sentence="added {object}"),
    Verb(name="agreements.condition.changed", sentence="changed {object}"),
    Verb(name="agreements.condition.removed", sentence="took out {object}"),
    Verb(name="agreements.condition.met", sentence="recorded as met: {object}"),
    Verb(name="agreements.terms.set", sentence="set dates and value of {object}"),
    Verb(
        name="agreements.signing_plan.set",
        sentence="said who must sign {object} for each party",
    ),
    Verb(
        name="agreements.approval_group.added",
        sentence="added to the approval plan: {object}",
    ),
    Verb(
        name="agreements.approval_group.changed",
        sentence="changed in the approval plan: {object}",
    ),
    Verb(
        name="agreements.approval_group.moved",
        sentence="moved in the approval plan: {object}",
    ),
    Verb(
        name="agreements.approval_group.removed",
        sentence="took out of the approval plan: {object}",
    ),
    Verb(name="agreements.approver.named", sentence="named an {object}"),
    Verb(name="agreements.approver.removed", sentence="took out an {object}"),
    Verb(name="agreements.approval.asked", sentence="asked for approval of {object}"),
    Verb(name="agreements.approval.given", sentence="approved {object}"),
    Verb(
        name="agreements.approval.refused",
        sentence="refused to approve {object}",
        needs_reason=True,
    ),
    Verb(
        name="agreements.approval.withheld",
        sentence="tried to approve {object} and could not",
    ),
    Verb(
        name="agreements.version.taken_back",
        sentence="took {object} back to draft",
        needs_reason=True,
    ),
    Verb(
        name="agreements.outside.recorded",
        sentence="recorded {object}, signed outside Concordat",
    ),
    Verb(
        name="agreements.outside.checked",
        sentence="checked {object} against the signed original",
    ),
    Verb(name="agreements.version.sent_out", sentence="sent {object} out to be signed"),
    Verb(name="agreements.version.signed_off", sentence="signed {object}"),
    Verb(
        name="agreements.signature.refused",
        sentence="tried to sign {object} without authority",
    ),
    Verb(
        name="agreements.signature.declined",
        sentence="declined to sign: {object}",
        needs_reason=True,
    ),
    Verb(
        name="agreements.signatory.replaced",
        sentence="asked another signatory: {object}",
    ),
    Verb(
        name="agreements.outside_signatory.named",
        sentence="named somebody without an account to sign: {object}",
    ),
    Verb(
        name="agreements.outside_signatory.confirmed",
        sentence="confirmed that {object} may sign",
    ),
    Verb(
        name="agreements.outside_signatory.ended",
        sentence="said that {object} may no longer sign",
        needs_reason=True,
    ),
    Verb(name="agreements.link.sent_again", sentence="sent a new {object}"),
    Verb(name="agreements.link.revoked", sentence="took back a {object}"),
    Verb(name="agreements.link.opened", sentence="opened a {object} with its code"),
    Verb(name="agreements.paper_signature.recorded", sentence="recorded a {object}"),
    Verb(name="agreements.paper_signature.checked", sentence="checked a {object}"),
    Verb(
        name="agreements.paper_signature.refused",
        sentence="refused a {object}",
        needs_reason=True,
    ),
    Verb(
        name="agreements.signature.expired",
        sentence="let the request to sign run out: {object}",
    ),
    Verb(
        name="agreements.party.withdrawn",
        sentence="withdrew a party, and reopened {object}",
        needs_reason=True,
    ),
    Verb(
        name="agreements.version.withdrawn",
        sentence="withdrew {object}",
        needs_reason=True,
    ),
    Verb(
        name="agreements.version.came_into_force",
        sentence="brought {object} into force, its day having come",
    ),
    Verb(
        name="agreements.version.ended",
        sentence="ended {object}, its day having come",
    ),
)
