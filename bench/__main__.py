"""`python -m bench NAME --size small|S|M|L`: run one bench by name."""

import importlib
import sys

BENCHES = ("audit", "lacak", "login", "match", "memory", "step", "uploads", "worklist")


def main() -> int:
    """The bench's own `main(arguments)` does the rest."""
    if len(sys.argv) < 2 or sys.argv[1] not in BENCHES:
        print(f"Name a bench: make bench B=<{'|'.join(BENCHES)}>")
        return 2
    return importlib.import_module(f"bench.{sys.argv[1]}").main(sys.argv[2:]) or 0


if __name__ == "__main__":
    sys.exit(main())
