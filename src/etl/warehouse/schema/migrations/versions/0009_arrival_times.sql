-- A file put in on the due day arrived on that day, though the night that found it was the next one.

alter table ops.submission add column arrived_at timestamp with time zone;

create index run_started on ops.run (started_at);

-- as etl.warehouse.publish.arrival_times decides it, from the runs that the ledger has
update ops.submission s
set arrived_at = case
    when s.modified_at <= s.received_at and s.modified_at >= '1971-01-01'
        and s.modified_at > coalesce(b.pulled_at, '-infinity') then s.modified_at
    else s.received_at
end
from (
    select u.county_code, u.period, u.received_at, p.pulled_at
    from (select distinct county_code, period, received_at from ops.submission) u
    left join lateral (
        select r.started_at as pulled_at from ops.run r
        where r.started_at < u.received_at and r.kind <> 'replay' and (r.period is null or r.period = u.period)
            and (
                r.state = 'finished' and coalesce(r.counts ->> 'is_whole_night', 'true') <> 'false'
                and not exists (
                    select 1 from ops.county_attempt a
                    where a.run_id = r.run_id and a.county_code = u.county_code and a.state = 'failed'
                )
                or exists (select 1 from ops.file f where f.first_seen_run = r.run_id and f.county_code = u.county_code)
            )
        order by r.started_at desc limit 1
    ) p on true
) b
where b.county_code = s.county_code and b.period = s.period and b.received_at = s.received_at;

alter table ops.submission alter column arrived_at set not null;
comment on column ops.submission.arrived_at is '到达时间：文件自身的时间在上一次与这一次拉取之间的，以文件时间为准，否则为收到时间';
comment on column ops.submission.received_at is '收到时间：首次见到该文件的那次拉取';
