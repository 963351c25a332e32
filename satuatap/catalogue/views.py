"""The catalogue as an officer reads it: services, papers, destinations, costs, rules, changes.

Nothing here is about a person, and the interview guide is not here: a broker with a friend at
a desk would learn from it what to rehearse.
"""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from satuatap.accounts.roles import Permission
from satuatap.catalogue import changes as changed
from satuatap.catalogue import pages, tables
from satuatap.catalogue import rules as rule_tables
from satuatap.catalogue.documents import document_kinds, return_reasons
from satuatap.catalogue.questions import questions
from satuatap.catalogue.schemes import schemes
from satuatap.catalogue.services import services
from satuatap.catalogue.words import doubt_words, sources
from satuatap.common.gates import gate

PAGES = (
    ("catalogue:services", gettext_lazy("Layanan")),
    ("catalogue:papers", gettext_lazy("Jenis surat")),
    ("catalogue:destinations", gettext_lazy("Negara tujuan")),
    ("catalogue:costs", gettext_lazy("Biaya")),
    ("catalogue:wages", gettext_lazy("Upah")),
    ("catalogue:rules", gettext_lazy("Aturan")),
    ("catalogue:changes", gettext_lazy("Perubahan")),
)
# classes of sa-badge
STATUS = {
    "open": (gettext_lazy("terbuka"), "done"),
    "formal_only": (gettext_lazy("hanya badan hukum"), "returned"),
    "moratorium": (gettext_lazy("dihentikan sementara"), "stopped"),
    "closed": (gettext_lazy("tertutup"), "stopped"),
    "unknown": (gettext_lazy("belum terbaca"), "waiting"),
}
STANDING = {
    "rule": gettext_lazy("Berlaku"),
    "check": gettext_lazy("Periksa dahulu sebelum dipakai"),
    "warning": gettext_lazy("Tanda bahaya: pungutan tidak resmi"),
    "past": gettext_lazy("Dahulu, untuk membaca kasus lama"),
}
USABLE = {
    "yes": (gettext_lazy("boleh ditunjukkan"), "done"),
    "check": (gettext_lazy("periksa dahulu"), "returned"),
    "no": (gettext_lazy("hanya keterangan"), "waiting"),
    "old": (gettext_lazy("kontrak lama"), "stopped"),
}


def _page(request, template, name, **context):
    links = [(link, label, link == name) for link, label in PAGES]
    return render(request, template, {**context, "pages": links})


@gate(Permission.READ_CATALOGUE)
@require_GET
def offered(request):
    """All services of the installation, also those that begin later."""
    found = [pages.shown(service) for service in services().values()]
    today = timezone.localdate()
    return _page(
        request, "catalogue/services.html", "catalogue:services", services=found, today=today
    )


@gate(Permission.READ_CATALOGUE)
@require_GET
def service(request, code):
    """One service: its steps, desks, papers, days and costs, each with its source."""
    if code not in services():
        raise Http404
    context = {"shown": pages.shown(services()[code]), "today": timezone.localdate()}
    return _page(request, "catalogue/service.html", "", **context)


@gate(Permission.READ_CATALOGUE)
@require_GET
def papers(request):
    """All kinds of papers, and the sentences with which one is returned."""
    kinds = [(kind, doubt_words(kind), sources(kind.source)) for kind in document_kinds().values()]
    reasons = return_reasons().values()
    return _page(request, "catalogue/papers.html", "catalogue:papers", kinds=kinds, reasons=reasons)


@gate(Permission.READ_CATALOGUE)
@require_GET
def destinations(request):
    """Where people go to work, with the status that was read last; one group at a time."""
    chosen = request.GET.get("status", "")
    chosen = chosen if chosen in STATUS else ""
    found = [
        (place, STATUS[place.status], STATUS[place.household_status], sources(place.source))
        for place in tables.destinations()
        if chosen in ("", place.status, place.household_status)
    ]
    states = [(value, word) for value, (word, _kind) in STATUS.items()]
    context = {"places": found, "states": states, "chosen": chosen}
    return _page(request, "catalogue/destinations.html", "catalogue:destinations", **context)


@gate(Permission.READ_CATALOGUE)
@require_GET
def costs(request):
    """What is paid by whom, by which rule; what is not known stands there as not known."""
    groups = [(STANDING[key], found) for key, found in pages.costs_by_standing().items()]
    return _page(request, "catalogue/costs.html", "catalogue:costs", groups=groups)


@gate(Permission.READ_CATALOGUE)
@require_GET
def wages(request):
    """Wages and conditions by destination, and whether they may be shown as current."""
    found = [(row, USABLE[row.wage.usable_now]) for row in pages.wages_shown()]
    return _page(request, "catalogue/wages.html", "catalogue:wages", wages=found)


@gate(Permission.READ_CATALOGUE)
@require_GET
def rules(request):
    """Age, the family's letter, destinations, schemes: as the rules stand, with source."""
    context = {
        "limits": rule_tables.age_limits(),
        "ages": [(row, USABLE[row.usable_now], sources(row.source)) for row in tables.ages()],
        "permission": [(_of_whom(line), line) for line in rule_tables.permission_lines()],
        "statuses": [(STATUS[line.status], line) for line in rule_tables.status_lines()],
        "schemes": pages.schemes_shown(),
        "lines": rule_tables.scheme_lines(),
    }
    return _page(request, "catalogue/rules.html", "catalogue:rules", **context)


def _of_whom(line) -> str:
    """“Menikah”, or the way for which the line stands."""
    status = questions()["marital_status"].options.get(line.marital_status, "")
    way = schemes()[line.scheme].name if line.scheme != "*" else ""
    return ": ".join(part for part in (way, status) if part) or _("Belum jelas")


@gate(Permission.READ_CATALOGUE)
@require_GET
def changes(request):
    """What changed since when, newest first, and which file should be looked at again."""
    today = timezone.localdate()
    origins = sorted(changed.origins(), key=lambda origin: origin.review_by)
    late = [origin for origin in origins if origin.is_overdue(today)]
    context = {"changes": changed.changes(), "late": late, "today": today}
    return _page(request, "catalogue/changes.html", "catalogue:changes", **context)
