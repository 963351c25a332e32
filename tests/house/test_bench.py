"""A bench beside other work counts only when that work went on at the intended rate."""

import pytest

from bench.beside import PER_SECOND, Moves, beside_fields, stands

QUIET, BUSY = [0.010] * 100, [0.025] * 100


def after(seconds, done):
    """Moves of a run of so many seconds."""
    moves = Moves()
    moves.done.value, moves.begun, moves.ended = done, 100.0, 100.0 + seconds
    return moves


@pytest.mark.parametrize(("done", "reached"), [
    (10 * PER_SECOND, True), (10 * PER_SECOND - 14, True), (10 * PER_SECOND - 15, False),
    (0, False),
])  # fmt: skip
def test_the_rate_that_was_reached_is_told_and_a_missed_one_fails(done, reached, capsys):
    found = beside_fields(QUIET, BUSY, after(10, done))

    assert found["beside"] == 2.5
    assert (found["moves_per_second"], found["moves_intended"]) == (done / 10, PER_SECOND)
    assert (found["rate_reached"], stands(found, most=3)) == (reached, reached)
    assert ("says nothing" in capsys.readouterr().out) is not reached


def test_a_slow_answer_beside_the_full_rate_fails_too():
    assert not stands(beside_fields(QUIET, [0.031] * 100, after(10, 10 * PER_SECOND)), most=3)
