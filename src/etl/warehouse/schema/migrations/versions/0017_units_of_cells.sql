-- A cell that names another unit than its column's is an exception: kept with the column, by its row. Of reports before, nothing is known of them.

alter table ops.column_map add column other_units jsonb;
comment on column ops.column_map.other_units is '自己写的单位与该列不同的单元格：行号和单位；空：没有';
