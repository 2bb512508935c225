-- 各级区划包含的县：县包含自己，市（州）包含其各县，全省包含所有县；汇总时每个事实在三级各计一次
create view mart.area as
select 'county' as level, code as area_code, name as area_name, code as county_code from ref.county
union all
select 'prefecture', prefecture_code, prefecture_name, code from ref.county
union all
select 'province', substr(code, 1, 2) || '0000', null, code from ref.county
-- who sees a part of the counties has no figure of the province
where (select ops.counties_seen()) is null;
