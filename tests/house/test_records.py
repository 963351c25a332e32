"""What is written down fits what is built: personal data, reference data, drawings, translations."""

import datetime
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps

from satuatap.common.reference import origin_of, reference_folder
from tests.catalogue import KEYWORDS

OWN_MODELS = [model for model in apps.get_models() if model.__module__.startswith("satuatap.")]
NEEDED = {"class", "purpose", "legal_basis", "retention"}


def classification(model):
    """What the room's personal_data.toml says of this model."""
    room = Path(apps.get_app_config(model._meta.app_label).path)
    return tomllib.loads((room / "personal_data.toml").read_text()).get(model.__name__, {})


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda m: m._meta.label)
def test_every_field_is_classified(model):
    said = classification(model)
    if said.get("class") == "none":
        assert said["reason"]
        return
    fields = {field.name for field in model._meta.local_fields}

    assert set(said) == fields
    for name, words in said.items():
        assert set(words) >= NEEDED, name


REFERENCE = [
    p for p in sorted(reference_folder().rglob("*")) if p.suffix in (".toml", ".csv", ".gz")
]


@pytest.mark.parametrize("path", REFERENCE, ids=lambda p: p.name)
def test_every_reference_file_says_where_it_comes_from_and_is_in_time(path):
    assert not origin_of(path).is_overdue(datetime.date.today())


def test_drawings_in_the_docs_are_up_to_date():
    from docs.generated import pages

    for path, text in pages().items():
        assert path.exists() and path.read_text() == text, f"{path}: run `make docs`"


def test_no_sentence_hides_from_the_catalogue_under_another_name():
    """Who collects the sentences looks for these names of gettext and no others."""
    for path in Path("satuatap").rglob("*.py"):
        names = re.findall(r"gettext(?:_lazy)? as (\w+)", path.read_text())
        assert set(names) <= set(KEYWORDS), path
