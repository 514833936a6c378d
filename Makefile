# make film        a film of the Shore: 10 s, 1280x720, in out/; sets everything up first
# make test        lint and types, and beside them the whole test suite (9 to 12 minutes on two cores)
# make test-fast   the tests that take no more than half a second each (under a minute)
# make lint        ruff and mypy alone
# make bench       what is measured, and against what; benchmarks/peers.py, which takes an internet connection and a
#                  quarter of an hour, and benchmarks/gpu.py, for a graphics card, are run by hand
# make docs        this documentation as a site, in out/site/; its pictures and films are made first (8 minutes)
# make dance-films   twenty seconds of each act, dancing, in out/docs/dance/
# make gallery     the pictures in docs/, from the code as it is
# make menu-pictures   the small pictures of the menu of play, in assets/menu/
# make icon        the icon of windows and menus, and the first picture of README.md
# make spectrograms, make loudness   the pictures and the figures of docs/sound.md
# make brightness  how bright each scene is, for dreams that are made for a song
# make clean       remove what these commands made, the environment too

# hundreds of processes are begun by the tests alone: each would compile the whole program
export PYTHONDONTWRITEBYTECODE :=

BIN := .venv/bin
ARGS ?=
DRAWN = $(shell find dreamscape seeds assets -name '*.py' -o -name '*.glsl' -o -name '*.toml')
# three processes on two cores: tests of windows and sound wait for much of their time, quick ones for nothing
SIDE_BY_SIDE := -n 3 --dist loadfile --no-loadscope-reorder

.PHONY: film test tests test-fast lint bench docs dance-films gallery menu-pictures icon spectrograms loudness brightness clean

film: .venv/ready-to-run
	@mkdir -p out
	$(BIN)/dreamscape export out/shore.mp4 --act shore --to 10 --size 1280x720 --overwrite

test: .venv/ready-to-test
	@$(MAKE) --no-print-directory -j 2 lint tests

tests: .venv/ready-to-test
	$(BIN)/python -m pytest $(SIDE_BY_SIDE) $(ARGS)

test-fast: .venv/ready-to-test
	$(BIN)/python -m pytest $(SIDE_BY_SIDE) -n 2 -m "not slow" $(ARGS)

lint: .venv/ready-to-test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/mypy benchmarks
	$(BIN)/mypy scripts

bench: .venv/ready-to-bench
	@for file in $(filter-out benchmarks/gpu.py benchmarks/peers.py, $(wildcard benchmarks/*.py)); do echo "== $$file"; $(BIN)/python $$file || exit 1; done

docs: .venv/ready-to-docs out/docs/moments.json out/docs/dance/chorus.mp4
	NO_MKDOCS_2_WARNING=1 PYTHONPATH=scripts $(BIN)/python -m mkdocs build --strict
	@echo "out/site/index.html"

out/docs/moments.json: .venv/ready-to-docs scripts/docs_pictures.py $(DRAWN)
	$(BIN)/python scripts/docs_pictures.py out/docs

dance-films: out/docs/dance/chorus.mp4

out/docs/dance/chorus.mp4: .venv/ready-to-docs scripts/dance_films.py $(DRAWN)
	$(BIN)/python scripts/dance_films.py out/docs/dance

gallery: .venv/ready-to-run
	$(BIN)/python scripts/gallery.py

menu-pictures: .venv/ready-to-run
	$(BIN)/python scripts/menu_pictures.py

icon: .venv/ready-to-run
	$(BIN)/python scripts/icon.py

spectrograms: .venv/ready-to-run
	$(BIN)/python scripts/spectrograms.py

loudness: .venv/ready-to-run
	$(BIN)/python scripts/measure_loudness.py

brightness: .venv/ready-to-run
	$(BIN)/python scripts/measure_brightness.py

clean:
	rm -rf .venv build dist out .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# One stamp for each use; made again when pyproject.toml or the script changed.
.venv/ready-to-%: pyproject.toml scripts/setup
	@scripts/setup $*
	@touch $@
