"""One thing that the doctor looks for, and how it is said."""

from collections.abc import Iterable
from dataclasses import dataclass

from yizheng.launch.talk import answer


@dataclass(frozen=True)
class Finding:
    """One thing looked for. `needed`: without it the house does not run."""

    name: str
    found: str | None
    advice: str = ""
    needed: bool = True

    def line(self) -> str:
        if self.found:
            return f"✓ {self.name}：{self.found}"
        return f"{'✗' if self.needed else '–'} {self.name}：{self.advice}"


def told(findings: Iterable[Finding]) -> bool:
    """Print every finding; tell whether nothing that is needed is missing."""
    well = True
    for finding in findings:
        answer(finding.line())
        well = well and (bool(finding.found) or not finding.needed)
    return well
