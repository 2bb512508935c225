-- 定稿版本的汇总数：各汇总视图当时的每一行；请用 mart.<视图>_in('名称')
create view mart.edition_row as
select r.edition, r.view_name, r.area_code, r.figures
from ops.edition_row r;
