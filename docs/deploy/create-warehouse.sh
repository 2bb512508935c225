#!/bin/sh
# Make the warehouse's roles and its empty database, once, when PostgreSQL's own data folder is new; as its administrator.
set -eu
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\set password `cat "$WAREHOUSE_PASSWORD_FILE"`
create role county_etl login password :'password';
create role warehouse_reader nologin;
create role warehouse_reader_personal nologin;
grant warehouse_reader_personal, pg_signal_backend, pg_read_all_stats to county_etl;
create database county_etl owner county_etl template template0 encoding 'UTF8';
revoke all on database county_etl from public;
grant connect on database county_etl to warehouse_reader;
SQL
