"""What each program of the house is told through its environment, and nothing more."""

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass

from yizheng.launch.home import Home

Environment = Mapping[str, str]
_NOT_FOR_PAGES = ("DATABASE_OWNER_URL", "DATABASE_BACKUP_URL")


@dataclass(frozen=True)
class Assembly:
    """What all programs of one house share."""

    home: Home
    app_url: str
    owner_url: str
    secret_key: str
    host: str
    demo: bool

    def serving(self) -> dict[str, str]:
        """For programs under the serving role; they do not learn the owner's and the backup's address."""
        told = {key: value for key, value in os.environ.items() if key not in _NOT_FOR_PAGES}
        told.update(
            DJANGO_SETTINGS_MODULE="yizheng.config.settings",
            DATABASE_URL=self.app_url,
            YIZHENG_HOME=str(self.home.path),
            YIZHENG_SECRET_KEY=self.secret_key,
            YIZHENG_HOSTS=",".join(self._hosts()),
            YIZHENG_DEMO="1" if self.demo else "0",
        )
        return told

    def pages(self) -> dict[str, str]:
        return {**self.serving(), "YIZHENG_POOL": "1"}

    def jobs(self) -> dict[str, str]:
        """For the worker: sealing the ledger is the owner's work."""
        return {**self.serving(), "DATABASE_OWNER_URL": self.owner_url}

    def owning(self) -> dict[str, str]:
        """For migrations."""
        return {**self.jobs(), "DATABASE_URL": self.owner_url}

    def _hosts(self) -> list[str]:
        given = [host for host in os.environ.get("YIZHENG_HOSTS", "").split(",") if host]
        known = ["127.0.0.1", "localhost", "[::1]", socket.gethostname()]
        return list(dict.fromkeys([*known, self.host, *given]))
