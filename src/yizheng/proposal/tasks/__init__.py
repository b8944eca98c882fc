"""Jobs of the proposal room, by area; the queue finds them here."""

from .. import daily_following as daily_following
from . import appraising as appraising
from . import assigning as assigning
from . import drafts as drafts
from . import exports as exports
from . import handling as handling
from . import leads as leads
from . import old_leads as old_leads
