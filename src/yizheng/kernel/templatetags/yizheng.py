"""Tags every page may use: addresses inside the committee, act keys."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ..actkeys import new_key
from ..addresses import address as address_of

register = template.Library()


@register.simple_tag
def address(name: str, **kwargs: Any) -> str:
    """Print the path of a page in the open scope's committee."""
    return address_of(name, **kwargs)


@register.simple_tag(takes_context=True)
def act_key(context: dict[str, Any]) -> SafeString:
    """Print the hidden fields of an acting form: its key and the hat it was drawn with."""
    actor = getattr(context.get("request"), "actor", None)
    hat = "" if actor is None or actor.hat.grant_id is None else actor.hat.grant_id
    return format_html(
        '<input type="hidden" name="act_key" value="{}"><input type="hidden" name="hat" value="{}">',
        new_key(),
        hat,
    )
