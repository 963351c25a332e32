"""Ways that take turns, and what is said of their times."""

import gc
import statistics
import time


def take_turns(ways: dict, rounds: int, calls: int) -> dict[str, list[float]]:
    """Seconds of every call by way; in each round each way is called so often, first one then another."""
    found = {name: [] for name in ways}
    names = list(ways)
    for number in range(rounds):
        start = number % len(names)
        for name in names[start:] + names[:start]:
            gc.collect()
            for _ in range(calls):
                begun = time.perf_counter()
                ways[name]()
                found[name].append(time.perf_counter() - begun)
    return found


def percentile(values, part: float) -> float:
    """For example 0.95: as many of the values are at most as large."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def in_words(name: str, values) -> str:
    """A line for people."""
    return (
        f"  {name:<10} median {statistics.median(values) * 1000:7.2f} ms, "
        f"range {min(values) * 1000:.2f} to {max(values) * 1000:.2f}, "
        f"95th {percentile(values, 0.95) * 1000:.2f} ({len(values)} times)"
    )


def ratios(found: dict, peer=None) -> dict:
    """The fields of the last line that every bench has."""
    ours, sql, plain = (statistics.median(found[name]) for name in ("ours", "sql", "plain"))
    return {
        "ours": round(ours, 5), "sql": round(sql, 5), "plain": round(plain, 5), "peer": peer,
        "ratio_sql": round(ours / sql, 2), "ratio_plain": round(ours / plain, 2),
        "ratio_peer": None, "ratio_p12": round(ours / (sql + plain), 2),
    }  # fmt: skip
