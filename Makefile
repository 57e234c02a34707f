# `make demo` reads the examples, `make test` runs every test; both set up what they need on a fresh machine.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOURCES := $(wildcard native/*.c native/*.h native/lab/*.c) setup.py pyproject.toml

.PHONY: demo test check clean

demo: $(VENV)/.installed
	@echo "── all examples, a line each ──"; mkdir -p build
	@$(BIN)/copydesk read examples --verbose --format jsonl --output build/examples.jsonl
	@echo; echo "── a news page: every visible line with its part ──"; echo
	@$(BIN)/copydesk read examples/news.html --parts
	@echo; echo "── a re-posted story whose markup is gone ──"; echo
	@$(BIN)/copydesk read examples/repost.txt --parts
	@$(BIN)/copydesk read examples/repost.txt --with-metadata | head -n 12
	@echo; echo "── why this date? ──"; echo
	@$(BIN)/copydesk read examples/repost.txt --why datePublished
	@echo; echo "The whole records are in build/examples.jsonl."

test: $(VENV)/.tested-with
	$(BIN)/python -m pytest

check: $(VENV)/.tested-with
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

$(VENV)/.installed: $(VENV)/bin/python $(SOURCES)
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.tested-with: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) build dist src/*.egg-info src/copydesk/*.so src/copydesk/lab/*.so native/entities.inc
