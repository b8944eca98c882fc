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
            desk_doors,
            desk_people,
            papers,
            permissions,  # noqa: F401
        )
        from .closing.pages import offer_pages

        desk.offer_cards()
        offer_pages()
        desk_doors.offer_cards()
        desk_people.offer_cards()
        papers.offer_papers()
        wiring.connect()
