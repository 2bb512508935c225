-- 县级汇总：每县每期一行
-- marts: area_summary
create view mart.county_summary as
select
    c.code as county_code, c.name as county_name, c.prefecture_code, c.prefecture_name, c.designation, s.{measures}
from mart.area_summary s
join ref.county c on c.code = s.area_code
where s.level = 'county';
