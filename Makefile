# Everything one does with the Recovery Handbook. Needs Python 3.11 or newer, and make.

PYTHON := .venv/bin/python
MANAGE := $(PYTHON) manage.py
# The site's packages, and those of tests and checks, are installed once these files exist.
SITE := .venv/.site
WORKSHOP := .venv/.workshop
# Static files are collected once this exists; in production they have hashed names.
STATIC := var/.static

# A production environment that keeps no secret and no data: for checks alone.
AS_PRODUCTION = ENV_FILE= DEBUG=off HTTPS=on ALLOWED_HOSTS=handbook.example.org \
	SITE_URL=https://handbook.example.org CONTACT_EMAIL=mistakes@handbook.example.org \
	DATABASE_URL=sqlite://:memory: SECRET_KEY=$$($(NEW_SECRET_KEY))
NEW_SECRET_KEY = $(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))'

# Before what only root may do.
AS_ROOT = $$([ "$$(id -u)" -eq 0 ] || echo sudo)

# An interrupted recipe leaves no half file that looks done.
.DELETE_ON_ERROR:
.PHONY: help run test faults people bench many admin serve cluster check format clean
.DEFAULT_GOAL := help

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(SITE) .env $(STATIC) ## Serve the site on http://127.0.0.1:8000 (PORT=…; DEBUG=on while working on it)
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_content --quiet
	@WEB_CONCURRENCY=1 LOG_FORMAT=$${LOG_FORMAT:-plain} exec $(PYTHON) -m gunicorn -c recovery_site/gunicorn.py --reload --log-level error

test: $(WORKSHOP) ## Run all tests, those in a browser if there is one (ARGS="-k planner"; DATABASE_URL=… CACHE_URL=… for other stores)
	@$(PYTHON) -m pytest -q -n auto $(ARGS)

faults: export FAULTS ?= full
faults: $(WORKSHOP) ## Break the site and its stores under load, and say what that cost; minutes (FAULTS=short; ARGS="-k redis")
	@$(PYTHON) -m pytest -q -p no:randomly tests/faults $(ARGS)

bench: $(WORKSHOP) ## Time the site as served beside a bare view, with wrk and the cluster (ARGS="--rounds 2")
	@command -v wrk >/dev/null || { echo "Installing wrk"; $(AS_ROOT) apt-get install -y -qq wrk; }
	@$(PYTHON) -m tests.benchmarks $(ARGS)

many: $(WORKSHOP) ## Measure each page with 100, 1,000 and 10,000 guides (N="100 1000"; DATABASE_URL=…)
	@$(PYTHON) -m tests.many $(N)

people: $(WORKSHOP) ## Accept how the plans of the gallery read now, and renew docs/rules.md
	@$(PYTHON) -m pytest -q -p no:randomly --write-people \
		tests/planner/test_gallery.py tests/planner/test_explaining.py \
		-k "gets_this_plan or what_the_command_prints"

admin: $(SITE) .env ## Make an account that may edit, by asking
	@test -t 0 || { echo "make admin asks questions: run it in a terminal." >&2; exit 1; }
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) createsuperuser

serve: export ENV_FILE ?=
serve: $(SITE) ## Serve in production: settings from the environment, or from ENV_FILE=…, never from .env
	@$(MANAGE) check --deploy
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_content --quiet
	@$(MANAGE) collectstatic --no-input --verbosity 0
	@exec $(PYTHON) -m gunicorn -c recovery_site/gunicorn.py

cluster: $(SITE) ## Run two replicas, PostgreSQL, Redis and nginx on this machine, from its packages (ARGS="--port 8080")
	@exec $(PYTHON) -m deploy.cluster $(ARGS)

check: $(WORKSHOP) ## Check format, lint, types, direction of imports, migrations and deployment
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	$(PYTHON) .venv/bin/lint-imports
	$(AS_PRODUCTION) $(MANAGE) makemigrations --check --dry-run
	$(AS_PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING

format: $(WORKSHOP) ## Lay out the code
	@$(PYTHON) -m ruff check --fix-only --quiet .
	@$(PYTHON) -m ruff format .

clean: ## Remove what can be made again; the database and .env stay
	rm -rf .venv var/static var/.static .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(PYTHON):
	@for python in python3.11 python3.12 python3.13 python3; do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			exec $$python -m venv --clear .venv; \
		fi; \
	done; \
	echo "The Recovery Handbook needs Python 3.11 or newer (python3.11 or python3 on the PATH)." >&2; exit 1

$(SITE): requirements.txt $(PYTHON)
	@echo "Installing what the site needs into .venv (once; about a minute)"
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(WORKSHOP): requirements-dev.txt $(SITE)
	@echo "Installing what tests and checks need into .venv (once; about a minute)"
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

.env: | $(SITE)
	@umask 077; { \
		echo "# Made by make run, for this machine: the site as visitors see it, over plain HTTP."; \
		echo "# .env.example names every variable."; \
		echo "SECRET_KEY=$$($(NEW_SECRET_KEY))"; \
		echo "ALLOWED_HOSTS=127.0.0.1,localhost"; \
		echo "HTTPS=off"; \
		echo "# Where readers report a mistake; on a public site an address that somebody reads."; \
		echo "CONTACT_EMAIL=editor@localhost"; \
	} > $@

# The directories are named too: theirs is the change when a file goes.
$(STATIC): $(shell find static) $(SITE) | .env
	@DEBUG=off $(MANAGE) collectstatic --no-input --verbosity 0
	@touch $@
