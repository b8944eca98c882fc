"""Jobs of the organisation."""

from . import daily as daily  # registers the night's round
from .importing import jobs as jobs  # registers the reading of sheets
