"""Addresses of the document room inside a committee."""

from django.urls import URLPattern, URLResolver, path

from .views import acts, documents, papers, secrets, templates

app_name = "document"
urlpatterns: list[URLPattern | URLResolver] = [
    path("papers/<slug:code>.<slug:format>", papers.paper, name="paper"),
    path("documents/", documents.documents, name="documents"),
    path("documents/new/", documents.draft, name="draft"),
    path("documents/work-secrets/", secrets.work_secrets, name="work-secrets"),
    path("documents/templates/", templates.templates, name="templates"),
    path("documents/templates/<slug:code>/", templates.template, name="template"),
    path("documents/templates/<slug:code>/put/", templates.put, name="template-put"),
    path("documents/templates/<slug:code>/reset/", templates.reset, name="template-reset"),
    path("documents/templates/<slug:code>/<slug:which>.docx", templates.download, name="template-file"),
    path("documents/<uuid:public_id>/", documents.document, name="document"),
    path("documents/<uuid:public_id>/redline/", documents.redline, name="redline"),
    path("documents/<uuid:public_id>/redline.docx", documents.redline_docx, name="redline-docx"),
    *(path(f"documents/<uuid:public_id>/{each.name}/", acts.view_of(each), name=each.name) for each in acts.ACTS),
]
