"""Writes: tokens and webhooks made, taken away. One function an act."""

from .tokens import make_token as make_token
from .tokens import revoke_token as revoke_token
from .webhooks import make_webhook as make_webhook
from .webhooks import send_test as send_test
from .webhooks import turn_off as turn_off
from .webhooks import turn_on as turn_on
