"""An invented plan as a page of a web site, with the site's furniture around it and no annex."""

from __future__ import annotations

from pathlib import Path

PAGE = """<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><title>{year}年工作要点 - 云岭政协网</title>
<script>document.cookie = "seen=1"; alert("欢迎访问");</script></head>
<body>
<div class="top"><a href="/">设为首页</a> | <a href="/">加入收藏</a> | <a href="/">联系我们</a></div>
<div class="nav"><a href="/">首页</a><a href="/">政协概况</a><a href="/">提案工作</a><a href="/">委员风采</a></div>
<div class="place">您现在的位置：<a href="/">首页</a> &gt; <a href="/">公示公告</a> &gt; 正文</div>
<h1>政协青澜市云岭区委员会{year}年工作要点</h1>
<div class="meta">来源：区政协办公室　发布时间：{year}-01-08　浏览次数：1024 字号：[大 中 小]</div>
<div class="article">
<p>{year}年，区政协坚持团结和民主两大主题，重点做好以下工作。</p>
<p>一、围绕中心履职</p>
<p>1.开展专题协商。3月，召开常委会议专题协商社区食堂可持续运营。5月底前，由经科委牵头形成调研报告。</p>
<p>2.做好提案工作。2月，会同区府办召开提案交办会。10月，开展提案办理情况双向评议。</p>
<p>二、服务界别群众</p>
<p>3.组织界别活动。6月，各专委会组织界别活动周，开展义诊、助学和法律咨询。</p>
<p>4.讲好协商故事。办好政协专版，宣传委员履职事迹。</p>
</div>
<div class="share">分享到：微信 微博 【打印本页】 【关闭窗口】</div>
<div class="pages">上一篇：没有了　下一篇：关于召开界别座谈会的通知</div>
<div class="foot">主办：政协青澜市云岭区委员会　备案序号：青备00000000号　技术支持：云岭信息中心</div>
</body></html>
"""


def write_web_plan(folder: Path, year: int) -> Path:
    """Write the plan of a year as a web page."""
    path = folder / f"{year}年工作要点-云岭政协网.html"
    path.write_text(PAGE.format(year=year), encoding="utf-8")
    return path
