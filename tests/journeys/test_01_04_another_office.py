"""Walk 4: another office, a village officer and a stranger try every address by hand."""

import re
import uuid

import pytest

from tests.journeys import siti

NAME = "Siti Nurjanah"


@pytest.fixture(scope="module")
def addresses(installation, browser):
    """Every address of a whole walk, as the officers of its own office see them."""
    from tests.journeys.conftest import Visitor

    contexts = []

    def visit(username):
        context = browser.new_context(locale="id-ID")
        contexts.append(context)
        return Visitor(context.new_page(), installation.administration).sign_in(username)

    dewi = visit("dewi")
    her = siti.register(dewi, NAME)
    for kind in ("KTP", "KK", "AKTA_LAHIR"):
        siti.scan(dewi, her, kind)
    application, _code = siti.open_service(dewi, her)
    ratna = visit("ratna")
    siti.step_of(ratna, NAME)
    step = ratna.page.url
    scan = ratna.page.get_by_role("link", name="Buka foto").first.get_attribute("href")
    sheet = ratna.page.get_by_role("link", name="Kembalikan").first.get_attribute("href")
    for context in contexts:
        context.close()
    home = installation.administration
    return [
        her, f"{her}surat/KK/", f"{her}permohonan/", f"{her}buka/rekomendasi_paspor/",
        application, f"{application}kertas/", f"{application}surat/", f"{application}tarik/",
        step, f"{step}selesai/", f"{step}tunda/", f"{home}{scan}", f"{home}{sheet}",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "username", ["rudi", "wati", "gatot", "nina", "joko", "hasan", "made", "tini"]
)
def test_nothing_answers_other_than_an_unknown_id(addresses, visit, username):
    stranger = visit(username)

    for address in addresses:
        for method in ("GET", "POST"):
            known, unknown = (_ask(stranger, method, one) for one in (address, _unknown(address)))
            assert known == unknown, (username, method, address)
            assert known[0] in (404, 405) and NAME not in known[1], (username, address)


def test_a_stranger_is_asked_to_sign_in_whether_or_not_it_exists(addresses, visit):
    stranger = visit()

    for address in addresses:
        for method in ("GET", "POST"):
            known, unknown = (_ask(stranger, method, one) for one in (address, _unknown(address)))
            assert known == unknown, (method, address)
            assert NAME not in known[1] and "Masuk" in known[1]


def _unknown(address):
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", lambda found: str(uuid.uuid4()), address)


def _ask(visitor, method, address):
    """Status and body, without what differs by nature: the form's token and the address asked."""
    context = visitor.page.context
    token = next((c["value"] for c in context.cookies() if c["name"].endswith("form")), "")
    headers = {"X-CSRFToken": token, "Referer": visitor.home, "Origin": visitor.home}
    answer = context.request.fetch(address, method=method, headers=headers, max_redirects=5)
    text = re.sub(r'value="[A-Za-z0-9:_.-]{40,}"', "", answer.text())
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", text)
    return answer.status, text
