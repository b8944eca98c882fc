"""The pieces of the demo's information office: invented, one matter each, as people there would write them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Reach(IntEnum):
    """How far a piece has come; what comes later includes what came before."""

    DRAFT = 0
    SENT = 1
    EDITED = 2
    SIGNED = 3
    ISSUED = 4
    TRANSFERRED = 5
    REPLIED = 6


@dataclass(frozen=True)
class PieceRow:
    """
    One piece: who wrote it, how many working days ago it was sent, how far it came.

    `reported` names a level it was reported to, `adopted` whether that took it; `instructed` a leader's instruction.
    """

    key: str
    who: str
    ago: int
    reach: Reach
    category: str
    topic: str
    title: str
    situation: str
    problem: str
    suggestion: str
    unit: str = ""
    answer: str = ""
    street: str = ""
    place: str = ""
    urgent: str = ""
    reported: bool = False
    adopted: bool = False
    instructed: str = ""
    fate: str = ""


PIECES = (
    PieceRow(
        "charging",
        "林佳音",
        58,
        Reach.REPLIED,
        "城乡建设",
        "电动车充电",
        "老旧小区电动自行车充电难，飞线充电仍未断根",
        "锦屏街道三个老旧小区共有电动自行车六百多辆，楼下充电口只有四十个，晚上七点以后要排队。",
        "加装充电口要跑三个部门，小区没有物业，没有人牵头。",
        "由街道统一报装，住建、供电、消防一次会审，先在无物业的小区做起。",
        unit="区住房和城乡建设局",
        answer="已列入今年老旧小区改造补充清单，七月底前在三个小区增设充电口一百二十个。",
        reported=True,
        adopted=True,
        instructed="转区住房和城乡建设局研究，老旧小区一并考虑。",
    ),
    PieceRow(
        "lunch",
        "民建1",
        52,
        Reach.REPLIED,
        "民生保障",
        "老年助餐",
        "社区老年食堂中午排队、晚上没饭",
        "松泉街道两处老年食堂中午坐不下，晚餐因为人少都停了，独居老人晚上多是吃剩菜。",
        "补贴按堂食人次算，送餐和晚餐没有补贴，开一天亏一天。",
        "把晚餐和送餐算进补贴人次，邻近两处错开供餐。",
        unit="区民政局",
        answer="已调整补贴办法，晚餐和上门送餐按人次的一点五倍计，九月起两处轮流供应晚餐。",
        street="松泉街道政协工委",
        reported=True,
    ),
    PieceRow(
        "crossing",
        "教育2",
        47,
        Reach.REPLIED,
        "公共安全",
        "校园周边交通",
        "北塘小学门口右转车与过街学生抢道",
        "上学时段二十分钟内有三百多名学生过街，右转车不停，家长自己举牌拦车。",
        "路口没有右转信号，学校和交警各管一段。",
        "上下学时段设右转禁行，增设护学岗。",
        unit="区教育局",
        answer="已与交警大队商定，九月一日起上下学时段右转禁行，护学岗由学校、交警、志愿者共同值守。",
        street="北塘街道政协工委",
        instructed="请教育局会同交警抓紧落实，开学前到位。",
    ),
    PieceRow(
        "flood",
        "街道:柳汀街道政协工委",
        41,
        Reach.REPLIED,
        "公共安全",
        "防汛排涝",
        "柳汀老街两处雨水口堵死，大雨必淹",
        "六月两场大雨，老街十一家店进水，水最深到小腿。",
        "雨水口被餐饮油污堵住，清淤一年一次，来不及。",
        "汛期每月清一次，给餐饮店装隔油池。",
        unit="区水务局",
        answer="已于三日内清通，汛期改为每月清淤两次；隔油池由城管部门逐店检查。",
        street="柳汀街道政协工委",
        place="柳汀老街北段",
        urgent="本周还有强降雨，老街住着不少老人",
    ),
    PieceRow(
        "parcel",
        "党派:民盟",
        36,
        Reach.TRANSFERRED,
        "社会事业",
        "快递进村",
        "快递到村还差最后五公里",
        "石桥头一带十个村只有两个快递点，取一件快递往返要一个多小时。",
        "单件补贴低，村里的点办不下去。",
        "把客运班车、邮路和快递合在一起送，村便民点代收。",
        unit="区交通运输局",
        street="石桥头街道政协工委",
    ),
    PieceRow(
        "clinic",
        "农工党1",
        31,
        Reach.TRANSFERRED,
        "社会事业",
        "基层医疗",
        "社区医院开不出慢病长处方",
        "高血压、糖尿病病人在大医院一次能开三个月药，回到社区只能开一个月。",
        "社区药品目录窄，系统不认长处方。",
        "统一慢病用药目录，打通长处方。",
        unit="区卫生健康局",
        reported=True,
    ),
    PieceRow(
        "factory",
        "专委:经科委",
        27,
        Reach.ISSUED,
        "经济建设",
        "企业用工",
        "小微制造企业招不到夜班工",
        "走访十二家企业，九家夜班缺人，缺口两成。",
        "厂区不通夜班公交，租房远。",
        "夜班公交延到二十三点，闲置公房改作工人宿舍。",
    ),
    PieceRow(
        "library",
        "民进2",
        22,
        Reach.ISSUED,
        "文化建设",
        "公共文化",
        "图书馆的夜，关得太早",
        "区图书馆二十点半闭馆，自习室一座难求，附近高校学生和备考青年站在门口等位。",
        "夜间值班没有编制，只能早关。",
        "周四到周六延时到二十二点，由志愿者协助值守。",
    ),
    PieceRow(
        "battery1",
        "科协1",
        18,
        Reach.EDITED,
        "城乡建设",
        "电动车充电",
        "共享换电柜放在消防通道上",
        "望澜花园东门的换电柜占了消防通道一半。",
        "物业收了场地费，没有人验收。",
        "换电柜选址要消防先看，占道的限期搬走。",
        fate="merge",
    ),
    PieceRow(
        "battery2",
        "民革1",
        17,
        Reach.EDITED,
        "城乡建设",
        "电动车充电",
        "夜里充电没有人看，换电柜冒过两次烟",
        "五月以来望澜花园、松泉里各有一次换电柜冒烟，都是居民自己断的电。",
        "换电柜归谁管，街道和市场监管各说各的。",
        "明确监管部门，装烟感和自动断电。",
        fate="merge",
    ),
    PieceRow(
        "battery3",
        "街道:松泉街道政协工委",
        16,
        Reach.EDITED,
        "城乡建设",
        "电动车充电",
        "换电企业进小区，居民事先不知道",
        "松泉里一夜之间多了三组换电柜，业委会说没有表决过。",
        "没有进场告示，出了事找不到企业。",
        "进小区先公示，柜体贴上责任人和电话。",
        fate="merge",
    ),
    PieceRow(
        "noise",
        "社会福利和社会保障1",
        14,
        Reach.SENT,
        "民生保障",
        "噪声扰民",
        "楼上装修太吵",
        "我家楼上装修到晚上九点。",
        "打电话没有人来。",
        "请管一管。",
        fate="personal",
    ),
    PieceRow(
        "bus",
        "界别:医药卫生",
        12,
        Reach.SENT,
        "社会事业",
        "学生出行",
        "职教园区周末末班车太早",
        "职教园区周日返校学生两千多人，末班车十九点就收了。",
        "线路按工作日排班。",
        "周日加开两班到二十一点。",
        fate="returned",
    ),
    PieceRow(
        "pension",
        "特别邀请1",
        4,
        Reach.SENT,
        "民生保障",
        "智能手机",
        "养老金年审，老人刷不了脸",
        "社区窗口一上午来了十七位老人，九位刷脸没通过。",
        "人工窗口撤了，志愿者帮不上忙。",
        "社区保留人工窗口，上门办理。",
    ),
    PieceRow(
        "water",
        "街道:锦屏街道政协工委",
        1,
        Reach.SENT,
        "公共安全",
        "供水",
        "锦屏里二次供水水箱昨夜渗漏，八十户水发黄",
        "昨夜二十二点起八十户居民家里水发黄，水箱间有积水。",
        "水箱归物业，物业上月撤场。",
        "请供水公司先接管，今天送水，三天内换水箱。",
        urgent="八十户居民没有干净水用",
        street="锦屏街道政协工委",
        place="锦屏里小区",
    ),
    PieceRow(
        "school",
        "林佳音",
        1,
        Reach.DRAFT,
        "社会事业",
        "流动书车",
        "流动书车能不能开进村小",
        "走访两所村小，图书室的书多是二十年前的。",
        "",
        "",
    ),
)
