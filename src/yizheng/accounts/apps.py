from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "yizheng.accounts"
    label = "accounts"
    verbose_name = "账号"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the kinds, the permissions and the pages known."""
        from yizheng.kernel import secrets, subjects
        from yizheng.ui import navigation
        from yizheng.ui.navigation import NavItem

        from . import permissions as permissions
        from .adapter import SEALED_PARTS
        from .subjects import ACCOUNT, ADMINISTRATOR_CHANGE, ROLE_GRANT

        subjects.register(ACCOUNT, ROLE_GRANT, ADMINISTRATOR_CHANGE)
        secrets.seals_inside(*SEALED_PARTS)
        navigation.register(
            NavItem("管理", "账号", "logins:list", "people", permission="accounts.read"),
            NavItem("管理", "管理员任免", "logins:administrators", "people", permission="accounts.read_administrators"),
            NavItem("管理", "登录卡", "logins:cards", "printer", permission="accounts.issue_cards"),
            NavItem("管理", "登录规则", "logins:policy", "lock", permission="accounts.see_policy"),
            NavItem("管理", "安全事件", "logins:events", "alert", permission="accounts.read_events"),
            NavItem("管理", "台账", "logins:ledger", "book", permission="accounts.read_ledger"),
        )
