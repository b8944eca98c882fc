"""Tables of the opinion room."""

from .issues import (
    IncomingOpinion,
    IssueItem,
    IssueRecipient,
    OpinionAdoption,
    OpinionIssue,
    OpinionReport,
    OpinionTransfer,
    TakenDispatch,
)
from .opinions import (
    MOST_TITLE_CHARS,
    Conversion,
    Opinion,
    OpinionAuthor,
    OpinionFeedback,
    OpinionRecipient,
    OpinionUnitHint,
    OpinionVersion,
    SecretOpinion,
)
from .sources import (
    CallInvitee,
    ContactMatter,
    Officer,
    OfficerTraining,
    PointEntry,
    TopicCall,
    TrainingPresence,
)

__all__ = [
    "MOST_TITLE_CHARS",
    "CallInvitee",
    "ContactMatter",
    "Conversion",
    "IncomingOpinion",
    "IssueItem",
    "IssueRecipient",
    "Officer",
    "OfficerTraining",
    "Opinion",
    "OpinionAdoption",
    "OpinionAuthor",
    "OpinionFeedback",
    "OpinionIssue",
    "OpinionRecipient",
    "OpinionReport",
    "OpinionTransfer",
    "OpinionUnitHint",
    "OpinionVersion",
    "PointEntry",
    "SecretOpinion",
    "TakenDispatch",
    "TopicCall",
    "TrainingPresence",
]
