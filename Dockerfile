# The schedule and the Prefect server of compose.yaml, from the locked packages; nothing in it runs as root.
# How it is used, and what was checked of it: docs/containers.md.
FROM python:3.12.13-slim-bookworm AS build
WORKDIR /opt/county-etl
COPY requirements.lock ./
RUN python -m venv .venv \
    && .venv/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY src src
COPY flows flows
RUN .venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation -e . \
    && .venv/bin/python -m compileall -q src flows
COPY config config

FROM python:3.12.13-slim-bookworm
# a volume that is new takes owner and mode from the folder that it covers
RUN useradd --uid 10001 --user-group --home-dir /var/lib/county-etl --no-create-home --shell /usr/sbin/nologin county-etl \
    && install -d -o county-etl -g county-etl -m 750 /var/lib/county-etl /var/lib/prefect
COPY --from=build /opt/county-etl /opt/county-etl
COPY --chmod=755 docs/deploy/with-secrets /usr/local/bin/with-secrets
ENV PATH=/opt/county-etl/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    ETL_HOME=/var/lib/county-etl \
    ETL_INBOX=/srv/inbox
WORKDIR /var/lib/county-etl
USER 10001:10001
ENTRYPOINT ["with-secrets"]
CMD ["etl", "serve"]
