"""`python -m bench NAME --size small|S|M|L`: run one bench by name."""

import importlib
import sys
from pathlib import Path


def main() -> int:
    """The bench's own `main(arguments)` does the rest."""
    names = sorted(p.stem for p in Path(__file__).parent.glob("*.py") if not p.stem.startswith("_"))
    if len(sys.argv) < 2 or sys.argv[1] not in names:
        print(f"Name a bench: make bench B=<{'|'.join(names)}>")
        return 2
    return importlib.import_module(f"bench.{sys.argv[1]}").main(sys.argv[2:]) or 0


if __name__ == "__main__":
    sys.exit(main())
