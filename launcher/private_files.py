"""Small files that only their owner may read, written whole or not at all."""

import json
import os
from pathlib import Path

_LONG_LOG = 5_000_000  # bytes


def write_private(path, text):
    """Write a file with mode 0600; a reader finds the old text or the new, never half of it."""
    path = Path(path)
    half = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)


def write_private_json(path, content):
    """Write something as JSON that only we can read."""
    write_private(path, json.dumps(content, indent=1, sort_keys=True) + "\n")


def read_json(path):
    """The content of a JSON file, or None when the file is absent."""
    try:
        return json.loads(Path(path).read_text())
    except FileNotFoundError:
        return None


def open_log(path):
    """Open a log for appending, mode 0600; a long one is put aside first, and one such is kept."""
    path = Path(path)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > _LONG_LOG:
        path.replace(path.with_name(path.name + ".1"))
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")


def last_lines(path, count=5):
    """The end of a log, for the sentence that reports why something stopped."""
    try:
        with Path(path).open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - 8192))
            return "\n".join(file.read().decode(errors="replace").splitlines()[-count:])
    except OSError:
        return ""
