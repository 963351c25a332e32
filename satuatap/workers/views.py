"""Screens of the room: find, register, her page, her papers."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from satuatap.accounts.roles import Permission
from satuatap.catalogue.documents import document_kinds
from satuatap.common.gates import gate
from satuatap.common.scans import ScanRefused
from satuatap.places.models import Office
from satuatap.privacy.notices import notice
from satuatap.workers import actions, permissions
from satuatap.workers.forms import FindForm, RegisterForm, ScanForm
from satuatap.workers.models import Scan, Worker

MOST_HITS = 20
ALWAYS_SHOWN = ("KTP", "KK", "AKTA_LAHIR")


def registering_office(user):
    """The office at which this person registers people."""
    return get_object_or_404(Office, pk__in=user.offices_with(Permission.REGISTER_WORKER)[:1])


@gate(Permission.REGISTER_WORKER)
@require_http_methods(["GET", "POST"])
def find(request):
    """Look for a person; the search is posted, so that no name stands in an address."""
    form = FindForm(request.POST or None)
    found = None
    if form.is_valid():
        people = Worker.objects.filter(
            office__in=request.user.offices_with(Permission.REGISTER_WORKER)
        ).select_related("village__parent__parent")
        people = (
            people.with_nik(form.nik) if form.nik else people.named_like(form.cleaned_data["q"])
        )
        found = list(people.order_by("name_key", "id")[:MOST_HITS])
    return render(request, "workers/find.html", {"form": form, "found": found})


@gate(Permission.REGISTER_WORKER)
@require_http_methods(["GET", "POST"])
def register(request):
    """Tell the notice, then put the person on file."""
    form = RegisterForm(request.POST or None)
    if form.is_valid():
        words = dict(form.cleaned_data)
        worker, is_new = actions.register_worker(
            by=request.user, office=registering_office(request.user), **words
        )
        if is_new:
            return redirect(worker)
        form.add_error("nik", _("NIK ini sudah ada di daftar kantor ini. Buka orangnya di bawah."))
        return render(request, "workers/register.html",
                      {"form": form, "notice": notice(actions.NOTICE), "known": worker})  # fmt: skip
    return render(
        request, "workers/register.html", {"form": form, "notice": notice(actions.NOTICE)}
    )


@gate(Permission.READ_WORKER)
@require_GET
def worker(request, worker_id):
    """Her page: what is on file, her papers, her applications (joined by address)."""
    person = get_object_or_404(
        Worker.objects.select_related("village__parent__parent__parent", "office"), pk=worker_id
    )
    papers, other_kinds = papers_of(person)
    return render(request, "workers/worker.html", {
        "worker": person,
        "papers": papers,
        "other_kinds": other_kinds,
        "may_find": bool(request.user.offices_with(Permission.REGISTER_WORKER)),
        "may_scan": permissions.add_scan.allows(request.user, person),
        "may_open": bool(request.user.may(Permission.READ_DOCUMENT, office=person.office_id)),
    })  # fmt: skip


def papers_of(person) -> tuple[list[dict], list]:
    """The papers that she has or that every service asks for, and the other kinds to photograph."""
    have = {row.kind: row for row in person.documents.with_newest_scan()}
    kinds = document_kinds()
    shown = [code for code in kinds if code in have or code in ALWAYS_SHOWN]
    rest = [kind for kind in kinds.values() if kind.code not in shown and not kind.outcome_only]
    papers = [{"kind": kinds[code], "document": have.get(code)} for code in shown]
    return papers, sorted(rest, key=lambda kind: kind.name)


@gate(Permission.ADD_DOCUMENT)
@require_http_methods(["GET", "POST"])
def add_scan(request, worker_id, kind):
    """Photograph one paper."""
    person = get_object_or_404(Worker, pk=worker_id)
    paper = document_kinds().get(kind)
    if paper is None:
        raise Http404
    sentence = actions.why_no_image(kind)
    if sentence and request.method == "GET":
        context = {"worker": person, "paper": paper, "sentence": sentence}
        return render(request, "workers/no_scan.html", context)
    form = ScanForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            actions.add_scan(
                by=request.user, worker=person, kind=kind,
                once=form.cleaned_data["once"], uploaded=form.cleaned_data["scan"],
            )  # fmt: skip
        except ScanRefused as refused:
            form.add_error("scan", str(refused))
        else:
            messages.success(request, _("%(paper)s sudah difoto.") % {"paper": paper.name})
            return redirect(person)
    return render(
        request, "workers/add_scan.html", {"form": form, "worker": person, "paper": paper}
    )


@gate(Permission.READ_DOCUMENT, reading_is_an_event=True)
@require_GET
def scan(request, scan_id):
    """The image itself; never kept by the browser, never opened as anything but what it is."""
    image = get_object_or_404(Scan, pk=scan_id)
    content = actions.open_scan(by=request.user, scan=image)
    response = HttpResponse(content, content_type=image.media_type)
    ending = "pdf" if image.media_type.endswith("pdf") else "jpg"
    response["Content-Disposition"] = f'inline; filename="surat.{ending}"'
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return response
