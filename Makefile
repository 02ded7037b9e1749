# Thin: each target calls one tool. `make help` prints what follows the double hashes.
BIN := .venv/bin
READY := .venv/ready
CODE := shared hardware urna theme_builder server demo tests
export PYTHONUTF8 := 1
# Some containers forbid it, and then each of hundreds of children compiles every module anew: half of the time of `test`.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup firmware demo urna themes test test-postgres test-all check screens voters bench power secrecy fuzz volume soak clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' Makefile

setup: $(READY) ## system packages, .venv and the project in it (the others do it when needed)

$(READY): scripts/setup.sh scripts/apt-packages.txt requirements/dev.txt pyproject.toml
	@scripts/setup.sh
	@touch $@

demo: $(READY) ## one whole election (ONCE=1: end when done; SHOW=1: one urna on your own display)
	@$(BIN)/python -m demo

urna: $(READY) ## one real urna in a window and a panel to meddle with its devices (MODO=oficial: the official mode)
	@$(BIN)/python -m demo.play

themes: $(READY) ## the pages to prepare themes, for this computer alone (PROYECTOS=folder)
	@$(BIN)/tema web --carpeta $(or $(PROYECTOS),out/proyectos)

test: $(READY) ## every test but those marked long and those of `check` (four at once: many wait for a child, a browser or a printer's slip)
	@$(BIN)/python -m pytest -n 4 --dist loadfile --no-loadscope-reorder --durations 40 --durations-min 4 --ignore tests/architecture -m "not long" tests

test-all: $(READY) ## every test
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder tests

test-postgres: $(READY) ## every test of the server on PostgreSQL instead of SQLite
	@$(BIN)/python -m pytest -n 2 --dist loadfile -m "not long" --postgres tests/server

check: $(READY) ## format, lint, types, import contracts, architecture
	@$(BIN)/ruff format --check $(CODE)
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest tests/architecture

firmware: $(READY) ## the board's firmware against the stubs of the Pico's MicroPython (fetches them once)
	@$(BIN)/python -m tests.firmware_types

screens: $(READY) ## every screen on every glass, in every size and contrast, compared with what was accepted (ACCEPT=1: accept)
	@$(BIN)/python -m tests.screens $(if $(ACCEPT),--accept) $(SCREENS)

bench: $(READY) ## measurements beside their references
	@$(BIN)/python -m tests.bench

voters: $(READY) ## 500 random voters touch anything anywhere on the real widgets (`test` has 50)
	@$(BIN)/python -m pytest -q -m long tests/screens/test_random_voters.py

secrecy: $(READY) ## order of votes, planted leaks and memory: 1,000 elections watched by every attacker
	@$(BIN)/python -m tests.secrecy

power: $(READY) ## power cuts: every crash state of a day, simulated; then every fsync on real file systems (root)
	@$(BIN)/python -m tests.power
	@$(BIN)/python -m tests.power_real

fuzz: $(READY) ## strangers' bytes into every reader, SECONDS=60 for each (TARGETS="journal qr": those alone)
	@$(BIN)/python -m tests.fuzz --seconds $(or $(SECONDS),60) $(TARGETS)

volume: $(READY) ## ten million ballot positions through the urna's own code, beside an independent counter
	@$(BIN)/python -m tests.volume

soak: $(READY) ## the night of an entidad in an hour, with servers and database killed (SECONDS=300: in five minutes)
	@$(BIN)/python -m tests.soak --seconds $(or $(SECONDS),3600) --page docs/soak.md

clean: ## what was built, not what was installed
	@rm -rf build out *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find $(CODE) -type d -name __pycache__ -prune -exec rm -rf {} +
