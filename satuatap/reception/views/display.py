"""The second screen and the tablet: opened with a key, without account, numbers only."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from satuatap.accounts.wrong_codes import count_wrong_code, has_to_wait
from satuatap.common.gates import open_page
from satuatap.reception.codes import key_digest
from satuatap.reception.forms import ImpressionForm
from satuatap.reception.models import DISPLAY, Call, Impression, Screen
from satuatap.reception.reading import absent_desks, today_at

ON_SCREEN = 6
DISPLAY_REASON = "a screen in the waiting room, opened with a key; it shows numbers only"
TABLET_REASON = "a tablet by the door, opened with a key; it takes three taps from anybody"
TABLET = "tablet"
BY_KEY = ("key", key_digest)


def _office_of(office, key):
    """The office whose screen has this key; 404 for any other pair."""
    screens = Screen.objects.current().select_related("office")
    found = screens.filter(key_hash=key_digest(key)).first()
    if found is None or found.office.code != office:
        raise Http404
    return found.office


def _numbers(request, office, key, template):
    found = _office_of(office, key)
    now = timezone.now()
    today = today_at(found, now)
    called = list(Call.objects.on_screen(found, today, now, ON_SCREEN))
    newest = [one for one in called if one.served_at is None][:1]
    context = {
        "office": found, "now": newest, "before": called[len(newest):],
        "absent": absent_desks(found, today), "office_code": office, "key": key,
    }  # fmt: skip
    return render(request, template, context)


@open_page(DISPLAY_REASON, service=DISPLAY, presents=BY_KEY)
@require_GET
def display(request, office, key):
    """The whole screen."""
    return _numbers(request, office, key, "reception/display.html")


@open_page(DISPLAY_REASON, service=DISPLAY, presents=BY_KEY)
@require_GET
def numbers(request, office, key):
    """Only the numbers, asked every three seconds."""
    return _numbers(request, office, key, "reception/_display.html")


@open_page(TABLET_REASON, service=DISPLAY, presents=BY_KEY)
@require_http_methods(["GET", "POST"])
def impression(request, office, key):
    """How was it, by whom, send: kept only with the third tap."""
    found = _office_of(office, key)
    form = ImpressionForm(request.POST or None)
    if not form.is_valid():
        return _tablet(request, found, "score")
    score, sex = form.cleaned_data["score"], form.cleaned_data["sex"]
    if "send" in request.POST:
        return _keep(request, found, office, key, score, sex)
    step = "send" if "sex" in request.POST else "sex"
    return _tablet(request, found, step, score=score, sex=sex)


def _tablet(request, office, step, **told):
    context = {
        "office": office, "step": step, "scores": Impression.Score.choices,
        "sexes": [("female", _("Perempuan")), ("male", _("Laki-laki")), ("", _("Tidak menjawab"))],
        **told,
    }  # fmt: skip
    return render(request, "reception/impression.html", context)


def _keep(request, office, code, key, score, sex):
    if has_to_wait(request, TABLET):  # thirty from one tablet in a quarter of an hour
        return render(request, "reception/impression.html", {"step": "wait"}, status=429)
    month = today_at(office, timezone.now()).replace(day=1)
    Impression(office=office, month=month, score=score, sex=sex).save(force_insert=True)
    count_wrong_code(request, TABLET)
    return redirect("reception:thanks", code, key)


@open_page(TABLET_REASON, service=DISPLAY, presents=BY_KEY)
@require_GET
def thanks(request, office, key):
    """A word of thanks; the next visitor finds the first page again."""
    context = {"office": _office_of(office, key), "step": "thanks", "key": key}
    return render(request, "reception/impression.html", context)
