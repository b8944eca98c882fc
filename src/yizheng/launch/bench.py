"""`yizheng bench`: hands over to the scripts in bench/, which make their own cluster."""

import os
import sys

from yizheng.launch.commands import run_aloud
from yizheng.launch.errors import CannotStart
from yizheng.launch.home import project_root


def run(arguments: list[str]) -> int:
    """Run `python -m bench` of the source tree with the given words; JSON on stdout."""
    root = project_root()
    if root is None or not (root / "bench" / "__main__.py").is_file():
        raise CannotStart("测量脚本在源代码的 bench 文件夹里；请在克隆下来的文件夹里运行 ./yizheng bench。")
    return run_aloud([sys.executable, "-m", "bench", *arguments], {**os.environ, "PYTHONPATH": str(root)})
