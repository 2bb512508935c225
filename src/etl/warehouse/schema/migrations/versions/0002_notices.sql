create table ops.notice (
    day date not null,
    recipient text not null,
    county_code text not null,
    channel text not null,
    run_id text not null,
    subject text not null,
    digest text not null,
    state text not null,
    message text,
    sent_at timestamp with time zone,
    primary key (day, recipient, county_code, channel, run_id)
);
comment on table ops.notice is '发出的通知；每县每日最多一份';
comment on column ops.notice.day is '日期';
comment on column ops.notice.recipient is '收件方：operator 运维人员，county 县';
comment on column ops.notice.county_code is '县代码；空字符串：发给运维人员';
comment on column ops.notice.channel is '渠道：mail 邮件，或机器人的种类与序号；不记地址';
comment on column ops.notice.run_id is '所汇总的运行；空字符串：不是某次运行的汇总';
comment on column ops.notice.subject is '标题';
comment on column ops.notice.digest is '标题与内容的 SHA-256';
comment on column ops.notice.state is '状态：sending 正在发送或中途被终止，sent 已发送，failed 未送达、下次再发';
comment on column ops.notice.message is '未送达的原因';
comment on column ops.notice.sent_at is '发送时间；空：没有发送';

create table ops.notice_item (
    county_code text not null,
    item text not null,
    day date not null,
    primary key (county_code, item)
);
comment on table ops.notice_item is '已经告知过县里的退回，每份只主动告知一次';
comment on column ops.notice_item.county_code is '县代码';
comment on column ops.notice_item.item is '告知的是什么：submission 加报送编号，或 file 加运行编号和文件名';
comment on column ops.notice_item.day is '首次告知的日期';
