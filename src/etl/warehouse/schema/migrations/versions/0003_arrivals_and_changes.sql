-- Files are remembered as soon as they are archived, before anything is decided; what a resubmission changed is kept.

alter table ops.file alter column decided_at drop not null;
alter table ops.file alter column decided_run drop not null;
comment on table ops.file is '收到的文件，内容相同的只记一行';
comment on column ops.file.decided_at is '最近一次判定的时间；空：收到后尚未判定';
comment on column ops.file.decided_run is '最近一次判定它的运行；空：收到后尚未判定';
comment on column ops.file.archive_path is '存档位置，相对于存档文件夹';

-- the archive may move together with ETL_HOME: only what stands below it is kept
update ops.file set archive_path = substr(sha256, 1, 2) || '/' || sha256;

create table ops.change (
    submission_id bigint not null,
    previous_id bigint not null,
    kind text not null,
    row_key text not null,
    column_name text,
    old_value text,
    new_value text,
    source_row integer
);
create index change_submission on ops.change using brin (submission_id) with (pages_per_range = 32);
comment on table ops.change is '同一县、同一期、同一报表的一份数据取代另一份时改动了什么';
comment on column ops.change.submission_id is '新的一份报送';
comment on column ops.change.previous_id is '被它取代的一份报送';
comment on column ops.change.kind is 'added 新增的行，gone 不再有的行，changed 改动的单元';
comment on column ops.change.row_key is '行的业务主键；由几列组成的用“ | ”隔开';
comment on column ops.change.column_name is '改动的列；空：整行新增或消失';
comment on column ops.change.old_value is '原来的值';
comment on column ops.change.new_value is '现在的值';
comment on column ops.change.source_row is '在新的一份里的行号，与 Excel 所示相同；空：不再有';

create table ops.part (
    submission_id bigint not null,
    source_file text not null,
    sha256 text not null
);
create index part_submission on ops.part using brin (submission_id) with (pages_per_range = 32);
comment on table ops.part is '由几份文件（如一乡镇一份）合成的报送的各份文件；只有一份文件的报送不在此列';
comment on column ops.part.submission_id is '由几份文件合成的报送';
comment on column ops.part.source_file is '其中一份文件';
comment on column ops.part.sha256 is '其内容的 SHA-256';

comment on column ops.column_map.column_letters is '列标，如 D；指标表为单元格，如 D5';
