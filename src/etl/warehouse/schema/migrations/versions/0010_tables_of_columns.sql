-- Where two files make one report, or two tables stand on one sheet, a column was not told from its namesake in the other.

alter table ops.column_map add column source_file text;
alter table ops.column_map add column first_row integer;
alter table ops.column_map add column last_row integer;
comment on column ops.column_map.source_file is '所在的文件；空：即报送的来源文件，见 ops.submission';
comment on column ops.column_map.first_row is '该表数据的第一行，与 Excel 所示相同；空：早先没有记下';
comment on column ops.column_map.last_row is '该表数据的最后一行；空：早先没有记下';
