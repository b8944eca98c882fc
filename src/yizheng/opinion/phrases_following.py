"""Sentences prepared for authors, and those that tell units and offices what was done."""

from __future__ import annotations

from yizheng.instruction.enums import InstructionLevel

from .enums import AdoptionKind, RejectReason, UpLevel
from .models import Opinion, OpinionAdoption, OpinionTransfer

MOST_QUOTED = 260
LEVELS = {
    InstructionLevel.DISTRICT_PARTY: "本级领导批示", InstructionLevel.DISTRICT_GOV: "本级领导批示",
    InstructionLevel.CITY: "市级领导批示", InstructionLevel.PROVINCE: "省级领导批示",
}  # fmt: skip
"""All that an author is told of an instruction: its level (office-practice 2)."""
ABOVE = {UpLevel.CITY: "市级", UpLevel.PROVINCE: "省级", UpLevel.NATION: "全国"}
PETITION = "这类事项请通过信访渠道反映：可拨打12345，或到信访部门登记。"


def result_of(slip: OpinionTransfer) -> str:
    """Prepare what authors hear of a unit's answer."""
    said = slip.reply if len(slip.reply) <= MOST_QUOTED else f"{slip.reply[: MOST_QUOTED - 1]}…"
    return f"您反映的“{slip.opinion}”已由{slip.unit}办理，结果如下：{said}"


def instruction_of(opinion: Opinion, level: InstructionLevel) -> str:
    """Prepare what authors hear of an instruction: received, at which level, nothing else."""
    return f"您反映的“{opinion}”收到{LEVELS[level]}。"


def adoption_of(opinion: Opinion, level: UpLevel, kind: AdoptionKind, organ: str) -> str:
    """Prepare what authors hear of an adoption above."""
    where = organ or ABOVE.get(level, level.label)
    return f"您反映的“{opinion}”被{where}{kind.label}（{level.label}）。"


def voided_of(adoption: OpinionAdoption, reason: str, *, with_points: bool) -> str:
    """Tell authors that an adoption was recorded by mistake, and why."""
    where = f"{adoption.organ}{adoption.get_kind_display()}（{adoption.get_level_display()}）"
    points = "，相应积分收回" if with_points else ""
    why = reason.strip().rstrip("。")[:MOST_QUOTED]
    return f"您反映的“{adoption.opinion}”此前登记的{where}有误，已作废{points}。原因：{why}。"


def issued_of(opinion: Opinion) -> str:
    """Say that a piece was adopted here."""
    return f"您反映的“{opinion}”已编发采用。感谢您的反映。"


def rejected_of(opinion: Opinion, reason: str) -> str:
    """Say why a piece was not adopted; who is in the wrong place hears where the right one is (office-practice 6)."""
    words = f"您反映的“{opinion}”这次没有采用，原因：{RejectReason(reason).label}。"
    return words + PETITION if reason in (RejectReason.PETITION, RejectReason.PERSONAL) else words
