"""The `yizheng` command: reads the words, and hands over to whoever does the work."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:2] == ["plan", "parse"]:  # a contract of its own, without Django and database
        from yizheng.plan.parsing.command import main as parse_plan

        return parse_plan(words[2:])
    if words[:1] == ["assist"]:  # likewise
        from yizheng.assist.evaluation.command import main as evaluate

        return evaluate(words[1:])
    if words[:2] == ["search", "eval"]:
        from yizheng.launch.search_eval import main as eval_search

        return eval_search(words[2:])
    from yizheng.launch.errors import CannotStart
    from yizheng.launch.given_environment import refuse_malformed
    from yizheng.launch.talk import say

    reader = _reader()
    given, rest = reader.parse_known_args(words)
    if rest and given.run not in _HANDS_ON:
        reader.error(f"unrecognized arguments: {' '.join(rest)}")
    given.rest = rest
    try:
        refuse_malformed(os.environ)
        return int(given.run(given))
    except CannotStart as reason:
        say(f"✗ {reason}")
        return 1


def _reader() -> argparse.ArgumentParser:
    reader = argparse.ArgumentParser(prog="yizheng", description="议政：政协履职全年工作平台")
    commands = reader.add_subparsers(required=True, metavar="命令")
    up = commands.add_parser("up", help="在本机启动（内置数据库；--demo 为演示机关）")
    up.add_argument("--demo", action="store_true", help="演示机关：虚构的数据和一键登录的身份")
    _add_address(up)
    up.set_defaults(run=_up)
    serve = commands.add_parser("serve", help="正式运行（外部数据库，供 systemd 调用）")
    _add_address(serve)
    serve.set_defaults(run=_serve)
    test = commands.add_parser("test", help="运行全部检查和测试")
    test.set_defaults(run=_test)
    doctor = commands.add_parser("doctor", help="检查这台机器，打印建立数据库角色的 SQL")
    doctor.set_defaults(run=_doctor)
    verify = commands.add_parser("verify-ledger", help="核验办事记录没有被改动")
    verify.set_defaults(run=_verify_ledger)
    _add_upkeep(commands)
    manage = commands.add_parser("manage", help="在这套数据上执行 Django 命令，例如 open_committee")
    manage.set_defaults(run=_manage)
    _add_bundle(commands.add_parser("bundle", help="制作离线安装包（供没有外网的服务器）"))
    bench = commands.add_parser("bench", help="按规模测量，结果为 JSON")
    bench.set_defaults(run=_bench)
    commands.add_parser("plan", help="plan parse 文件 --json：读懂一份工作要点")
    commands.add_parser("assist", help="assist eval-routing|eval-similar|eval-pairs：测量推荐的准确率，结果为 JSON")
    commands.add_parser("search", help="search eval --items 条目.csv --queries 查询.txt：测量检索")
    return reader


def _add_upkeep(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from yizheng.launch import upkeep_words as words

    words.add_backup(commands.add_parser("backup", help="备份数据库和文件（不含密钥）")).set_defaults(run=_backup)
    words.add_restore(commands.add_parser("restore", help="从备份恢复到空的数据库")).set_defaults(run=_restore)
    words.add_drill(commands.add_parser("drill", help="试恢复最新一份备份并核对")).set_defaults(run=_drill)
    words.add_rotate(commands.add_parser("rotate-keys", help="更换加密密钥")).set_defaults(run=_rotate_keys)


def _add_address(command: argparse.ArgumentParser) -> None:
    command.add_argument("--port", type=int, default=8000, help="端口，默认 8000")
    command.add_argument("--host", default="127.0.0.1", help="监听地址，默认只对本机")


def _add_bundle(command: argparse.ArgumentParser) -> None:
    from yizheng.launch.bundle import MACHINES, this_machine, this_python

    command.add_argument("file", type=Path, help="写到这个文件，例如 yizheng.tar.gz")
    command.add_argument("--machine", choices=MACHINES, default=this_machine(), help="服务器的处理器，默认与本机相同")
    command.add_argument("--python", default=this_python(), help="服务器的 Python，例如 3.11，默认与本机相同")
    command.set_defaults(run=_bundle)


def _bundle(given: argparse.Namespace) -> int:
    from yizheng.launch.bundle import bundle

    return bundle(given.file.absolute(), machine=given.machine, python=given.python)


def _up(given: argparse.Namespace) -> int:
    from yizheng.launch.office import up

    return up(demo=given.demo, host=given.host, port=given.port)


def _serve(given: argparse.Namespace) -> int:
    from yizheng.launch.office import serve

    return serve(host=given.host, port=given.port)


def _test(_given: argparse.Namespace) -> int:
    from yizheng.launch.checks import run_all

    return run_all()


def _doctor(_given: argparse.Namespace) -> int:
    from yizheng.launch.doctor import examine

    return examine()


def _verify_ledger(given: argparse.Namespace) -> int:
    from yizheng.launch.on_database import run_on_database

    return run_on_database("verify_ledger", *given.rest)


def _backup(given: argparse.Namespace) -> int:
    from yizheng.launch.upkeep import run

    return run("backup", str(given.folder.absolute()), "--keep", str(given.keep))


def _restore(given: argparse.Namespace) -> int:
    from yizheng.launch.upkeep import run_on_empty

    return run_on_empty("restore", str(given.folder.absolute()))


def _drill(given: argparse.Namespace) -> int:
    from yizheng.launch.upkeep import run

    return run("drill", *([str(given.folder.absolute())] if given.folder else []))


def _rotate_keys(given: argparse.Namespace) -> int:
    from yizheng.launch.upkeep import run

    return run("rotate-keys", *(["--retire-old"] if given.retire_old else []))


def _manage(given: argparse.Namespace) -> int:
    from yizheng.launch.on_database import run_on_database

    return run_on_database(*given.rest)


def _bench(given: argparse.Namespace) -> int:
    from yizheng.launch.bench import run

    return run(given.rest)


# These hand all further words on to another command. (argparse.REMAINDER loses a leading option.)
_HANDS_ON = (_verify_ledger, _manage, _bench)


if __name__ == "__main__":
    sys.exit(main())
