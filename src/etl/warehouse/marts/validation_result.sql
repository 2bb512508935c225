-- 校验结果：每次运行对每张报表的每项校验查了多少行，多少行不符合；只有计数
create view mart.validation_result as
select
    v.run_id, r.kind as run_kind, r.finished_at, v.report, v.rule, v.expectation, v.column_names, v.severity,
    v.evaluated, v.failed, v.issues, v.success, v.arguments
from ops.validation_result v
join ops.run r on r.run_id = v.run_id;
