"""The signed sheet as a clerk types it: per half-day, who did not sign, who came late, who left early."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django import forms

from .enums import AttendanceStatus, InvitationRole, Reply
from .models import HalfDay, Invitation

_BETWEEN = re.compile(r"[、，,；;\s]+")
_ASKED = (
    (AttendanceStatus.ABSENT, "没有签到的人"),
    (AttendanceStatus.LATE, "迟到的人"),
    (AttendanceStatus.LEFT_EARLY, "早退的人"),
)


class SheetForm(forms.Form):
    """
    Exceptions are typed, the rest signed: that is how a clerk reads a paper sheet.

    Names are parted by 、; two people of one name are told apart by their sector in brackets. Whoever asked
    leave counts as on leave unless the sheet says they came late or left early.
    """

    def __init__(
        self,
        *args: Any,
        half_days: Sequence[HalfDay],
        invitations: Sequence[Invitation],
        standing: dict[int, dict[int, str]],
        with_reason: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.half_days, self.invitations = half_days, invitations
        self._by_name, self._standing = _by_name(invitations), standing
        for half in half_days:
            for status, label in _ASKED:
                self.fields[_name(half, status)] = self._field(half, status, label, standing)
        if with_reason:
            self.fields["reason"] = forms.CharField(label="更正的理由", max_length=300)
        self.fields["scan"] = forms.FileField(label="签到表扫描件", required=False)

    def _field(
        self, half: HalfDay, status: AttendanceStatus, label: str, standing: dict[int, dict[int, str]]
    ) -> forms.CharField:
        named = [each for each in self.invitations if standing.get(each.pk, {}).get(half.pk) == status]
        return forms.CharField(
            label=f"{half} {label}",
            required=False,
            initial="、".join(self._shown(each) for each in named),
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text="姓名用顿号隔开；没有就空着。",
        )

    def clean(self) -> dict[str, Any]:
        """Every name is on the list once, and in one box only a half-day."""
        given = super().clean() or {}
        for half in self.half_days:
            seen: dict[int, str] = {}
            for status, label in _ASKED:
                self._read(given, half, status, label, seen)
        return given

    def _read(
        self, given: dict[str, Any], half: HalfDay, status: AttendanceStatus, label: str, seen: dict[int, str]
    ) -> None:
        name = _name(half, status)
        found = []
        for word in filter(None, _BETWEEN.split(given.get(name) or "")):
            invitation = self._one(name, word)
            if invitation is not None and invitation.pk in seen:
                self.add_error(name, f"“{word}”已经写在“{seen[invitation.pk]}”里了，请只留一处。")
            elif invitation is not None:
                seen[invitation.pk] = label
                found.append(invitation.pk)
        given[name] = found

    def _one(self, field: str, word: str) -> Invitation | None:
        found = self._by_name.get(_plain(word), [])
        if len(found) == 1:
            return found[0]
        if not found:
            self.add_error(field, f"名单里没有“{word}”，请核对姓名。")
        else:
            shown = "、".join(self._shown(each) for each in found)
            self.add_error(field, f"名单里有{len(found)}位“{word}”，请写明是哪一位：{shown}。")
        return None

    def sheet(self) -> dict[int, dict[int, AttendanceStatus]]:
        """Return the status of everybody who has a fact by the sheet itself."""
        sheet: dict[int, dict[int, AttendanceStatus]] = defaultdict(dict)
        for half in self.half_days:
            typed = {pk: status for status, _ in _ASKED for pk in self.cleaned_data[_name(half, status)]}
            for each in self.invitations:
                status = _status(each, typed.get(each.pk), self._standing.get(each.pk, {}).get(half.pk))
                if status is not None:
                    sheet[each.pk][half.pk] = status
        return dict(sheet)

    def _shown(self, invitation: Invitation) -> str:
        alike = self._by_name[_plain(invitation.person.name)]
        return invitation.person.name if len(alike) == 1 else _with_sector(invitation)


_AWAY = (AttendanceStatus.LEAVE_APPROVED, AttendanceStatus.EXEMPT)


def _status(
    invitation: Invitation, typed: AttendanceStatus | None, standing: str | None = None
) -> AttendanceStatus | None:
    """Return what the sheet says; None where the answer, granted leave or the role decides."""
    if typed is None and standing in _AWAY:
        return None
    if invitation.role == InvitationRole.OBSERVE:
        return None if typed is AttendanceStatus.ABSENT else AttendanceStatus.OBSERVING
    if typed is AttendanceStatus.ABSENT or (typed is None and invitation.reply == Reply.LEAVE):
        return None
    return typed or AttendanceStatus.PRESENT


def _by_name(invitations: Sequence[Invitation]) -> dict[str, list[Invitation]]:
    found: dict[str, list[Invitation]] = defaultdict(list)
    for each in invitations:
        found[_plain(each.person.name)].append(each)
    for each in invitations:
        if len(found[_plain(each.person.name)]) > 1:
            found[_plain(_with_sector(each))].append(each)
    return found


def _with_sector(invitation: Invitation) -> str:
    return f"{invitation.person.name}（{invitation.where}）"


def _plain(name: str) -> str:
    return name.replace("\u3000", "").replace("(", "（").replace(")", "）")


def _name(half: HalfDay, status: AttendanceStatus) -> str:
    return f"{status.value}_{half.pk}"
