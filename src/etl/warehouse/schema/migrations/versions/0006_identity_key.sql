-- By which key the marks of persons' numbers in core were made. Its name only, which tells nothing of it.

create table ops.identity_key (
    number bigint generated always as identity primary key,
    key_id text not null,
    accepted_at timestamptz not null default now()
);
comment on table ops.identity_key is '键列中身份证号的标记所用的密钥：只记其代号，由代号推不出密钥；编号最大的一行有效';
comment on column ops.identity_key.number is '次序';
comment on column ops.identity_key.key_id is '密钥的代号';
comment on column ops.identity_key.accepted_at is '从何时起';
