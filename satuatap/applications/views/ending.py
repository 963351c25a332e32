"""How an application ends: the letter is drafted and handed over, or she withdraws."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from satuatap.accounts.roles import Permission
from satuatap.applications import actions, permissions
from satuatap.applications.models import Application
from satuatap.applications.reading.letter_words import letter_words
from satuatap.applications.reading.progress import for_page
from satuatap.common.gates import gate
from satuatap.letters.forms import form_of

CANCEL_STATUS = "cabut_status"


@gate(Permission.DRAFT_LETTER)
@require_http_methods(["GET", "POST"])
def draft_letter(request, application_id):
    """Draft the letter with what is on file; the officer adds what only she knows."""
    found = get_object_or_404(for_page(Application.objects), pk=application_id)
    permissions.draft_letter.check(request.user, found)
    form = form_of(found.definition["letter"])(request.POST or None, initial=letter_words(found))
    if form.is_valid():
        letter = actions.draft_letter(
            by=request.user, application=found, data=form.words_of_letter(), now=timezone.now()
        )
        return redirect(letter)
    return render(request, "applications/draft_letter.html", {"form": form, "application": found})


@gate(Permission.OPEN_APPLICATION)
@require_POST
def hand_over(request, application_id):
    """The letter is in her hand."""
    found = get_object_or_404(for_page(Application.objects), pk=application_id)
    actions.hand_over(by=request.user, application=found, now=timezone.now())
    messages.success(request, _("Surat sudah diserahkan. Permohonan ini selesai."))
    return redirect(found)


@gate(Permission.OPEN_APPLICATION)
@require_http_methods(["GET", "POST"])
def withdraw(request, application_id):
    """Ask once, then end it; no reason is asked, and what is hers is called to mind."""
    found = get_object_or_404(for_page(Application.objects), pk=application_id)
    permissions.withdraw.check(request.user, found)
    if request.method == "POST":
        actions.withdraw(by=request.user, application=found, now=timezone.now())
        return redirect(found)
    may_cancel_status = found.service != CANCEL_STATUS and bool(found.destination)
    return render(request, "applications/withdraw.html",
                  {"application": found, "may_cancel_status": may_cancel_status})  # fmt: skip
