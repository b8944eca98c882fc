"""Who prints which rolls: sealed fields leave the house by the office alone."""

import pytest

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor, Hat
from yizheng.kernel.permissions import may

PRINTERS = {
    "org.print_rolls": {Role.OFFICE_CLERK, Role.SECRETARY_GENERAL, Role.COMMITTEE_CLERK},
    "org.print_sealed_rolls": {Role.OFFICE_CLERK},
}


@pytest.mark.parametrize("permission", PRINTERS)
def test_who_may_print(permission: str) -> None:
    allowed = {role for role in Role if may(permission, Actor(1, "某", Hat(role)))}

    assert allowed == PRINTERS[permission]
