"""The words that the commands of upkeep take: the same in the terminal and in the process that does the work."""

import argparse
from pathlib import Path


def add_backup(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Say which words `backup` takes."""
    command.add_argument("folder", type=Path, metavar="DIR", help="备份文件夹，每次备份在其中新建一个带日期的文件夹")
    command.add_argument("--keep", type=int, default=14, metavar="天数", help="保留最近多少天的备份，默认 14")
    return command


def add_restore(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Say which words `restore` takes."""
    command.add_argument("folder", type=Path, metavar="DIR", help="一份备份，或备份文件夹（取最新一份）")
    return command


def add_drill(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Say which words `drill` takes."""
    command.add_argument("folder", type=Path, nargs="?", metavar="DIR", help="备份文件夹，默认数据文件夹里的 backups")
    return command


def add_rotate(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Say which words `rotate-keys` takes."""
    command.add_argument("--retire-old", action="store_true", help="去掉已经没有内容使用的旧密钥")
    return command
