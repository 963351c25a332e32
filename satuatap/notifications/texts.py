"""The texts that may be sent, from `reference/messages/`: neutral, and the same for everybody.

A text knows one place to fill in, `{link}`: the public address of this installation. Anything
else in braces stops the start, so that no name can ever be put into a message.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from satuatap.common.reference import ReferenceError, origin_of, read_toml, reference_folder

LONGEST_SUBJECT, LONGEST_BODY = 60, 600
WORLDS = {"administration", "protection"}
BRACES = re.compile(r"[{}]")


@dataclass(frozen=True)
class Text:
    """One text; `body` may hold `{link}`."""

    code: str
    subject: str
    body: str
    worlds: frozenset[str]

    def filled(self) -> str:
        """The text as it is read."""
        return self.body.replace("{link}", settings.PUBLIC_URL)


def text_files() -> list[Path]:
    """The files of this installation."""
    return sorted((reference_folder() / "messages").glob("*.toml"))


def texts() -> dict[str, Text]:
    """The texts of this world by code; ReferenceError when one is not in order."""
    found = _read(tuple(text_files()))
    return {code: text for code, text in found.items() if settings.WORLD in text.worlds}


@lru_cache(maxsize=4)
def _read(paths: tuple[Path, ...]) -> dict[str, Text]:
    found = {}
    for path in paths:
        text = _text(path)
        if text.code != path.stem:
            raise ReferenceError(path, "code", f"must be the file's name, {path.stem}")
        found[text.code] = text
    return found


def _text(path: Path) -> Text:
    origin_of(path)
    said = read_toml(path)
    for key, longest in (("subject", LONGEST_SUBJECT), ("body", LONGEST_BODY)):
        words = said.get(key)
        if not isinstance(words, str) or not 0 < len(words.strip()) <= longest:
            raise ReferenceError(path, key, f"must be a text of 1 to {longest} characters")
        if BRACES.search(words.replace("{link}", "") if key == "body" else words):
            raise ReferenceError(path, key, "may hold nothing to fill in but {link} in the body")
    if "\n" in said["subject"].strip():
        raise ReferenceError(path, "subject", "must be one line")
    worlds = said.get("worlds")
    if not isinstance(worlds, list) or not worlds or set(worlds) - WORLDS:
        raise ReferenceError(path, "worlds", "must list administration, protection, or both")
    return Text(str(said.get("code", "")), said["subject"].strip(), said["body"].strip(),
                frozenset(worlds))  # fmt: skip
