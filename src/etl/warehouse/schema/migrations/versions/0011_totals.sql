-- What a submission sums to never changes: summaries of five years read these instead of the rows.
-- Rows that are there already are summed when the program has built the tables of the contracts (etl.warehouse.totals).
-- Arrays are kept as they are: to compress them costs a night more than the room is worth.

create table core.organization_total (
    submission_id bigint not null,
    from_outside text[] not null
);
create index organization_total_submission on core.organization_total (submission_id);
comment on table core.organization_total is '每份登记报表中的全国性和东部社会组织；没有的不列';
comment on column core.organization_total.submission_id is '报送编号';
comment on column core.organization_total.from_outside is '统一社会信用代码';
alter table core.organization_total
    alter column from_outside set storage external;

create table core.agreement_total (
    submission_id bigint not null,
    credit_codes text[] not null,
    org_names text[] not null,
    register_levels text[] not null,
    agreements bigint[] not null,
    agreed_yuan numeric[] not null
);
create index agreement_total_submission on core.agreement_total (submission_id);
comment on table core.agreement_total is '每份协议报表按社会组织、名称写法和登记层级的合计';
comment on column core.agreement_total.submission_id is '报送编号';
comment on column core.agreement_total.credit_codes is '统一社会信用代码';
comment on column core.agreement_total.org_names is '名称；与 credit_codes 逐项对应';
comment on column core.agreement_total.register_levels is '登记层级；与 credit_codes 逐项对应';
comment on column core.agreement_total.agreements is '协议数；与 credit_codes 逐项对应';
comment on column core.agreement_total.agreed_yuan is '协议金额，单位：元；与 credit_codes 逐项对应';
alter table core.agreement_total
    alter column credit_codes set storage external,
    alter column org_names set storage external,
    alter column register_levels set storage external,
    alter column agreements set storage external,
    alter column agreed_yuan set storage external;

create table core.project_total (
    submission_id bigint not null,
    credit_codes text[] not null,
    org_names text[] not null,
    projects bigint[] not null,
    planned_yuan numeric[] not null,
    disbursed_yuan numeric[] not null,
    households bigint[] not null,
    persons bigint[] not null,
    jobs bigint[] not null
);
create index project_total_submission on core.project_total (submission_id);
comment on table core.project_total is '每份项目报表按社会组织和名称写法的合计';
comment on column core.project_total.submission_id is '报送编号';
comment on column core.project_total.credit_codes is '统一社会信用代码';
comment on column core.project_total.org_names is '名称；与 credit_codes 逐项对应';
comment on column core.project_total.projects is '项目数；与 credit_codes 逐项对应';
comment on column core.project_total.planned_yuan is '计划投资，单位：元；与 credit_codes 逐项对应';
comment on column core.project_total.disbursed_yuan is '累计拨付资金，单位：元；与 credit_codes 逐项对应';
comment on column core.project_total.households is '受益户数；与 credit_codes 逐项对应';
comment on column core.project_total.persons is '受益人数；与 credit_codes 逐项对应';
comment on column core.project_total.jobs is '带动就业人数；与 credit_codes 逐项对应';
alter table core.project_total
    alter column credit_codes set storage external,
    alter column org_names set storage external,
    alter column projects set storage external,
    alter column planned_yuan set storage external,
    alter column disbursed_yuan set storage external,
    alter column households set storage external,
    alter column persons set storage external,
    alter column jobs set storage external;

create table core.project_stage_total (
    submission_id bigint not null,
    stage text,
    projects integer not null,
    planned_yuan numeric not null,
    disbursed_yuan numeric not null,
    households bigint not null,
    persons bigint not null,
    jobs bigint not null
);
create index project_stage_total_submission on core.project_stage_total (submission_id);
comment on table core.project_stage_total is '每份项目报表按项目阶段的合计';
comment on column core.project_stage_total.submission_id is '报送编号';
comment on column core.project_stage_total.stage is '项目阶段';
comment on column core.project_stage_total.projects is '项目数';
comment on column core.project_stage_total.planned_yuan is '计划投资，单位：元';
comment on column core.project_stage_total.disbursed_yuan is '累计拨付资金，单位：元';
comment on column core.project_stage_total.households is '受益户数';
comment on column core.project_stage_total.persons is '受益人数';
comment on column core.project_stage_total.jobs is '带动就业人数';

create table core.need_total (
    submission_id bigint not null,
    status text,
    needs integer not null,
    needed_yuan numeric not null
);
create index need_total_submission on core.need_total (submission_id);
comment on table core.need_total is '每份需求报表按状态的合计';
comment on column core.need_total.submission_id is '报送编号';
comment on column core.need_total.status is '需求状态';
comment on column core.need_total.needs is '需求数';
comment on column core.need_total.needed_yuan is '需求资金，单位：元';

create table core.incubator_total (
    submission_id bigint not null,
    base_level text,
    incubators integer not null,
    resident_orgs bigint not null,
    area_sqm numeric not null,
    invested_yuan numeric not null
);
create index incubator_total_submission on core.incubator_total (submission_id);
comment on table core.incubator_total is '每份孵化基地报表按层级的合计';
comment on column core.incubator_total.submission_id is '报送编号';
comment on column core.incubator_total.base_level is '基地层级';
comment on column core.incubator_total.incubators is '基地数';
comment on column core.incubator_total.resident_orgs is '入驻组织数';
comment on column core.incubator_total.area_sqm is '面积，单位：平方米';
comment on column core.incubator_total.invested_yuan is '投入资金，单位：元';

create table core.donation_total (
    submission_id bigint not null,
    donations integer not null,
    donated_yuan numeric not null
);
create index donation_total_submission on core.donation_total (submission_id);
comment on table core.donation_total is '每份捐赠报表的合计';
comment on column core.donation_total.submission_id is '报送编号';
comment on column core.donation_total.donations is '捐赠笔数';
comment on column core.donation_total.donated_yuan is '金额，单位：元';

create table core.sale_total (
    submission_id bigint not null,
    sales integer not null,
    sold_yuan numeric not null
);
create index sale_total_submission on core.sale_total (submission_id);
comment on table core.sale_total is '每份消费帮扶报表的合计';
comment on column core.sale_total.submission_id is '报送编号';
comment on column core.sale_total.sales is '行数';
comment on column core.sale_total.sold_yuan is '成交额，单位：元';

create table core.activity_total (
    submission_id bigint not null,
    activities integer not null
);
create index activity_total_submission on core.activity_total (submission_id);
comment on table core.activity_total is '每份活动报表的合计';
comment on column core.activity_total.submission_id is '报送编号';
comment on column core.activity_total.activities is '活动数';

create index submission_period on ops.submission (period, report)
where in_use_from is not null and in_use_to is null;
