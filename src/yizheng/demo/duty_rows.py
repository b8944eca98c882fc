"""What the demo's members did beside meetings, proposals and opinions, written by hand: sheets, activities, a menu."""

from __future__ import annotations

from dataclasses import dataclass

from yizheng.duty.enums import DutyKind, ServiceKind
from yizheng.meeting.enums import ActivityKind

from .bodies import ECONOMY, EDUCATION, GRASSROOTS, MEMBERS_AFFAIRS, PROPOSALS, SOCIAL, URBAN


@dataclass(frozen=True)
class SheetRow:
    """A signed sheet the office keyed in: `share` is how many of a hundred diligent members signed it."""

    kind: DutyKind
    month: int
    day: int
    title: str
    share: int
    half_days: int = 1
    service: ServiceKind | str = ""


K, V = DutyKind, ServiceKind
LAST_YEAR = (
    SheetRow(K.TRAINING, 3, 18, "新一年履职能力培训班", 95, 2),
    SheetRow(K.RESEARCH, 4, 9, "园区用工情况调研", 30),
    SheetRow(K.SECTOR_ACTIVITY, 5, 14, "界别活动周：走近群众", 85),
    SheetRow(K.INSPECTION, 6, 11, "视察污水管网改造", 35),
    SheetRow(K.READING, 7, 8, "委员读书会（第一期）", 40),
    SheetRow(K.SUPERVISION, 8, 20, "文明养犬专项民主监督", 30),
    SheetRow(K.RESEARCH, 9, 10, "城市书房建设调研", 35),
    SheetRow(K.GRASSROOTS_ACTIVITY, 9, 24, "委员进社区：听民声、解民忧", 70),
    SheetRow(K.CONSULTATION, 10, 15, "城市书房建设专题协商会", 35),
    SheetRow(K.CONSENSUS, 10, 29, "重阳走访老委员、老同志", 25),
    SheetRow(K.TRAINING, 11, 5, "提案写作培训", 60),
    SheetRow(K.INSPECTION, 11, 19, "视察为民办实事项目", 45),
    SheetRow(K.SOCIAL_SERVICE, 5, 20, "社区义诊", 14, service=V.CLINIC),
    SheetRow(K.SOCIAL_SERVICE, 6, 18, "结对帮扶困难学生", 22, service=V.PAIRING),
    SheetRow(K.SOCIAL_SERVICE, 10, 22, "社区法律咨询", 12, service=V.CLINIC),
)  # fmt: skip
"""The year before: the house had no room for activities yet, so everything came from signed sheets."""

CASE = SheetRow(K.TYPICAL_CASE, 10, 30, "《云岭日报》刊发：一位教师委员的“放学后半小时”", 1)
RECENT = SheetRow(K.TRAINING, 0, 0, "社情民意信息写作培训", 30)
"""Keyed in last week, days counted from today; the member on the phone disputes it."""
DISPUTANT = "林佳音"
THIS_YEAR = (
    SheetRow(K.TRAINING, 3, 20, "委员履职能力培训班", 97, 2),
    SheetRow(K.GRASSROOTS_ACTIVITY, 4, 22, "委员进社区：物业矛盾面对面", 80),
    SheetRow(K.CONSULTATION, 5, 27, "公交微循环线路专题协商会", 35),
    SheetRow(K.TRAINING, 7, 9, "“书香政协”线上学习班", 75, 2),
    SheetRow(K.INSPECTION, 8, 12, "视察为民办实事项目", 60),
    SheetRow(K.SOCIAL_SERVICE, 4, 24, "义诊进敬老院", 13, service=V.CLINIC),
    SheetRow(K.SOCIAL_SERVICE, 6, 12, "结对帮扶：助学金发放", 24, service=V.PAIRING),
    SheetRow(K.SOCIAL_SERVICE, 7, 17, "柳汀街道矛盾纠纷调解日", 10, service=V.MEDIATION),
    SheetRow(K.SOCIAL_SERVICE, 9, 5, "望澜湖护水志愿行动", 26, service=V.VOLUNTEER),
    SheetRow(K.CONSENSUS, 10, 21, "重阳走访老委员、老同志", 28),
    CASE,
)  # fmt: skip
"""What still comes from sheets this year: deeds that no room of the house keeps."""


@dataclass(frozen=True)
class ActivityRow:
    """An activity of the committee's units; hosts are bodies by their short name, sectors with "界别:" before it."""

    kind: ActivityKind
    month: int
    day: int
    theme: str
    place: str
    hosts: tuple[str, ...]
    quota: int
    summary: str
    is_for_all: bool = False
    item: str = ""
    campaign: str = ""
    community: str = ""


A = ActivityKind
ACTIVITIES = (
    ActivityRow(
        A.RESEARCH, 4, 15, "园区企业用工与技能培训调研", "云岭产业园", (ECONOMY,), 24,
        "走访企业23家，座谈4次，形成问题清单11条，交经科委起草调研报告。", item="园区企业用工与技能培训调研",
        campaign="产业提质攻坚",
    ),
    ActivityRow(
        A.INSPECTION, 6, 24, "视察老旧小区加装电梯", "锦屏街道", (URBAN, GRASSROOTS[1], "界别:工商联"), 30,
        "看了3个小区，听取居民和施工单位意见，提出统一审批窗口等建议6条。", item="视察老旧小区加装电梯",
        campaign="城市更新攻坚", community="望江社区",
    ),
    ActivityRow(
        A.SUPERVISION, 7, 22, "“社区食堂运营”专项民主监督", "松泉街道", (SOCIAL, GRASSROOTS[0]), 26,
        "明察6家社区食堂，反馈意见9条，区民政局当场答复5条。", item="社区食堂专项民主监督",
        campaign="城市更新攻坚", community="松泉社区",
    ),
    ActivityRow(
        A.READING, 8, 26, "委员读书会：《城市更新读本》", "区图书馆", (MEMBERS_AFFAIRS, EDUCATION), 40,
        "四位委员领读，交流发言11人次，整理读书札记一册。", is_for_all=True, item="委员读书会",
    ),
    ActivityRow(
        A.LECTURE, 9, 16, "委员宣讲进校园", "云岭中学", (EDUCATION, "界别:教育"), 20,
        "为高一年级讲政协制度和身边的提案故事，三场，学生四百余人。", item="委员宣讲",
    ),
    ActivityRow(
        A.CONSULTATION, 10, 20, "义务教育课后服务对口协商", "区政协一楼协商议事室", (EDUCATION,), 22,
        "教育部门当场回应意见7条，形成协商纪要。",
    ),
    ActivityRow(
        A.RESEARCH, 11, 3, "“提案不提空话”写作沙龙", "区政协二楼会议室", (PROPOSALS,), 24,
        "点评提案初稿12件，当场改出3件。",
    ),
)  # fmt: skip

SECTOR_WEEK = (5, 11)
"""The Monday-most day of the sectors' week (month, day); each sector held one activity in it."""
SECTOR_THEMES = (
    "走访界别群众，收集意见", "界别协商：身边的小事", "联系点服务", "政策学习和座谈", "走进企业看变化", "界别委员沙龙",
)  # fmt: skip
SECTOR_SUMMARY = "到会界别群众二十余人，收集意见4条，已分别转有关单位和信息科。"

MENU = (
    (A.RESEARCH, "园区企业用工与技能培训调研", "经科委", "4月"),
    (A.INSPECTION, "视察老旧小区加装电梯", "城建委、锦屏街道政协工委、工商联界别", "6月"),
    (A.SUPERVISION, "社区食堂专项民主监督", "社法委、松泉街道政协工委", "7月"),
    (A.SECTOR, "界别活动周", "各界别", "5月"),
    (A.READING, "委员读书会", "委员工委、教文委", "三季度"),
    (A.LECTURE, "委员宣讲", "教文委、教育界别", "9月"),
    (A.GRASSROOTS, "委员进社区", "各街道政协工委", "4月、10月"),
    (A.GRASSROOTS, "年终走访联系点", "各街道政协工委", "11月、12月"),
)

HELD = ActivityRow(
    A.GRASSROOTS, 0, 0, "年终走访联系点：松泉片区", "松泉街道", (GRASSROOTS[0], "界别:教育"), 20, "",
    item="年终走访联系点",
)  # fmt: skip
"""Took place this week: who came is still to be entered."""
OPEN = ActivityRow(
    A.INSPECTION, 0, 0, "视察冬季校园供餐", "北塘小学", (EDUCATION, "界别:教育"), 18, "",
)  # fmt: skip
"""Takes sign-ups now."""
SIGNED_UP = ("林佳音",)
"""Whoever the journeys rely on: they chose from the menu and signed up."""

CLAIMS = (
    (K.SOCIAL_SERVICE, 12, "在松泉社区开家庭教育讲座", "松泉社区党委书记 王素", V.VOLUNTEER, "accepted"),
    (K.LECTURE, 20, "给结对乡村学校上示范课", "锦屏中心小学 冯校长", "", "waiting"),
    (K.READING, 26, "自己读完《乡土中国》", "读书笔记", "", "rejected"),
)
"""What the member on the phone reported: kind, working days ago, what, who can tell, kind of service, what became."""
REJECTED = "读书会以组织的活动为准，个人阅读不计；欢迎在下一期读书会上领读。"
DISPUTED = "培训上午下午各半天，我都参加了，只记了半天。"
PROPOSED = "查了下午的签到表，本人签到在第二页，建议改记两个半天。"
