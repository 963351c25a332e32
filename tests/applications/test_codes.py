"""A lost code is replaced at any counter that has the file; the old one was never there."""

import re
from urllib.parse import quote

import pytest

from satuatap.accounts.models import AuditEntry
from satuatap.accounts.wrong_codes import MOST_WRONG
from satuatap.applications import actions
from satuatap.common.codes import new_code
from tests.centre import act, browser, finish, text_of

pytestmark = pytest.mark.world("administration")


def address(application, what):
    return f"/permohonan/{application.pk}/{what}/"


def follow(code, **extra):
    """The page under a code, without what differs from request to request."""
    answer = browser(**extra).get(f"/lacak/{code}/")
    page = text_of(answer).replace(quote(answer.wsgi_request.path, safe=""), "?")
    return answer.status_code, sorted(answer.headers), re.sub(r"[A-Za-z0-9]{64}", "token", page)


@pytest.mark.parametrize("username", ["dewi", "lestari", "ratna"])
def test_any_counter_with_the_file_asks_once_and_prints_a_new_paper(application, person, username):
    visitor, old = browser(person(username)), application.code
    assert "Kode lama sejak saat itu tidak dikenal lagi" in text_of(
        visitor.get(address(application, "kode"))
    )
    act(person("dewi"))
    application.refresh_from_db()
    assert application.code == old  # asking changes nothing

    answer = visitor.post(address(application, "kode"), follow=True)

    act(person("dewi"))
    application.refresh_from_db()
    assert application.code != old
    page = text_of(answer)
    assert application.shown_code in page and "data:image/svg+xml" in page
    assert "Gratis" in page and "Jalan Contoh 1, Sumber" in page
    assert "Cocokkan data kependudukan" in page  # what happens next, at other desks too


def test_the_file_at_a_desk_leads_to_a_new_code(application, first, bu_ratna):
    page = text_of(browser(bu_ratna).get(first.get_absolute_url()))

    assert f'href="{address(application, "kode")}"' in page


def test_the_old_code_answers_like_one_that_never_was(application, dewi):
    old = application.code
    browser(dewi).post(address(application, "kode"))

    assert follow(old) == follow("ABCDEFGHJKMN")
    assert follow(old)[0] == 404
    act(dewi)
    application.refresh_from_db()
    assert follow(application.code)[0] == 200


def test_the_old_code_counts_as_a_wrong_one(application, dewi):
    old = application.code
    browser(dewi).post(address(application, "kode"))
    for _ in range(MOST_WRONG - 1):
        follow(new_code(12), REMOTE_ADDR="203.0.113.7")
    assert follow(old, REMOTE_ADDR="203.0.113.7")[0] == 404

    assert follow(new_code(12), REMOTE_ADDR="203.0.113.7")[0] == 429


def test_a_desk_on_which_nothing_of_hers_lies_does_not_find_it(application, first, pak_hasan,
                                                               bu_ratna, pak_rudi):  # fmt: skip
    for somebody in (pak_hasan, pak_rudi):
        for what in ("kode", "kertas"):
            assert browser(somebody).get(address(application, what)).status_code == 404
        assert browser(somebody).post(address(application, "kode")).status_code == 404

    finish(bu_ratna, first)
    assert browser(bu_ratna).post(address(application, "kode")).status_code == 404


def test_whoever_calls_the_verb_with_a_foreign_file_is_refused(application, pak_hasan, now):
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied, match="loket lain"):
        actions.replace_code(by=act(pak_hasan), application=application)


def test_the_head_stands_at_no_counter(application, bu_endang):
    for what in ("kode", "kertas"):
        answer = browser(bu_endang).get(address(application, what))
        assert answer.status_code == 403
        assert application.shown_code not in text_of(answer)


def test_the_paper_says_nothing_about_her(application, dewi, siti):
    page = text_of(browser(dewi).get(address(application, "kertas")))
    page = page.split("<main")[1].split("</main>")[0]

    for word in ("Siti", "Rahmawati", "Karangsari", str(siti.pk), "Ratna"):
        assert word not in page
    assert "Lipat dengan tulisan di dalam" in page


def test_that_a_code_was_replaced_is_on_record_without_the_code(application, dewi, as_owner):
    browser(dewi).post(address(application, "kode"))

    with as_owner():
        entry = AuditEntry.objects.get(verb="code_replaced")
    assert entry.about_id == str(application.pk)
    assert application.code not in str(vars(entry))
