"""What a signed-in browser may follow; asked by the gateway once per open stream."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET


@require_GET
def grant(request: HttpRequest) -> JsonResponse:
    """Name the topics of this session; 403 without one."""
    if not request.user.is_authenticated:
        return JsonResponse({"topics": []}, status=403)
    return JsonResponse({"topics": [f"user:{request.user.pk}"]})
