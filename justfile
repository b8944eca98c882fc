# Every command a person needs. `just` comes with the environment: .venv/bin/just

set shell := ["bash", "-euo", "pipefail", "-c"]

bin := ".venv/bin"

_list:
    @{{bin}}/just --list

# Prepare environment and assets
setup:
    ./yizheng doctor

# Run the demo
run *words:
    ./yizheng up --demo {{words}}

# Format everything
fmt:
    {{bin}}/ruff format .
    {{bin}}/ruff check --fix .

# Everything but tests: format, lint, contracts, types, generated documents
check:
    {{bin}}/ruff format --check .
    {{bin}}/ruff check .
    {{bin}}/lint-imports
    {{bin}}/mypy src/yizheng
    {{bin}}/python manage.py write_reference --check

# Unit tests, for instance: just test src/yizheng/plan -k board
test *words:
    {{bin}}/pytest -n 2 --dist loadfile {{words}}

# Browser journeys
e2e *words:
    {{bin}}/pytest e2e {{words}}

# What CI runs
all:
    ./yizheng test

# Write the generated reference documents
docs:
    {{bin}}/python manage.py write_reference

# Lock the dependencies of pyproject.toml
lock:
    {{bin}}/python -m uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-header --python-version 3.11 -o requirements.lock -q
