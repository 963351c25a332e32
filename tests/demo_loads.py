"""Proves that the demo district loads into an empty home and that both worlds answer."""

import sys
import urllib.request

from demo.town import town


def main() -> int:
    """Start, ask both front pages, stop."""
    with town() as installation:
        for address in (installation.administration, installation.protection):
            answer = urllib.request.urlopen(address, timeout=10)
            assert answer.status == 200, address
    print("1 passed, 0 failed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
