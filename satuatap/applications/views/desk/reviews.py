"""The second person's list, and her answer."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from satuatap.accounts.roles import Permission
from satuatap.applications import actions, permissions
from satuatap.applications.forms.desk import GrantForm
from satuatap.applications.models import Application, Review, Verdict
from satuatap.applications.reading.reviews import waiting_reviews
from satuatap.applications.views.desk.images import image_answer
from satuatap.catalogue.documents import waiver_reasons
from satuatap.common.gates import gate

ABOUT = ("step__desk", "first_person", "decided_by")


@gate(Permission.DECIDE_REVIEW)
@require_GET
def reviews(request):
    """What waits for a second person, oldest first."""
    after, office = request.GET.get("sesudah", ""), request.GET.get("kantor", "").replace("\0", "")
    rows, following = waiting_reviews(request.user, after, office)
    kept = {"kantor": office} if office else {}
    return render(request, "applications/reviews.html", {
        "reviews": rows,
        "next_url": f"?{urlencode({**kept, 'sesudah': following})}" if following else "",
        "first_url": (f"?{urlencode(kept)}" if kept else ".") if after else "",
    })  # fmt: skip


@gate(Permission.DECIDE_REVIEW)
@require_http_methods(["GET", "POST"])
def review(request, review_id):
    """One second look: what the first person said, and what is decided now."""
    found = get_object_or_404(Review.objects.select_related(*ABOUT), pk=review_id)
    form = GrantForm(request.POST or None)
    if form.is_valid():
        granted = form.cleaned_data["answer"]
        actions.decide_review(by=request.user, review=found, is_granted=granted, now=timezone.now())
        messages.success(request, _sentence_of(found, granted))
        return redirect("applications:reviews")
    verdict = Verdict.objects.filter(pk=found.verdict_id).first()
    file = Application.objects.select_related("worker").filter(steps=found.step_id).first()
    return render(request, "applications/review.html", {
        "review": found,
        "verdict": verdict,
        "file": file,
        "reason": waiver_reasons().get(found.reason),
        "why_not": permissions.decide_review.why_not(request.user, found),
    })  # fmt: skip


@gate(Permission.DECIDE_REVIEW, reading_is_an_event=True)
@require_GET
def appealed_paper(request, review_id):
    """The image on which she decides, while the decision is open; that it was opened is on record."""
    appeals = Review.objects.filter(kind=Review.Kind.APPEAL).select_related(*ABOUT, "verdict")
    found = get_object_or_404(appeals, pk=review_id)
    scan, content = actions.open_appealed_paper(by=request.user, review=found)
    return image_answer(content, scan.media_type)


def _sentence_of(found, granted) -> str:
    paper = found.paper_kind.name
    if found.kind == Review.Kind.WAIVER:
        told = _("%(paper)s tidak diminta lagi.") if granted else _("%(paper)s tetap diminta.")
    else:
        told = _("%(paper)s diterima.") if granted else _("%(paper)s tetap dikembalikan.")
    return told % {"paper": paper}
