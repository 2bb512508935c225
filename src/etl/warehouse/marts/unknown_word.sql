-- 各县自拟的表头和选项：合同里没有的，各报表最晚一份中的；最接近的列与应加的一行见 etl headings
create view mart.unknown_word as
select
    period, report, word_kind, of_column, word, counties, files, cells, seen_in, columns_beside, columns_missing
from ops.unknown_word;
