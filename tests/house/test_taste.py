"""Taste as tests: sizes, unused templates, door plates, nothing inline, nothing of a machine."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOMS = [path.parent for path in sorted(Path("satuatap").glob("*/__init__.py"))]
CODE = [
    path
    for folder in ("satuatap", "launcher", "demo", "tests", "bench", "ops")
    for path in sorted(Path(folder).rglob("*.py"))
    if "migrations" not in path.parts
]
TEMPLATES = sorted(Path("satuatap").glob("*/templates/**/*.html"))


def tracked():
    """Files that belong to the project."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], capture_output=True, text=True
    )
    return [Path(line) for line in listed.stdout.splitlines() if Path(line).is_file()]


@pytest.mark.parametrize("path", CODE, ids=str)
def test_no_file_is_too_long(path):
    assert len(path.read_text().splitlines()) <= 500


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_no_template_is_too_long_or_has_anything_inline(path):
    text = path.read_text()

    assert len(text.splitlines()) <= 120
    assert not re.search(r"<style|style=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"\|\s*safe\b|autoescape off", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_an_included_form_is_given_its_token(path):
    """`only` hides the token too: every button of the piece would be refused in a browser."""
    for name, words in re.findall(r'{% include "([^"]+)"([^%]*)only %}', path.read_text()):
        piece = next((p for p in TEMPLATES if str(p).endswith(f"/templates/{name}")), path)
        if piece != path and "csrf_token" in piece.read_text():
            assert "csrf_token=csrf_token" in words, name


@pytest.mark.parametrize("room", ROOMS, ids=str)
def test_every_room_has_a_door_plate(room):
    plate = ast.get_docstring(ast.parse((room / "__init__.py").read_text())) or ""

    assert len(plate.splitlines()) >= 3


def test_no_template_is_unused():
    everything = "\n".join(p.read_text() for p in [*CODE, *TEMPLATES] if "tests" not in p.parts)
    known_by_libraries = re.compile(
        r"^(400|403_csrf|404|429|500)\.html$|^(account|mfa|socialaccount|django)/|forms/widgets/"
    )
    unused = []
    for path in TEMPLATES:
        name = str(path).split("/templates/")[1]
        if name not in everything and not known_by_libraries.search(name):
            unused.append(name)

    assert not unused


@pytest.mark.parametrize("path", CODE, ids=str)
def test_public_functions_say_what_for(path):
    if "tests" in path.parts:
        return
    silent = [
        node.name
        for node in ast.parse(path.read_text()).body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert not silent, f"{path}: {silent}"


def test_no_name_says_nothing():
    wrong = {"utils", "util", "helpers", "helper", "misc", "manager", "handler"}

    assert not [path for path in CODE if path.stem in wrong]


def test_nothing_names_a_machine_or_a_registry():
    """No path of a workplace and no package registry's host stands in the project."""
    wrong = re.compile(
        "/"
        + "work/(main|shared)"
        + "|pypi"
        + r"\.org|files\.python"
        + r"hosted|registry\.npm"
        + "js"
    )
    found = []
    for path in tracked():
        if path.suffix in (".gz", ".png", ".mo", ".jpg"):
            continue
        if wrong.search(path.read_text(errors="ignore")):
            found.append(str(path))

    assert not found
