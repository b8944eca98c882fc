"""Jobs of the opinion room, by area; the queue finds them here."""

from . import archiving as archiving
from . import following as following
from . import sourcing as sourcing
