"""The page about the matrix says what the truth table says."""

import pytest

from tests.wall.drawing import PAGE, page

pytestmark = pytest.mark.wall


def test_the_page_is_drawn_from_the_truth_table_as_it_is_now():
    assert PAGE.read_text() == page(), "run `make docs`"
