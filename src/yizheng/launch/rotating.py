"""`yizheng rotate-keys`: a new key in the ring, and everything sealed anew with it."""

from __future__ import annotations

from datetime import datetime

from yizheng.kernel import fingerprints, rotating, secrets
from yizheng.kernel.owner_session import owner_session
from yizheng.launch.errors import CannotStart
from yizheng.launch.talk import say


def rotate(*, retire_old: bool, at: datetime) -> int:
    """
    Add a key and seal every value with it; returns how many values changed.

    A run that was stopped goes on where it ended, without another key. `retire_old` then drops the older keys.
    Raises: CannotStart when the ring does not fit, or when an older key is still needed.
    """
    with owner_session() as owner:
        sentence = fingerprints.misfit(owner)
        if sentence:
            raise CannotStart(sentence)
        if rotating.remaining(owner):
            say("上次更换没有做完，接着做。")
        elif not retire_old:
            secrets.write_ring(secrets.ring_path(), secrets.ring().with_new_key())
        fingerprints.take(owner, at=at)
        done = rotating.reseal_all(owner)
        left = rotating.remaining(owner)
        if left:
            raise CannotStart(f"还有 {sum(left.values())} 项内容用旧密钥加密；请再次运行 yizheng rotate-keys。")
        if retire_old:
            _retire()
            fingerprints.forget_retired(owner)
    return done


def tell(done: int, *, retire_old: bool) -> None:
    """Say what was done, and what to do with the ring and its older copies."""
    held = secrets.ring()
    say(f"✓ 现用第 {held.current} 号密钥，重新加密 {done} 项；密钥文件里共有 {len(held.keys)} 把密钥。")
    say(f"请立即把新的密钥文件 {secrets.ring_path()} 另存一份，替换单独保管的副本。")
    if retire_old:
        say("更早的备份仍要用旧密钥打开：请把旧的密钥文件副本保管到那些备份过期为止。")
    elif len(held.keys) > 1:
        say("旧密钥仍留在文件里；确认新副本已保管好以后，可运行 yizheng rotate-keys --retire-old 去掉它们。")


def _retire() -> None:
    held = secrets.ring()
    if len(held.keys) > 1:
        secrets.write_ring(secrets.ring_path(), held.with_current_only())
