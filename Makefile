# make demo        the sample province in an embedded warehouse: two nights, then the province summary
# make test        the tests, in minutes; warnings are errors
# make test-fast   those that need no server and no other process, while you write
# make test-long   those that make test leaves out: a sample of the campaigns, what takes long, all examples of every property,
#                  the benchmark, and what needs packages of Debian's
# make campaign    the campaigns in full, for hours
# make lint        ruff check, ruff format --check, mypy
# make bench       how long nights take, small; BENCH_ARGS="--size province --scenario all" for real figures
# make rules       docs/rules.md again from the modules in src/etl/rules/
# make dictionary  docs/dictionary.md again from the contracts and from what a new warehouse says of itself
# make licences    docs/licences.md again from what the locked packages declare
# make audit       known weaknesses of the locked packages, where an advisory database can be reached
# make sbom        dist/sbom.cdx.json: what runs, with versions and hashes, as CycloneDX
# make lock        write both locks again from pyproject.toml; LOCK_ARGS=--upgrade takes the newest versions
# make clean       remove the environment and caches, never the data in var/
#
# The first call installs the locked packages into .venv (requirements.lock for the demo, requirements-dev.lock for the rest);
# PYTHON=python3.12 says with which Python.
# Paths are relative throughout: make cannot handle the space that a checkout's own path may have.

PYTHON ?= python3
LOCK_ARGS ?=
BENCH_ARGS ?= --size small --scenario all --runs 1
RUN := .venv/bin/python -m
TEST := $(RUN) pytest --numprocesses auto --dist loadfile --no-loadscope-reorder
PIP := $(RUN) pip --quiet --quiet --disable-pip-version-check --no-input

# what make test-fast leaves out: whatever imports Great Expectations, starts servers, reads many files or large ones
SLOW := intake templates workbook validate wordings test_imported_later.py rules/test_kinds_broken_and_clean.py recognise/test_account_of_files.py \
    recognise/test_linear.py

define CHECK_PYTHON
@command -v "$(PYTHON)" >/dev/null || \
	{ echo "$(PYTHON) is not installed; name a Python 3.11 or later, as in: make PYTHON=python3.11 demo" >&2; exit 1; }
@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	{ echo "$(PYTHON) is $$("$(PYTHON)" -V 2>&1), but Python 3.11 or later is needed;" \
	"name one, as in: make PYTHON=python3.11 demo" >&2; exit 1; }
endef

.DEFAULT_GOAL := help
.PHONY: help demo test test-fast test-long campaign lint bench rules dictionary licences audit sbom lock clean FORCE
unexport PYTHONPATH PYTHONHOME
unexport PYTHONDONTWRITEBYTECODE # else each process of the tests compiles the program again

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

demo: .venv/.installed
	@.venv/bin/etl demo

test: .venv/.developing
	@$(TEST) -m "not long"

test-fast: .venv/.developing
	@$(TEST) -m "not long" tests/test_architecture.py tests/unit $(SLOW:%=--ignore tests/unit/%)

test-long: .venv/.developing
	@ETL_TEST_EXAMPLES=all $(TEST) -m "long or property" -rs

campaign: .venv/.developing
	@ETL_TEST_CAMPAIGN=1 $(TEST) -m "campaign or property" -rsP

lint: .venv/.developing
	@$(RUN) ruff check .
	@$(RUN) ruff format --check .
	@$(RUN) mypy

bench: .venv/.developing
	@$(RUN) benchmarks $(BENCH_ARGS)

rules: .venv/.installed
	@.venv/bin/etl rules --markdown > docs/rules.md

dictionary: .venv/.installed
	@home=$$(mktemp -d) && export ETL_HOME="$$home" && unset ETL_WAREHOUSE_URL ETL_READER_URL && \
		.venv/bin/etl warehouse migrate && .venv/bin/etl dictionary "$$home" && \
		cp "$$home/dictionary.md" docs/dictionary.md; status=$$?; rm -rf "$$home"; exit $$status

licences: .venv/.developing
	@$(RUN) supply_chain.licences > docs/licences.md

audit: .venv/.developing
	@$(RUN) supply_chain.audit

# it warns that a lock does not say which package needs which
sbom: .venv/.developing
	@mkdir -p dist
	@.venv/bin/python -W ignore::UserWarning -m cyclonedx_py requirements requirements.lock --pyproject pyproject.toml \
		--output-reproducible --output-file dist/sbom.cdx.json
	@echo dist/sbom.cdx.json

# An environment knows where it stands: one that was moved or copied along with its checkout is made anew.
ifneq "$(shell cat .venv/.packages 2>/dev/null)" "$(shell pwd -P)"
.venv/.packages: FORCE
endif

# --no-deps: the lock is complete, and pip before 23.3 resolves `sqlalchemy[asyncio]` to the newest release past the lock.
.venv/.packages: requirements.lock
	$(CHECK_PYTHON)
	@echo "installing the locked packages into .venv (one to three minutes) ..."
	@"$(PYTHON)" -m venv --clear .venv
	@$(PIP) install --require-hashes --no-deps -r requirements.lock
	@pwd -P > $@

# The editable install names the checkout by its path, which Python before 3.13 decodes as the locale says: with Chinese
# letters in it nothing would start under LC_ALL=C. Relative to site-packages it is plain ASCII.
.venv/.installed: .venv/.packages pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation -e .
	@for pth in .venv/lib/python3*/site-packages/_editable_impl_county_etl.pth; do \
		printf '../../../../src\n../../../..\n' > "$$pth"; done
	@touch $@

# What tests and linters need comes on top of what runs, in the same versions.
.venv/.developing: .venv/.installed requirements-dev.lock
	@echo "installing what tests and linters need into .venv ..."
	@$(PIP) install --require-hashes --no-deps -r requirements-dev.lock
	@touch $@

# Universal: one lock for every platform and Python that the packages support, with the hashes of all their files. The
# first is what runs, and what an editable install needs; the second adds to it and changes no version.
LOCKED := pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-config --quiet
lock:
	$(CHECK_PYTHON)
	@rm -rf .venv-lock
	@"$(PYTHON)" -m venv .venv-lock
	@.venv-lock/bin/python -m pip --quiet --quiet --disable-pip-version-check install uv
	@.venv-lock/bin/uv $(LOCKED) --group build --output-file requirements.lock $(LOCK_ARGS)
	@.venv-lock/bin/uv $(LOCKED) --group dev --constraints requirements.lock --output-file requirements-dev.lock $(LOCK_ARGS)
	@rm -rf .venv-lock

clean:
	@rm -rf .venv .venv-lock build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

FORCE:
