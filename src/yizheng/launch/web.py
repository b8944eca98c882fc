"""What granian loads in each of its workers: the pages, in a process that ends with its master."""

import signal

from yizheng.launch.children import end_with_parent

end_with_parent(signal.SIGKILL)

from yizheng.config.wsgi import application  # noqa: E402 - the line above comes first

__all__ = ["application"]
