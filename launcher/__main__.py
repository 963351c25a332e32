"""`python -m launcher run` starts everything; Ctrl-C stops it again. `manage` runs one command."""

import sys

_OLDEST_PYTHON = (3, 11)


def main():
    """Check what can be checked before our own modules are read, then run."""
    if sys.version_info < _OLDEST_PYTHON:
        found = ".".join(str(part) for part in sys.version_info[:3])
        print(f"Satu Atap needs Python 3.11 or newer; this is {found}.", file=sys.stderr)
        return 1
    if sys.argv[1:2] == ["manage"]:
        from launcher.managing import main as manage

        return manage(sys.argv[2:])
    if sys.argv[1:] != ["run"]:
        print("Usage: python -m launcher run | manage WORLD COMMAND ...", file=sys.stderr)
        return 2
    from launcher.run import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
