"""
The JSON interface at `/api/<committee>/…`: assembly only.

Each room's `api.py` names its addresses and calls the services of its pages. There is no page of
documentation in the house (it would load scripts from elsewhere): the schema is written to `docs/reference`.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI, Router
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation
from ninja.security import django_auth

from yizheng.approval.api import router as approval
from yizheng.interface.bearer import TokenAuth
from yizheng.kernel.json_door import refusal
from yizheng.kernel.token_scopes import read_by_scope, scope_of, scope_to_read
from yizheng.meeting.api import router as meeting
from yizheng.meeting.api_guests import router as meeting_guests
from yizheng.meeting.api_members import router as around_meetings
from yizheng.notify.api import router as notify
from yizheng.opinion.api_authors import router as opinion_authors
from yizheng.opinion.api_slips import router as opinion_slips
from yizheng.plan.api import router as plan
from yizheng.plenary.api import router as plenary
from yizheng.proposal.api import router as proposal
from yizheng.proposal.api.lists import router as around_proposals
from yizheng.proposal.api.requests import router as unit_requests
from yizheng.proposal.api.units import router as handling
from yizheng.search.api import router as search
from yizheng.speech.api import router as speech
from yizheng.todo.api import router as todo

BAD_BODY = "请求内容读不出来，请用 UTF-8 的 JSON，并按接口说明填写。"
BAD_FIELDS = "有填得不对的内容，请按接口说明改正：{}。什么都没有改动。"
NO_CSRF = "请求没有带上本站页面发给您的防伪标记，请刷新页面后再办。"
DESCRIPTION = (
    "与网页同一套身份、权限和办事规则。各单位的系统用接口令牌（请求头 Authorization: Bearer）；"
    "网页里的程序用会话，改动须带防伪标记。x-token-scope 是令牌要有的范围，空的不能用令牌办。"
)
CODES = {403: ("csrf", NO_CSRF), 400: ("bad_body", BAD_BODY)}


class Interface(NinjaAPI):
    """Names each address by its function, as the pages do: start_task → api:start-task."""

    def get_operation_url_name(self, operation: Operation, router: Router) -> str:
        """Return the name of an address."""
        return operation.view_func.__name__.replace("_", "-")


api = Interface(
    title="议政接口", version="1", description=DESCRIPTION,
    docs_url=None, openapi_url=None, auth=[TokenAuth(), django_auth], urls_namespace="api",
)  # fmt: skip


def addresses() -> list[URLPattern | URLResolver]:
    """Return the addresses below a committee; the library's own page at the root is left out."""
    return [each for each in api.urls[0] if getattr(each, "name", "") != "api-root"]


@api.exception_handler(ValidationError)
def _bad_fields(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields = sorted({_field(each["loc"]) for each in error.errors})
    return refusal("bad_input", BAD_FIELDS.format("、".join(fields)), 422, fields=fields)


def _field(place: tuple[Any, ...]) -> str:
    """Name what was asked for, never what was sent: `loc` ends with a name of the schema or a place in a list."""
    names = [str(part) for part in place[1:] if isinstance(part, str)]
    return names[-1] if names else str(place[0])


@api.exception_handler(HttpError)
def _bad_request(request: HttpRequest, error: HttpError) -> HttpResponse:
    code, sentence = CODES.get(error.status_code, ("bad_request", BAD_BODY))
    return refusal(code, sentence, error.status_code)


@api.exception_handler(RawPostDataException)
def _no_json(request: HttpRequest, error: RawPostDataException) -> HttpResponse:
    """A form was sent where JSON is asked for."""
    return refusal("bad_body", BAD_BODY, 400)


@api.exception_handler(Exception)
@api.exception_handler(Http404)
def _let_through(request: HttpRequest, error: Exception) -> HttpResponse:
    """Refusals undo the act, so they have to leave its scope: the middleware answers them."""
    raise error


def _named_scopes(router: Router) -> Router:
    """Let each address ask for the scope of a token that opens it, and say in the schema which that is."""
    for view in router.path_operations.values():
        for operation in view.operations:
            scope = scope_of(operation.view_func)
            if operation.methods == ["GET"]:
                scope = scope_to_read(operation.view_func).value
                operation.view_func = read_by_scope(operation.view_func)
            operation.openapi_extra = {**(operation.openapi_extra or {}), "x-token-scope": scope}
    return router


for each in (
    todo,
    search,
    plan,
    meeting,
    around_meetings,
    meeting_guests,
    speech,
    plenary,
    approval,
    notify,
    proposal,
    handling,
    unit_requests,
    around_proposals,
    opinion_authors,
    opinion_slips,
):
    api.add_router("", _named_scopes(each))
