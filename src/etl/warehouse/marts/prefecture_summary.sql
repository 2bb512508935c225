-- 市（州）级汇总：每市（州）每期一行
-- marts: area_summary
create view mart.prefecture_summary as
select p.code as prefecture_code, p.name as prefecture_name, s.{measures}
from mart.area_summary s
join ref.prefecture p on p.code = s.area_code
where s.level = 'prefecture';
