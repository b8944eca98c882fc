"""The inbox, and notices with their recipients and deliveries."""

from .choices import ChannelChoice as ChannelChoice
from .inbox import Notice as Notice
from .messages import Call as Call
from .messages import Delivery as Delivery
from .messages import Message as Message
from .messages import Recipient as Recipient

__all__ = ["Call", "ChannelChoice", "Delivery", "Message", "Notice", "Recipient"]
