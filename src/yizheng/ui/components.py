"""
Draws components: their templates get plain values and nothing of the page, and are compiled once (Jinja2, ADR 0019).

Pages, layouts and whatever reads the page's context are Django's templates. A component is a function that returns
the values and a template of its name in `jinja2/ui/components/`; a value that the template names and the function
does not give raises, it is not drawn as nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache, wraps
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.template import Context, Library
from django.template.defaulttags import CsrfTokenNode
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from yizheng.kernel.templatetags.yizheng import act_key

Drawn = dict[str, Any]
Values = Callable[..., Drawn]

_others = SimpleNamespace()
"""What a component may draw inside itself: the other components, and small marks, as `ui.icon("alert")`."""

environment = Environment(
    loader=PackageLoader("yizheng.ui", "jinja2/ui/components"),
    autoescape=True,
    undefined=StrictUndefined,
    auto_reload=False,
    keep_trailing_newline=True,  # words that follow a chip keep their distance
)
environment.globals["ui"] = _others


def offer(register: Library, *components: Values, takes_context: bool = False) -> None:
    """Offer components to the pages, as tags of their names, and to each other, as functions."""
    for component in components:
        draw = _drawing(component)
        register.simple_tag(takes_context=takes_context)(draw)
        setattr(_others, component.__name__, draw)


def offer_mark(mark: Callable[..., SafeString]) -> None:
    """Offer components a small mark that needs no template."""
    setattr(_others, mark.__name__, mark)


def drawn(name: str, values: Mapping[str, Any]) -> SafeString:
    """Return a component's markup. Raises: jinja2.UndefinedError where a value is missing."""
    return mark_safe(_template(name).render(values))  # noqa: S308 - its template escapes


def posting(context: Context | Mapping[str, Any]) -> Drawn:
    """Return what an acting form needs of the page: its request (act key, hat) and its CSRF token."""
    return {name: context.get(name) for name in ("request", "csrf_token")}


def posted(request: Any, csrf_token: Any) -> SafeString:
    """Return the hidden fields of an acting form: CSRF token, act key, hat."""
    token = CsrfTokenNode().render(Context({"csrf_token": csrf_token}))
    return mark_safe(token + act_key({"request": request}))  # noqa: S308 - both are markup


def _drawing(component: Values) -> Callable[..., SafeString]:
    name = component.__name__

    @wraps(component)
    def draw(*args: Any, **kwargs: Any) -> SafeString:
        return drawn(name, component(*args, **kwargs))

    return draw


@lru_cache(None)
def _kept(name: str) -> Template:
    return environment.get_template(f"{name}.html")


def _template(name: str) -> Template:
    """Return the compiled template; while the house is being built it is read anew each time."""
    return environment.get_template(f"{name}.html") if settings.DEBUG else _kept(name)


offer_mark(posted)
