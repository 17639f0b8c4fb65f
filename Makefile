# Everything a developer does, one word each; `make` alone lists it. CONTRIBUTING.md says more.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test soak bench lint lock translations golden clean debian-packages ready ready-for-tests

python := .venv/bin/python
pytest := $(python) -m pytest

help:
	@sed -n 's/^\([a-z]*\):.*## /make \1	/p' Makefile | expand -t 20

run: ready  ## start the program; without a display, check and export the sample plans to out/
	@bash packaging/run.sh

test: ready-for-tests lint  ## run the checks of the code and all tests
	$(pytest) --durations=5 --durations-min=2

soak: ready-for-tests  ## run the tests with their full numbers; takes long
	GMP_DESK_SOAK=1 $(pytest)

bench: ready-for-tests  ## measure speed against a peer or a floor in the same run
	$(pytest) tests/bench --benchmark-only

lint: ready  ## check style, types and the direction of imports
	$(python) -m ruff check --quiet
	$(python) -m ruff format --quiet --check || { $(python) -m ruff format --diff; exit 1; }
	$(python) -m mypy --no-error-summary
	$(python) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()' --no-logo

lock: debian-packages  ## bring requirements.txt in line with pyproject.toml; with UPGRADE=1 to the newest versions
	bash packaging/lock.sh $(if $(UPGRADE),--upgrade)

translations: ready  ## bring the catalogues in line with the texts of the program, and list what is missing
	$(python) packaging/catalogues.py update compile check

golden: ready-for-tests  ## rewrite the golden files of the tests; read the difference before you keep it
	$(pytest) --rewrite-golden

clean:  ## remove what make has made, but not out/, which holds exported plans
	rm -rf .venv build dist .hypothesis .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .benchmarks
	find gmp_desk packaging tests -name __pycache__ -prune -exec rm -rf {} +
	find translations -name '*.mo' -delete

debian-packages:
	@bash packaging/install-debian.sh packaging/debian-run.txt

ready: debian-packages
	@bash packaging/make-venv.sh
	@$(python) packaging/catalogues.py compile

ready-for-tests:
	@bash packaging/install-debian.sh packaging/debian-run.txt packaging/debian-test.txt
	@$(MAKE) --no-print-directory ready
