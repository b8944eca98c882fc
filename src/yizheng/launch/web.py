"""What granian loads in each of its workers: the pages, in a process that ends with its master."""

import signal

from yizheng.launch.children import end_with_parent

end_with_parent(signal.SIGKILL)

from yizheng.config.wsgi import application  # noqa: E402 - the line above comes first
from yizheng.launch.warming import warm_up  # noqa: E402 - needs what the line above set up

warm_up()

__all__ = ["application"]
