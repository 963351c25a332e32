"""In protection nobody oversees messages: the page is not there for anyone."""

import pytest

from tests.centre import browser, somebody

pytestmark = pytest.mark.world("protection")


@pytest.mark.parametrize("username", ["wulan", "indah", "maria", "made", "tini"])
def test_nobody_sees_the_page(db, username):
    assert browser(somebody(username)).get("/pemberitahuan/").status_code in (302, 404)
