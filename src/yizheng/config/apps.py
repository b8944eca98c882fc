from django.apps import AppConfig


class HouseConfig(AppConfig):
    name = "yizheng.config"
    label = "house"
    verbose_name = "总装"

    def ready(self) -> None:
        """Connect what happens with what listens, once everything is loaded."""
        from yizheng import wiring

        from . import (
            desk,
            papers,
            permissions,  # noqa: F401
        )

        desk.offer_cards()
        papers.offer_papers()
        wiring.connect()
