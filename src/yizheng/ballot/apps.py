from django.apps import AppConfig


class BallotConfig(AppConfig):
    name = "yizheng.ballot"
    label = "ballot"
    verbose_name = "无记名投票"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the room's kind and its card known."""
        from . import desk, permissions, subjects  # noqa: F401

        subjects.register_all()
        desk.offer_cards()
