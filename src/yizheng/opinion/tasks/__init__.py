"""Jobs of the opinion room, by area; the queue finds them here."""

from . import following as following
from . import sourcing as sourcing
