"""In protection nobody oversees messages: the page is not there for anyone."""

import pytest
from django.test import Client

pytestmark = pytest.mark.world("protection")


@pytest.mark.parametrize("username", ["wulan", "indah", "maria", "made", "tini"])
def test_nobody_sees_the_page(db, person, username):
    hers = Client(raise_request_exception=False)
    hers.force_login(person(username))

    assert hers.get("/pemberitahuan/").status_code in (302, 404)
