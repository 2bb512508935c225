-- What was published stays what it was, whatever is sent later and however views are mended. Rows of reports are not copied: a moment finds them.

create table ref.edition (
    edition text not null,
    period text not null,
    frozen_at timestamp with time zone not null,
    frozen_by text not null,
    reason text not null,
    recorded_at timestamp with time zone not null default now(),
    primary key (edition)
);
comment on table ref.edition is '定稿版本：一期在某一时刻的数据，定下名称，此后不变';
comment on column ref.edition.edition is '名称，不重复';
comment on column ref.edition.period is '报告期，如 2024Q1';
comment on column ref.edition.frozen_at is '数据时刻';
comment on column ref.edition.frozen_by is '定稿人';
comment on column ref.edition.reason is '理由';
comment on column ref.edition.recorded_at is '何时定稿';

create table ops.edition_row (
    edition text not null,
    view_name text not null,
    area_code text,
    figures jsonb not null
);
create index edition_row_view on ops.edition_row (edition, view_name);
comment on table ops.edition_row is '定稿版本里各汇总视图当时的每一行';
comment on column ops.edition_row.edition is '名称，见 ref.edition';
comment on column ops.edition_row.view_name is 'mart 中汇总视图的名称';
comment on column ops.edition_row.area_code is '区划代码；空：不属于某一区划';
comment on column ops.edition_row.figures is '这一行的各列';

create function ops.keep_editions() returns trigger
language plpgsql as $body$
begin
    raise exception 'an edition is never changed or deleted; freeze another one: etl edition freeze';
end
$body$;
create trigger kept before update or delete on ref.edition for each row execute function ops.keep_editions();
create trigger kept_whole before truncate on ref.edition for each statement execute function ops.keep_editions();
create trigger kept before update or delete on ops.edition_row for each row execute function ops.keep_editions();
create trigger kept_whole before truncate on ops.edition_row for each statement execute function ops.keep_editions();

-- its rows are stored before the edition is, and none after
create function ops.add_to_no_edition() returns trigger
language plpgsql as $body$
begin
    if exists (select from added a join ref.edition e on e.edition = a.edition) then
        raise exception 'an edition is never added to; freeze another one: etl edition freeze';
    end if;
    return null;
end
$body$;
create trigger nothing_added after insert on ops.edition_row referencing new table as added
for each statement execute function ops.add_to_no_edition();
