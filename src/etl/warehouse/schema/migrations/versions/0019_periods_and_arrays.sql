-- What came and what is owed is asked for by period, of whatever standing: one index that leaves out none of it, and one of what is owed.
drop index if exists ops.submission_period;
create index submission_period on ops.submission (period, report);
create index obligation_period on ops.obligation (period) where in_force;

-- Numbers and codes of organisations pack to nothing less, and trying takes more than half of the time in which a night's totals are stored.
-- It is for rows that come from now on; those that are there stay as they are.
alter table core.organization_total alter column from_outside set storage external;
alter table core.agreement_total
    alter column credit_codes set storage external,
    alter column org_names set storage external,
    alter column register_levels set storage external,
    alter column agreements set storage external,
    alter column agreed_yuan set storage external;
alter table core.project_total
    alter column credit_codes set storage external,
    alter column org_names set storage external,
    alter column projects set storage external,
    alter column planned_yuan set storage external,
    alter column disbursed_yuan set storage external,
    alter column households set storage external,
    alter column persons set storage external,
    alter column jobs set storage external;
