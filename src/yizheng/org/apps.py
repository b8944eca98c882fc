from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "yizheng.org"
    label = "org"
    verbose_name = "组织"
    default_auto_field = "django.db.models.BigAutoField"
