-- Periods whose archived files an operator removed on purpose: a replay leaves them out, and does not call them lost.

create table ops.archive_prune (
    period text primary key,
    pruned_at timestamptz not null
);
comment on table ops.archive_prune is '存档文件已按要求清除的报告期：不能再追溯到文件，也不再重新判定';
comment on column ops.archive_prune.period is '报告期';
comment on column ops.archive_prune.pruned_at is '何时清除';
