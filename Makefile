# Satu Atap. Needs git, make and Python 3.11 or newer; everything else is installed into .venv.
#
#   make run     start everything on this machine (Ctrl-C stops it)
#   make test    the tests            make check   style, types, floors of the house
#   make fix     mend the style       make prove   attacks and proofs, slow
#   make bench   measurements: make bench B=login SIZE=small
#   make docs    what is generated from the code: drawings, tables, matrices
#   make pictures  the pictures of manual and front page, by a journey in the browser

PYTHON ?= python3
SIZE ?= small
VENV := .venv
IN_VENV := $(VENV)/bin/python

# Named by Python's version and by what is to be installed: nothing is installed twice, and once it
# is there no network is needed.
ABI := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
stamp = $(VENV)/.$(1)-$(ABI)-$(shell cksum < $(2) 2>/dev/null | tr ' ' '-')
MADE := $(VENV)/.made-$(ABI)
CORE := $(call stamp,core,requirements.txt)
DEV := $(call stamp,dev,requirements-dev.txt)
INSTALL := $(IN_VENV) -m pip install --quiet --disable-pip-version-check --no-input \
           --require-hashes --only-binary :all:

.PHONY: run test check fix prove bench docs pictures

run: $(CORE)
	@exec $(IN_VENV) -m launcher run

test: $(DEV)
	$(IN_VENV) -m pytest
	SATUATAP_WORLD=protection $(IN_VENV) -m pytest -m "(world or both_worlds or wall) and not prove"

check: $(DEV)
	$(IN_VENV) -m tests.check

fix: $(DEV)
	$(IN_VENV) -m ruff format .
	$(IN_VENV) -m ruff check --fix .

prove: $(DEV)
	$(IN_VENV) -m pytest -m prove -n 0 --timeout 7200 tests

bench: $(DEV)
	$(IN_VENV) -m bench $(B) --size $(SIZE)

docs: $(DEV)
	$(IN_VENV) -m docs

pictures: $(DEV)
	$(IN_VENV) -m pytest -m pictures -n 0 tests/journeys/test_pictures.py

$(MADE):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  found=$$($(PYTHON) -V 2>/dev/null | head -n 1); \
	  echo "Satu Atap needs Python 3.11 or newer; $(PYTHON) is $${found:-not there}."; \
	  echo "Install it, or name it: make run PYTHON=python3.11"; exit 1; } >&2
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Python cannot make virtual environments here."; \
	  echo "On Debian and Ubuntu: sudo apt install python3-venv (or python$(ABI)-venv)"; \
	  exit 1; } >&2
	@echo "Making $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(CORE): | $(MADE)
	@echo "Installing what Satu Atap needs (once) ..."
	@$(INSTALL) -r requirements.txt
	@rm -f $(VENV)/.core-* && touch $@

$(DEV): | $(MADE)
	@echo "Installing what the tests need (once) ..."
	@$(INSTALL) -r requirements-dev.txt
	@rm -f $(VENV)/.dev-* && touch $@
