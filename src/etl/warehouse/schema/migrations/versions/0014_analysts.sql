-- An analyst of a prefecture sees its counties only. Policies are made with the first such account (schema/row_security.py).

create table ops.analyst (
    account text not null,
    prefecture_code text not null,
    granted_at timestamp with time zone not null default now(),
    primary key (account)
);
comment on table ops.analyst is '只看一个市（州）的分析账户；不在此列的分析账户看全省';
comment on column ops.analyst.account is '账户';
comment on column ops.analyst.prefecture_code is '所看的市（州）代码';
comment on column ops.analyst.granted_at is '何时授予';

-- by whoever logged in: a role that is put on in the session changes nothing
create function ops.counties_seen() returns text[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $body$
select array_agg(c.code)
from ops.analyst a left join ref.county c on c.prefecture_code = a.prefecture_code
where a.account = session_user
having count(*) > 0
$body$;
comment on function ops.counties_seen() is '登录的账户只能看到的县；空：全省';
