"""How members come in: by a code sent to their telephone, or by a printed card."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from yizheng.accounts import locking, sms
from yizheng.accounts.entering import enter
from yizheng.accounts.forms import CardForm, CodeForm, PhoneForm
from yizheng.accounts.models import SmsCode
from yizheng.accounts.phones import masked
from yizheng.accounts.services import cards, codes
from yizheng.kernel import secrets
from yizheng.kernel.errors import Refused

ASKED = "sms"
_SEAL = "session.phone"
CROWDED = "这个网络地址输错次数太多，请过十五分钟再试。"


@never_cache
@require_http_methods(["GET", "POST"])
def phone(request: HttpRequest) -> HttpResponse:
    """Ask for a code."""
    if request.user.is_authenticated:
        return redirect("/")
    form = PhoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _ask(request, form.cleaned_data["phone"])
        except Refused as refusal:
            form.add_error("phone", refusal.message)
    return _page(request, "accounts/phone.html", form, is_open=sms.is_open())


@require_POST
def phone_again(request: HttpRequest) -> HttpResponse:
    """Ask for another code for the same telephone."""
    asked = request.session.get(ASKED)
    if asked is None:
        return redirect(_to("accounts:phone", request))
    try:
        return _ask(request, secrets.unseal(asked["phone"], _SEAL))
    except Refused as refusal:
        form = CodeForm()
        return _page(request, "accounts/phone_code.html", form, complaint=refusal.message, shown=asked["shown"])


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def phone_code(request: HttpRequest) -> HttpResponse:
    """Take the code and let its person in."""
    asked = request.session.get(ASKED)
    if request.user.is_authenticated or asked is None:
        return redirect("/" if request.user.is_authenticated else _to("accounts:phone", request))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = _answered(request, asked["code"], form.cleaned_data["code"])
        except Refused as refusal:
            form.add_error("code", refusal.message)
        else:
            del request.session[ASKED]
            return enter(request, user, method="sms", to=safe_next(request))
    return _page(request, "accounts/phone_code.html", form, shown=asked["shown"])


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def card(request: HttpRequest) -> HttpResponse:
    """Take a printed card and let its person in."""
    if request.user.is_authenticated:
        return redirect("/")
    form = CardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = _shown_card(request, form.cleaned_data["code"])
        except Refused as refusal:
            form.add_error("code", refusal.message)
        else:
            return enter(request, user, method="card", to=safe_next(request))
    return _page(request, "accounts/card.html", form)


def safe_next(request: HttpRequest) -> str:
    """Return where a person wanted to go, if it is a page of this house."""
    target = request.POST.get("next") or request.GET.get("next", "")
    return target if url_has_allowed_host_and_scheme(target, allowed_hosts=None) else ""


def _ask(request: HttpRequest, number: str) -> HttpResponse:
    if not sms.is_open():
        raise Refused("no_gateway", "本单位还没有开通短信登录。请用登录卡，或联系政协办公室。")
    made = codes.ask_code(phone=number, address=locking.address_of(request), at=timezone.now())
    request.session[ASKED] = {"code": made.pk, "shown": masked(number), "phone": secrets.seal(number, _SEAL)}
    return redirect(_to("accounts:phone-code", request))


def _answered(request: HttpRequest, code_id: int, answer: str) -> Any:
    at = timezone.now()
    _refuse_crowd(request, at)
    owner = SmsCode.objects.select_related("user").filter(pk=code_id).first()
    device = locking.device_of(request, owner.user.username) if owner and owner.user else ""
    try:
        return codes.answer_code(code_id=code_id, answer=answer, device=device, at=at)
    except Refused:
        locking.note_wrong(request, at=at)
        raise


def _shown_card(request: HttpRequest, code: str) -> Any:
    at = timezone.now()
    _refuse_crowd(request, at)
    try:
        return cards.use_card(code=code, at=at)
    except Refused:
        locking.note_wrong(request, at=at)
        raise


def _refuse_crowd(request: HttpRequest, at: Any) -> None:
    if locking.address_is_locked(request, at=at):
        raise Refused("crowded", CROWDED)


def _page(request: HttpRequest, template: str, form: Any, **more: Any) -> HttpResponse:
    return render(request, template, {"form": form, "next": safe_next(request), **more})


def _to(name: str, request: HttpRequest) -> str:
    target = safe_next(request)
    return f"{reverse(name)}?{urlencode({'next': target})}" if target else reverse(name)
