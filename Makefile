PYTHON ?= .venv/bin/python
BIN := $(dir $(PYTHON))

.PHONY: faults soak setup check fix lint types contracts test test-fast golden bench fuzz mutants orders

setup:  ## a virtual environment with everything a developer needs
	python3 -m venv .venv
	$(PYTHON) -m pip install --quiet --editable '.[develop]'

check: lint types contracts test  ## everything the gate asks for

lint:
	$(BIN)ruff format --check .
	$(BIN)ruff check .

types:
	$(BIN)mypy

contracts:
	$(BIN)lint-imports

test:  ## make test ARGS='tests/x12 -k isa'
	$(PYTHON) -m pytest -q --numprocesses=auto --cov --cov-report=term-missing:skip-covered $(ARGS)

test-fast:
	$(PYTHON) -m pytest -q -m 'not slow' $(ARGS)

fix:
	$(BIN)ruff format .
	$(BIN)ruff check --fix .

golden:  ## rewrite what scenarios, audits and mended claims expect and docs/registry.md; read the difference before it is committed
	$(PYTHON) -m pytest -q tests/service/test_scenarios.py tests/service/test_audits.py tests/report/test_registry.py tests/mending/test_golden.py --rewrite
	git diff --stat fixtures/scenarios fixtures/audits fixtures/mended docs/registry.md

fuzz:  ## the properties, with many more examples each
	$(PYTHON) -m pytest -q tests/properties --hypothesis-profile=many

orders:  ## a thousand orders of sending and hearing, the books held against each
	$(PYTHON) -m pytest -q tests/service/test_any_order.py --orders=1000

mutants:  ## change the engine and the clocks in small ways, and see that a test fails; make mutants ARGS='edi_service.codes.clock*'
	$(PYTHON) -m pip install --quiet --editable '.[mutants]'
	$(BIN)mutmut run --max-children 1 $(ARGS)
	$(BIN)mutmut results

bench:  ## the table of README.md; make bench ARGS=--quick to see that it runs
	$(PYTHON) -m benchmarks.run $(ARGS)

faults:  ## every fault there is rather than a few of each kind: a thousand kills, every cut; hours
	$(PYTHON) -m pytest -q --thorough tests/serving/test_faults.py tests/serving/test_full_disk.py tests/service/schedules tests/edge/exchange tests/edge/store/test_durable_work.py tests/edge/store/test_opening.py

soak:  ## the service under steady drops for an hour, and what memory it takes; make soak SECONDS=86400
	$(PYTHON) -m pytest -q -n0 tests/serving/test_soak.py --soak=$(or $(SECONDS),3600)
