-- An attempt that found a county as well as the one before says nothing new: 183 rows a night and period, for ever.

-- which periods a run took up was read from its attempts; a list in its counts outlives them
update ops.run r
set counts = coalesce(r.counts, '{}'::jsonb) || jsonb_build_object('periods', a.periods)
from (select run_id, jsonb_agg(distinct period) as periods from ops.county_attempt group by run_id) a
where a.run_id = r.run_id and not coalesce(r.counts, '{}'::jsonb) ? 'periods';

delete from ops.county_attempt a
using (
    select
        run_id, county_code, period, state,
        lag(state) over (partition by county_code, period order by attempted_at, run_id) as state_before
    from ops.county_attempt
) o
where a.run_id = o.run_id and a.county_code = o.county_code and a.period = o.period
    and o.state = 'ok' and o.state_before = 'ok';

comment on table ops.county_attempt is '各县处理是否成功：每次失败一行，成功仅在首次或失败之后记一行，此后的运行与最后一行相同';
