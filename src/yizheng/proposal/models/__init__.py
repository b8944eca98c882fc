"""Tables of the proposal room, by subject."""

from .appraisal import (
    AppraisalRound,
    AppraisalScore,
    AppraisedUnit,
    AwardSelection,
    AwardState,
    Nomination,
    RoundState,
    ScoreSide,
    UnitAppraisal,
)
from .handlings import GONE, AdjustRequest, ContactRecord, CoOpinion, Handling
from .leads import LeadTopic, OutgoingProposal, ProposalLead
from .proposals import Proposal, ProposalVersion, SecretRegisterEntry, Signer, Suggestion
from .publication import FigureSnapshot, Publication, QualityScore
from .replies import Feedback, LookBack, Reply, ReplyAnswer
from .reviews import ConsentAsk, Conversion, DecisionLine, PlannedShare, ReviewDecision, ReviewRecord
from .supervision import (
    ConsultedContact,
    HandlingConsultation,
    HandlingInspection,
    InspectedProposal,
    InspectedUnit,
    KeyActivity,
    KeyAssignment,
    KeyLeader,
    MediaVisit,
    SubordinateCoverage,
)

__all__ = [
    "GONE",
    "AdjustRequest",
    "AppraisalRound",
    "AppraisalScore",
    "AppraisedUnit",
    "AwardSelection",
    "AwardState",
    "CoOpinion",
    "ConsentAsk",
    "ConsultedContact",
    "ContactRecord",
    "Conversion",
    "DecisionLine",
    "Feedback",
    "FigureSnapshot",
    "Handling",
    "HandlingConsultation",
    "HandlingInspection",
    "InspectedProposal",
    "InspectedUnit",
    "KeyActivity",
    "KeyAssignment",
    "KeyLeader",
    "LeadTopic",
    "LookBack",
    "MediaVisit",
    "Nomination",
    "OutgoingProposal",
    "PlannedShare",
    "Proposal",
    "ProposalLead",
    "ProposalVersion",
    "Publication",
    "QualityScore",
    "Reply",
    "ReplyAnswer",
    "ReviewDecision",
    "ReviewRecord",
    "RoundState",
    "ScoreSide",
    "SecretRegisterEntry",
    "Signer",
    "SubordinateCoverage",
    "Suggestion",
    "UnitAppraisal",
]
