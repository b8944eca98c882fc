"""Writes: tell people, send notices, note what came back. One function an act."""

from .choosing import choose_channels as choose_channels
from .following import close as close
from .following import close_all_about as close_all_about
from .following import record_call as record_call
from .following import record_paper as record_paper
from .following import revoke_group_link as revoke_group_link
from .following import revoke_link as revoke_link
from .following import settle_doubt as settle_doubt
from .inbox import mark_all_read as mark_all_read
from .inbox import mark_read as mark_read
from .inbox import tell as tell
from .phoning import phone_list as phone_list
from .receiving import answer as answer
from .receiving import confirm_read as confirm_read
from .sending import Addressee as Addressee
from .sending import send as send
