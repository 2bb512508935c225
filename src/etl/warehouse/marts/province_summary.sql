-- 全省汇总：每期一行
-- marts: area_summary
create view mart.province_summary as
select s.area_code as province_code, s.{measures}
from mart.area_summary s
where s.level = 'province';
