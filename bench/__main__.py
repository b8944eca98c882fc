"""`yizheng bench NAME …`: run one of the measurements."""

from __future__ import annotations

import importlib
import sys

NAMES = (
    "pages",
    "imports",
    "rolls",
    "ledger",
    "scales",
    "parse_plan",
    "suggest_tasks",
    "sign-in",
    "plenary-evening",
    "check-in",
    "streams",
    "search",
    "duty-scores",
)


def main() -> int:
    """Hand over to the module of that name."""
    if len(sys.argv) < 2 or sys.argv[1] not in NAMES:
        print(f"yizheng bench {{{'|'.join(NAMES)}}} …", file=sys.stderr)
        return 2
    name = sys.argv.pop(1)
    sys.argv[0] = f"bench {name}"
    importlib.import_module(f"bench.{name.replace('-', '_')}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
