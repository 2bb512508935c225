"""The tables of notices: what was sent to whom. Takes nothing, gives SQLAlchemy tables beside those of `etl.warehouse.schema.tables`."""

from functools import partial

import sqlalchemy as sa

from etl.warehouse.schema.ref_tables import metadata

_key = partial(sa.Column, primary_key=True, nullable=False)
_told = partial(sa.Column, nullable=False)
_maybe = partial(sa.Column, nullable=True)

notice = sa.Table(
    "notice",
    metadata,
    _key("day", sa.Date(), comment="日期"),
    _key("recipient", sa.Text(), comment="收件方：operator 运维人员，county 县"),
    _key("county_code", sa.Text(), comment="县代码；空字符串：发给运维人员"),
    _key("channel", sa.Text(), comment="渠道：mail 邮件，或机器人的种类与序号；不记地址"),
    _key("run_id", sa.Text(), comment="所汇总的运行；空字符串：不是某次运行的汇总"),
    _told("subject", sa.Text(), comment="标题"),
    _told("digest", sa.Text(), comment="标题与内容的 SHA-256"),
    _told("state", sa.Text(), comment="状态：sending 正在发送或中途被终止，sent 已发送，failed 未送达、下次再发"),
    _maybe("message", sa.Text(), comment="未送达的原因"),
    _maybe("sent_at", sa.DateTime(timezone=True), comment="发送时间；空：没有发送"),
    schema="ops",
    comment="发出的通知；每县每日最多一份",
)
notice_item = sa.Table(
    "notice_item",
    metadata,
    _key("county_code", sa.Text(), comment="县代码"),
    _key("item", sa.Text(), comment="告知的是什么：submission 加报送编号，或 file 加运行编号和文件名"),
    _told("day", sa.Date(), comment="首次告知的日期"),
    schema="ops",
    comment="已经告知过县里的退回，每份只主动告知一次",
)
