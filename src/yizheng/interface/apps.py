from django.apps import AppConfig


class InterfaceConfig(AppConfig):
    name = "yizheng.interface"
    label = "interface"
    verbose_name = "接口"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the room's kinds, keys, permissions and pages known."""
        from . import keys as keys
        from . import pages, subjects
        from . import permissions as permissions

        subjects.register_all()
        pages.offer_pages()
