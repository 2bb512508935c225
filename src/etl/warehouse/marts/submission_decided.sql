-- 判定过的报送：每份及其结论，退回的也在内；同县同期同表以 pull、modified_at 最大的为最晚一份
create view mart.submission_decided as
select
    s.submission_id, s.county_code, s.period, s.report, s.status, s.source_file, s.received_at, s.arrived_at,
    s.critical_issues, s.warnings, s.pull, s.modified_at, s.decided_at
from ops.submission s;
