"""The one port."""

import socket

import pytest

from yizheng.launch import door
from yizheng.launch.errors import CannotStart


@pytest.fixture
def taken() -> socket.socket:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        yield holder


def test_a_taken_port_is_named_and_the_next_one_taken(taken: socket.socket, capsys: pytest.CaptureFixture[str]) -> None:
    port = taken.getsockname()[1]

    with door.open_door("127.0.0.1", port) as opened:
        found = opened.getsockname()[1]

    assert found > port
    assert capsys.readouterr().err == f"端口 {port} 已被占用，改用 {found}。\n"


def test_no_free_port_is_a_sentence(taken: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "TRIES", 1)

    with pytest.raises(CannotStart, match="请用 --port 指定另一个端口"):
        door.open_door("127.0.0.1", taken.getsockname()[1])


def test_an_address_of_another_machine_is_a_sentence() -> None:
    with pytest.raises(CannotStart, match=r"不能在 192\.0\.2\.1:8000 上监听"):
        door.open_door("192.0.2.1", 8000)


def test_the_address_shown_can_be_opened_on_this_machine() -> None:
    with door.open_door("0.0.0.0", 0) as opened:
        assert door.shown_address(opened) == f"http://127.0.0.1:{opened.getsockname()[1]}/"


def test_a_door_that_a_proxy_knows_is_the_one_or_none(taken: socket.socket) -> None:
    port = taken.getsockname()[1]

    with pytest.raises(CannotStart, match=f"端口 {port} 已被占用；请停止占用它的程序"):
        door.open_door("127.0.0.1", port, exactly=True)
