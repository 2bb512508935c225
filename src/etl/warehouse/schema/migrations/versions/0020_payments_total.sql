-- Whether a county sent its payments of the last period again is told by what they sum to, before any is compared.
create table core.disbursement_total (
    submission_id bigint not null,
    payments integer not null,
    paid_yuan numeric not null
);
create index disbursement_total_submission on core.disbursement_total (submission_id);
comment on table core.disbursement_total is '每份拨付报表的合计';
comment on column core.disbursement_total.submission_id is '报送编号';
comment on column core.disbursement_total.payments is '拨付笔数';
comment on column core.disbursement_total.paid_yuan is '金额，单位：元';
