-- What was owed at a moment is asked for later, so a changed obligation is a new row. Of before, nothing is known but what is in force
-- now: its rows are in force from ever. The column in_force stays, as views of before read it, and may have to stay themselves.

alter table ops.obligation drop constraint obligation_pkey;
alter table ops.obligation add column in_force_from timestamp with time zone;
alter table ops.obligation add column in_force_to timestamp with time zone;
delete from ops.obligation where not in_force; -- lifted, nobody knows when
create unique index obligation_in_force on ops.obligation (county_code, period, report) where in_force;
comment on table ops.obligation is '每县每期应报的报表，曾经有效的也在内';
comment on column ops.obligation.in_force_from is '自何时起有效；空：保留版本之前就有效';
comment on column ops.obligation.in_force_to is '有效到何时；空：仍然有效';
