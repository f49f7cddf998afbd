# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Needs python3 (3.10 or newer), make and a package index. Everything that is made lands in .build/.

PYTHON ?= python3
# Processes of pytest. Two cores are what the project is built for.
JOBS ?= 2

ifneq ($(words $(CURDIR)),1)
$(error make cannot work in a path with blanks, as '$(CURDIR)' is: move the checkout to a path without)
endif

BUILD := $(CURDIR)/.build
VENV := $(BUILD)/venv
LINT := $(BUILD)/lint
DOCS := $(BUILD)/docs-venv
NOX := $(BUILD)/nox-venv
TREE := $(BUILD)/collections
COLLECTION := ansible_collections/community/mailstore

# Nothing is written outside the checkout, whatever HOME is.
export ANSIBLE_COLLECTIONS_PATH := $(TREE)
export ANSIBLE_HOME := $(BUILD)/ansible
export ANSIBLE_REMOTE_TMP := $(BUILD)/ansible/remote_tmp
export XDG_CACHE_HOME := $(BUILD)/cache
export XDG_DATA_HOME := $(BUILD)/share
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Thousands of processes load the same code: Python keeps it compiled, even where it is told not to.
unexport PYTHONDONTWRITEBYTECODE

# In words that the oldest Python understands, before it meets a file that it does not.
ENVIRONMENT = $(PYTHON) -c 'import sys; sys.exit("Python %d.%d is too old for an Ansible controller: give a Python 3.10 or newer, as in make PYTHON=python3.12 demo." % sys.version_info[:2] if sys.version_info < (3, 10) else 0)' && $(PYTHON) -m tests.tools.environment

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

##@ Main targets

.PHONY: help
help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' Makefile

.PHONY: demo
demo: $(VENV)/.demo $(TREE)/.linked ## Provision example tenants on a simulated server, show drift, repair it
	@$(VENV)/bin/python -m tests.tools.demo

.PHONY: simulator
simulator: $(VENV)/.demo ## Start a simulated server with four tenants, wait until it listens, and print its variables
	@$(VENV)/bin/python -m tests.tools.simulator start $(ARGS)

.PHONY: stop-simulator
stop-simulator: $(VENV)/.demo ## Stop that server
	@$(VENV)/bin/python -m tests.tools.simulator stop

.PHONY: check
check: $(VENV)/.test $(LINT)/.ready $(TREE)/.linked ## The quick loop, two minutes: style, types, unit tests
	@$(VENV)/bin/python -m tests.tools.check --jobs $(JOBS)

.PHONY: test
test: environments ## Everything: lint, types, package, documentation, unit and integration tests, sanity
	@echo "The steps run two at a time; each shows its output when it has ended."
	@$(MAKE) --no-print-directory $(TWO_AT_A_TIME) sanity docs lint types package coverage integration runner

# Most steps use one core. A make that runs several steps already shares its number with this one.
TWO_AT_A_TIME = $(if $(findstring jobserver,$(MAKEFLAGS)),,--jobs=2 --output-sync=target)

##@ Single steps

.PHONY: lint
lint: $(LINT)/.ready $(TREE)/.linked ## Style, headers, roles and playbooks, documentation, changelog
	@$(LINT)/bin/python -m tests.tools.lint

.PHONY: types
types: $(VENV)/.test $(TREE)/.linked ## mypy, strict
	@MYPYPATH=$(TREE) $(VENV)/bin/python -m mypy -p ansible_collections.community.mailstore.plugins -p tests

.PHONY: unit
unit: $(VENV)/.test $(TREE)/.linked ## Unit tests
	@$(VENV)/bin/python -m pytest -n $(JOBS) tests/unit $(ARGS)

.PHONY: integration
integration: $(VENV)/.test $(TREE)/.linked ## Integration tests: real ansible-playbook runs against the simulator
	@$(VENV)/bin/python -m pytest -n $(JOBS) tests/integration $(ARGS)

.PHONY: runner
runner: $(VENV)/.test $(TREE)/.linked ## Job templates and workflows of AWX, through ansible-runner
	@$(VENV)/bin/python -m pytest -n $(JOBS) --dist=loadfile tests/awx --ignore=tests/awx/long $(ARGS)

.PHONY: coverage
coverage: $(VENV)/.test $(TREE)/.linked ## Unit tests with the coverage of plugins/ (at least 95 %)
	@$(VENV)/bin/python -m tests.tools.measure_coverage --jobs $(JOBS)

.PHONY: sanity
sanity: $(VENV)/.test ## ansible-test sanity
	@$(VENV)/bin/python -m tests.tools.sanity

.PHONY: package
package: $(LINT)/.ready ## Build the artifact and check it as Galaxy would
	@$(LINT)/bin/python -m tests.tools.package

.PHONY: matrix
matrix: $(VENV)/.test $(TREE)/.linked ## Integration tests and sanity on ansible-core 2.16 to 2.21
	@$(VENV)/bin/python -m tests.tools.matrix $(ARGS)

.PHONY: edges
edges: $(VENV)/.test $(TREE)/.linked ## Integration tests on the oldest and the newest ansible-core
	@$(VENV)/bin/python -m tests.tools.matrix --only oldest newest --steps integration

.PHONY: awx
awx: $(VENV)/.test $(TREE)/.linked $(BUILD)/awx/.ready ## AWX as code: install it with awx.awx, and run each job template elsewhere
	@$(VENV)/bin/python -m pytest -n $(JOBS) --dist=loadfile tests/awx/long $(ARGS)

.PHONY: versions
versions: $(VENV)/.test $(TREE)/.linked ## Integration tests against servers of older versions, and what they skip
	@$(VENV)/bin/python -m tests.tools.server_versions $(ARGS)

.PHONY: guarantees
guarantees: $(VENV)/.test $(TREE)/.linked ## The tests behind docs/guarantees.md (ARGS=access)
	@$(VENV)/bin/python -m tests.tools.guarantees --jobs $(JOBS) $(ARGS)

.PHONY: faults
faults: $(VENV)/.test $(TREE)/.linked ## Every fault at every call of a tenant's life, in simulated time
	@PYTHONPATH=$(TREE) $(VENV)/bin/python -m tests.faults $(ARGS)

.PHONY: fuzz
fuzz: $(VENV)/.test $(TREE)/.linked ## Ten minutes of strange answers to every module (ARGS="--seconds 60 --seed 1")
	@PYTHONPATH=$(TREE) $(VENV)/bin/python -m tests.fuzz $(ARGS)

.PHONY: properties
properties: $(VENV)/.test $(TREE)/.linked ## Thousands of new values for each test that takes any value
	@$(VENV)/bin/python -m pytest -n $(JOBS) --hypothesis-profile=many_values \
	  $$(grep -rl "^from hypothesis" tests/unit --include="test_*.py") $(ARGS)

.PHONY: worlds
worlds: $(VENV)/.test $(TREE)/.linked ## A tenant's life on every server that is as plausible as the assumed one
	@PYTHONPATH=$(TREE) $(VENV)/bin/python -m tests.worlds $(ARGS)

.PHONY: check-worlds
check-worlds: $(VENV)/.test $(TREE)/.linked ## What spe_server_check finds out about each of these servers
	@PYTHONPATH=$(TREE) $(VENV)/bin/python -m tests.worlds.check $(ARGS)

.PHONY: benchmark
benchmark: $(VENV)/.test $(TREE)/.linked ## Measure the speed, and compare it with what a user would use instead (ARGS="--only loop")
	@$(VENV)/bin/python -m tests.benchmark $(ARGS)

.PHONY: docs
docs: $(DOCS)/.ready $(TREE)/.linked ## Build the documentation site in .build/docs; a broken link fails
	@$(DOCS)/bin/python -m tests.tools.build_docs

.PHONY: nox
nox: $(NOX)/.ready ## The checks that collections of the Ansible community share (antsibull-nox)
	@PATH="$(NOX)/bin:$(LINT)/bin:$$PATH" $(NOX)/bin/python -m tests.tools.community_sessions $(ARGS)

.PHONY: pages
pages: $(VENV)/.test $(TREE)/.linked ## Write the pages that are generated from the code: docs/modules.md, docs/unknowns.md, meta/runtime.yml
	@PYTHONPATH=$(TREE) $(VENV)/bin/python -m tests.tools.pages

.PHONY: clean
clean: ## Remove everything that make has created
	rm -rf .build .ansible .hypothesis .pytest_cache .mypy_cache .ruff_cache

# Environments: the stamp is newer than the requirements it was made from.

.PHONY: environments
environments: $(VENV)/.test $(LINT)/.ready $(DOCS)/.ready $(TREE)/.linked ## Install what the tests and linters need

$(VENV)/.demo: tests/requirements/demo.txt tests/simulator/requirements.txt meta/ee-requirements.txt
	@$(ENVIRONMENT) $(VENV) $<
	@touch $@

$(VENV)/.test: tests/requirements/test.txt $(VENV)/.demo
	@$(ENVIRONMENT) $(VENV) $<
	@touch $@

$(LINT)/.ready: tests/requirements/lint.txt meta/ee-requirements.txt
	@$(ENVIRONMENT) $(LINT) $<
	@touch $@

$(DOCS)/.ready: tests/requirements/docs.txt tests/requirements/lint.txt
	@$(ENVIRONMENT) $(DOCS) $<
	@touch $@

$(NOX)/.ready: tests/requirements/nox.txt tests/requirements/lint.txt $(LINT)/.ready
	@$(ENVIRONMENT) $(NOX) $<
	@touch $@

$(BUILD)/awx/.ready: tests/requirements/awx.txt $(VENV)/.test
	@rm -rf $(@D) && mkdir -p $(@D)
	@$(VENV)/bin/python -m tests.tools.awx_collection $(@D)
	@touch $@

# Ansible and the tests find the collection by its full name through this link to the checkout.
$(TREE)/.linked: galaxy.yml
	@mkdir -p $(dir $(TREE)/$(COLLECTION))
	@ln -sfn $(CURDIR) $(TREE)/$(COLLECTION)
	@touch $@
