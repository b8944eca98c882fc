"""Files of an activity: its hosts add them and take them off."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done, refused
from yizheng.kernel.permissions import require

from .. import activity_showing as showing
from .. import services
from ..enums import ActivityState
from ..models import Activity
from ..services.enclosing import files_of
from .activities import visible_activity_or_404
from .asking import actor_of


class FileForm(forms.Form):
    """A file for whoever reads the activity."""

    file = forms.FileField(
        label="文件", max_length=255,
        help_text="方案、学习材料、现场照片等：PDF、Word、Excel、PPT或图片，最大20MB。活动结束以前加的材料会通知已报名的人，"
        "一天最多一次；图片不通知。",
        error_messages={"empty": "这个文件是空的，请重新选择。", "required": "请选择文件。"},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@act
def files(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """List the files of an activity and add one."""
    actor, now = actor_of(request), timezone.now()
    activity = visible_activity_or_404(actor, public_id)
    require("meeting.host_activity", actor, activity)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                services.enclose_file(activity=activity, file=form.cleaned_data["file"], by=actor, at=now)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(request, "附件已加上，能看这次活动的人都能打开。", to=_url(activity))
    context = {
        "activity": activity,
        "files": files_of(activity),
        "form": form,
        "keeps": activity.state != ActivityState.CANCELLED,
        "crumbs": showing.crumbs(activity, "附件"),
    }
    return render(request, "meeting/activity_files.html", context, status=409 if form.non_field_errors() else 200)


@require_http_methods(["POST"])
@act
def take_out(request: HttpRequest, public_id: UUID, file: UUID) -> HttpResponse:
    """Take a file off."""
    actor, now = actor_of(request), timezone.now()
    activity = visible_activity_or_404(actor, public_id)
    require("meeting.host_activity", actor, activity)
    held = get_object_or_404(files_of(activity), public_id=file)
    try:
        with transaction.atomic():
            services.take_file_out(activity=activity, file=held, by=actor, at=now)
    except Refused as refusal:
        return refused(request, refusal.message, to=_url(activity))
    return done(request, f"“{held.name}”已拿掉。", to=_url(activity))


def _url(activity: Activity) -> str:
    return address("meeting:activity-files", public_id=activity.public_id)
