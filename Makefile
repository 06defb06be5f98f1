# make run    serve the course on http://127.0.0.1:8000
# make test   run every test, then those that ask a database again on PostgreSQL
PYTHON ?= python3
BIN := .venv/bin
EVERYWHERE := --numprocesses=auto --dist=worksteal  # on every processor

.PHONY: run test check check-course demo handouts backup restore bench format

run: .venv/runs
	@sh setup/libraries.sh
	@exec $(BIN)/python app.py

test: .venv/tests
	@sh setup/libraries.sh
	@sh setup/programs.sh
	$(BIN)/python -m pytest $(EVERYWHERE) $(TESTS)
	$(if $(TESTS),,$(BIN)/python -m pytest $(EVERYWHERE) --database=postgresql)

check: .venv/tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/laws
	@$(MAKE) --no-print-directory check-course

check-course: .venv/runs
	@$(BIN)/flask --app app course check

demo: .venv/runs
	@sh setup/libraries.sh
	@$(BIN)/flask --app coursework.serving:make_demo demo $(if $(NEW),--new)
	@exec $(BIN)/python app.py demo

handouts: .venv/runs
	@sh setup/libraries.sh
	@$(BIN)/flask --app app documents make

backup: .venv/runs
	@$(BIN)/flask --app coursework.cli.backup backup make

restore: .venv/runs
	@test -n "$(FROM)" || { echo "Say which: make restore FROM=backups/coursework-....tar.gz" >&2; exit 1; }
	@$(BIN)/flask --app coursework.cli.backup backup restore $(if $(REPLACE),--replace) "$(FROM)"

bench: .venv/tests
	@sh setup/libraries.sh
	@sh setup/programs.sh
	$(BIN)/python -m benchmarks

format: .venv/tests
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.venv/bin/python:
	@sh setup/environment.sh $(PYTHON)

.venv/runs: requirements.txt | .venv/bin/python
	@echo "Installing what the course needs into .venv"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/tests: tests/requirements.txt requirements.txt | .venv/bin/python
	@echo "Installing what the tests need into .venv"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	@touch $@ .venv/runs
