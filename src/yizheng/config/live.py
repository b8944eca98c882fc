"""What a signed-in browser may follow; asked by the gateway once per open stream."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from yizheng.kernel.live import topic_by


@require_GET
def grant(request: HttpRequest) -> JsonResponse:
    """Name the topics of this session, and the one a page's ticket opens to it; 403 without a session."""
    if not request.user.is_authenticated:
        return JsonResponse({"topics": []}, status=403)
    followed = topic_by(request.GET.get("follow", ""), request.user.pk)
    return JsonResponse({"topics": [f"user:{request.user.pk}", *([followed] if followed else [])]})
