"""What all screens of a desk share: finding the file, and answering a page or a fragment."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django_htmx.http import push_url

from satuatap.applications import permissions
from satuatap.applications.forms.desk import CorrectionForm, FindingForm, InterviewForm
from satuatap.applications.models import Step
from satuatap.applications.papers import PapersOfStep, results_of
from satuatap.applications.reading.differences import compare
from satuatap.applications.reading.queue import (
    TABS,
    address_of,
    next_file,
    own_desks,
    read_page,
)
from satuatap.catalogue.documents import document_kinds
from satuatap.catalogue.guides import interview_guide
from satuatap.places.calendars import local_date


def step_or_404(user, step_id) -> Step:
    """The step with its file; where the file has left the desk, the rule's sentence says why."""
    steps = Step.objects.select_related("desk__office", "done_by", "assigned_to")
    files = steps.select_related("application__worker__village__parent__parent__parent")
    if found := files.filter(pk=step_id).first():
        return found
    permissions.work_on_step.check(user, get_object_or_404(steps, pk=step_id))
    raise Http404


def step_to_move(user, step_id) -> Step:
    """The same for a verb, which reads the step anew once it is held: only that it lies here."""
    here = Step.objects.select_related("application__worker")
    found = here.only("application__worker__id").filter(pk=step_id).first()
    return found or step_or_404(user, step_id)


def chosen_tab(request):
    """The tab in the address; an unknown one is the first."""
    return TABS.get(request.GET.get("lihat", ""), TABS[""])


def query_of(request) -> str:
    """The tab as it is carried on in addresses of forms."""
    tab = chosen_tab(request).code
    return f"?lihat={tab}" if tab else ""


class Queue:
    """The left side: tabs with their numbers, one page of the chosen one."""

    def __init__(self, request, now, current=None):
        self.request, self.current = request, current
        self.tab = chosen_tab(request)
        self.desks = own_desks(request.user, now)
        after = request.GET.get("sesudah", "")
        page = read_page(request.user, self.desks, self.tab, after)
        self.rows, self.tabs, self.reviews = page.rows, page.tabs, page.reviews
        here = (
            f"{reverse('applications:queue')}?{f'lihat={self.tab.code}&' if self.tab.code else ''}"
        )
        self.next_url = f"{here}sesudah={page.following}" if page.following else ""
        self.first_url = here[:-1] if after else ""

    @property
    def size(self) -> int:
        """How many files the chosen tab has."""
        return next(number for tab, number in self.tabs if tab.code == self.tab.code)

    @property
    def waits_elsewhere(self) -> bool:
        """Is there something in another tab?"""
        return any(number for tab, number in self.tabs)

    @cached_property
    def next_row(self):
        """The file after the open one that this officer can take up; from the top at the end."""
        ids = [row.id for row in self.rows]
        at = ids.index(self.current) + 1 if self.current in ids else 0
        others = [row for row in self.rows[at:] + self.rows[:at] if row.id != self.current]
        return next((row for row in others if row.lies_with(self.request.user)), None)


def file_words(request, found, now, **forms) -> dict:
    """The right side: everything on this desk's part of one file."""
    day = local_date(now, found.desk.office.zone)
    stand = PapersOfStep(found)
    papers = stand.for_desk(day)
    written = results_of(found, day, stand.findings)
    records = [_record(kind, written, day, forms.get("finding")) for kind in found.records]
    recorded = all(record["finding"] for record in records)
    in_order = recorded and all(paper.standing for paper in papers)
    waiting = [paper for paper in papers if paper.waits]
    differences = compare(found.application.worker, papers)
    return {
        "step": found,
        "query": query_of(request),
        "day": day,
        "papers": papers,
        "next_paper": waiting[0] if waiting else None,
        "returned": any(paper.standing is False for paper in papers),
        "is_complete": in_order and not found.waits_for_interview,
        "lacks_interview": in_order and found.waits_for_interview,
        "records": records,
        "guide": _guide_of(found),
        "interview": forms.get("interview") or InterviewForm(),
        "differences": differences,
        "correction": CorrectionForm() if differences.differs else None,
        "is_overdue": found.is_overdue(day),
        "why_not": permissions.work_on_step.why_not(request.user, found),
        "may_replace_code": permissions.replace_code.allows(request.user, found.application),
        "may_hand": permissions.hand_step.allows(request.user, found),
        "may_resume": permissions.resume_step.allows(request.user, found),
    }


def _record(code, written, day, filled):
    """One result that this step writes: what is on record for it, and the form."""
    kind, finding = document_kinds()[code], written.get(code)
    own = filled if filled is not None and filled.kind.code == code else None
    return {
        "kind": kind,
        "finding": finding,
        "counts": bool(finding and finding.counts_on(day)),
        "form": own or FindingForm(kind=kind, today=day),
        "is_open": own is not None or finding is None,
    }


def _guide_of(found):
    definition = found.application.step_definition(found.code)
    return interview_guide() if definition.get("interview") else None


def show_file(request, found, now, *, status=200, said="", warned="", **forms):
    """The file as a page, or for htmx as the fragment with the changed queue beside it."""
    words = file_words(request, found, now, **forms) | {"said": said, "warned": warned}
    only_file = request.htmx and request.method == "POST"
    if not only_file:
        words["queue"] = Queue(request, now, found.pk)
    template = "applications/_desk_answer.html" if request.htmx else "applications/desk.html"
    words["is_fragment"] = bool(request.htmx)
    return render(request, template, words, status=status)


def done(request, found, *, said="", warned=""):
    """After a move within the file: the fragment for htmx, back to the page for a plain browser."""
    if request.htmx:
        return show_file(request, found, timezone.now(), said=said, warned=warned)
    if warned:
        messages.warning(request, warned)
    elif said:
        messages.success(request, said)
    return redirect(address_of(found.pk, chosen_tab(request).code))


def left(request, found, *, said):
    """After the file has left the desk: the next one comes up, or the queue says what follows."""
    now = timezone.now()
    if not request.htmx:
        messages.success(request, said)
        tab = chosen_tab(request)
        following = next_file(request.user, own_desks(request.user, now), tab, found.pk)
        return redirect(address_of(following, tab.code) if following else "applications:queue")
    queue = Queue(request, now, found.pk)
    row = queue.next_row
    words = {"queue": queue, "said": said, "is_fragment": True}
    if row:
        queue.current = row.id
        del queue.next_row
        words |= file_words(request, step_or_404(request.user, row.id), now)
    answer = render(request, "applications/_desk_answer.html", words)
    return push_url(
        answer, address_of(row.id, queue.tab.code) if row else reverse("applications:queue")
    )
