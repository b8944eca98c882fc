"""Each address inside a committee names the permission it asks, or a written reason why it asks none."""

from yizheng.config.reference.routes import OPEN_ROUTES, _asked, routes, silent_routes
from yizheng.kernel.permissions import registered, require


def test_no_address_is_silent() -> None:
    assert silent_routes() == []


def test_each_named_permission_exists() -> None:
    named = {perm for route in routes() for perm in route.permissions}

    assert named - set(registered()) == set()


def test_a_reason_is_given_for_existing_silent_addresses_only() -> None:
    silent = {route.name for route in routes() if not route.permissions and not route.is_filtered}

    assert set(OPEN_ROUTES) <= silent


def _asks(actor: object) -> None:
    require("plan.read", actor)  # type: ignore[arg-type]


def _leaves_it_to_another(actor: object) -> None:
    _asks(actor)


def _forgets(actor: object) -> None:
    str(actor)


def test_a_view_that_forgets_to_ask_is_found() -> None:
    assert _asked(_asks, 3, set()) == {"plan.read"}
    assert _asked(_leaves_it_to_another, 3, set()) == {"plan.read"}
    assert _asked(_forgets, 3, set()) == set()
