from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "yizheng.accounts"
    label = "accounts"
    verbose_name = "账号"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the kinds known."""
        from yizheng.kernel import subjects

        from .subjects import ACCOUNT, ROLE_GRANT

        subjects.register(ACCOUNT, ROLE_GRANT)
