"""Terms, persons, memberships, bodies with dated aliases, units, parties and societies."""

from .bodies import Body, BodyAlias, GrassrootsMembership, Oversight, Seat
from .dated import Dated, in_force
from .groups import Association, AssociationMember, Election, ParticipatingBody
from .members import Membership, PastSector, Sector, SectorConvener, Suspension
from .people import SEALED, Person, PostHolding, ReadingLog
from .setting import Setting
from .terms import Decision, Session, Term
from .units import OrgUnit, UnitAlias, UnitContact

__all__ = [
    "SEALED",
    "Association",
    "AssociationMember",
    "Body",
    "BodyAlias",
    "Dated",
    "Decision",
    "Election",
    "GrassrootsMembership",
    "Membership",
    "OrgUnit",
    "Oversight",
    "ParticipatingBody",
    "PastSector",
    "Person",
    "PostHolding",
    "ReadingLog",
    "Seat",
    "Sector",
    "SectorConvener",
    "Session",
    "Setting",
    "Suspension",
    "Term",
    "UnitAlias",
    "UnitContact",
    "in_force",
]
