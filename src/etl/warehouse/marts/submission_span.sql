-- 报送编号的范围：每期每张报表在用的各份，编号从几到几
-- marts: submission_in_use
-- The rows of a period stand together, as they came: who needs those of all counties has them looked for once by this, and not once a submission.
create view mart.submission_span as
select period, report, min(submission_id) as first_id, max(submission_id) as last_id
from mart.submission_in_use
group by period, report;
