"""The English catalogue: collects every Indonesian source string, without gettext's programs.

`python -m tests.catalogue` merges new strings into the catalogue and compiles it;
with `--check` it only says what is missing. Templates are read by Django's own parser,
Python by Babel's.
"""

import io
import os
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "satuatap" / "locale" / "en" / "LC_MESSAGES"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}


def collected() -> Catalog:
    """Every source string of the product with where it stands."""
    catalog = Catalog()
    for folder in ("satuatap",):
        for name, line, message, _comments, context in extract_from_dir(
            ROOT / folder, [("**/migrations/**.py", "ignore"), ("**.py", "python")],
            keywords=KEYWORDS,
        ):  # fmt: skip
            catalog.add(message, locations=[(f"{folder}/{name}", line)], context=context)
    for path in sorted((ROOT / "satuatap").glob("*/templates/**/*.html")):
        for message in _of_template(path):
            catalog.add(message, locations=[(str(path.relative_to(ROOT)), 1)])
    return catalog


def _of_template(path: Path):
    """Source strings of one template, as Django would look them up."""
    from django.template import Engine
    from django.template.base import Template

    engine = Engine(builtins=[], libraries=_libraries())
    for node in Template(
        path.read_text(), engine=engine, name=str(path)
    ).nodelist.get_nodes_by_type(object):
        yield from _of_node(node)


def _libraries():
    return {
        "i18n": "django.templatetags.i18n",
        "static": "django.templatetags.static",
        "satuatap": "satuatap.common.templatetags.satuatap",
    }


def _of_node(node):
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode

    if isinstance(node, TranslateNode):
        text = (
            node.filter_expression.var.literal
            if hasattr(node.filter_expression.var, "literal")
            else None
        )
        if text:
            yield text
    elif isinstance(node, BlockTranslateNode):
        single, _names = node.render_token_list(node.singular)
        if node.plural:
            plural, _names = node.render_token_list(node.plural)
            yield (_trim(single, node), _trim(plural, node))
        else:
            yield _trim(single, node)
    yield from _marked_in(node)


def _trim(text, node):
    from django.utils.translation import trim_whitespace

    return trim_whitespace(text) if node.trimmed else text


def _marked_in(node):
    """`_("…")` within tags and variables."""
    text = node.token.contents if node.token else ""
    yield from re.findall(r"""_\("([^"]+)"\)""", text)


def kept() -> Catalog:
    """The catalogue as it is."""
    path = FOLDER / "django.po"
    if not path.exists():
        return Catalog(locale="en", domain="django")
    with path.open("rb") as file:
        return read_po(file, locale="en", domain="django")


def merge() -> Catalog:
    """The kept translations for exactly the strings that are used."""
    old = kept()
    new = Catalog(locale="en", domain="django", project="Satu Atap", fuzzy=False,
                  creation_date=old.creation_date)  # fmt: skip
    for message in collected():
        if message.id:
            known = old.get(message.id, message.context)
            new.add(message.id, known.string if known else None, context=message.context)
    return new


def compiled(catalog: Catalog) -> bytes:
    """The catalogue as gettext reads it."""
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def missing(catalog: Catalog) -> list:
    """Source strings without an English one."""
    return [m.id for m in catalog if m.id and not (any(m.string) if m.pluralizable else m.string)]


def main() -> int:
    """Merge and compile, or with --check compare."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "satuatap.settings")
    os.environ.setdefault("SATUATAP_NO_DATABASE", "yes")
    import django

    django.setup()
    catalog = merge()
    lacking = missing(catalog)
    for message in lacking:
        print(f"no English for: {message!r}")
    if "--check" in sys.argv:
        stale = {(m.id, m.context) for m in kept()} != {(m.id, m.context) for m in catalog}
        made = FOLDER / "django.mo"
        stale = stale or not made.exists() or made.read_bytes() != compiled(catalog)
        if stale:
            print("the English catalogue is stale: run python -m tests.catalogue")
        return bool(stale or lacking)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "django.po").open("wb") as file:
        write_po(file, catalog, sort_output=True, no_location=True, width=100, omit_header=False)
    (FOLDER / "django.mo").write_bytes(compiled(catalog))
    return 0


if __name__ == "__main__":
    sys.exit(main())
