"""Her paper with the code, a new code for a lost one, and how she wants to be told."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from satuatap.accounts.roles import Permission
from satuatap.applications import actions, permissions
from satuatap.applications.forms.codes import NONE, ChannelForm
from satuatap.applications.models import Application
from satuatap.applications.reading.her_page import her_page
from satuatap.common.acting import with_help_of
from satuatap.common.gates import gate
from satuatap.common.qr import qr_data_uri
from satuatap.common.workflow import MoveRefused
from satuatap.workers.models.access import HOUSE


def _found(application_id):
    """The application as far as this person sees it: of the office, or lying on the own desk."""
    return get_object_or_404(Application.objects.select_related("office"), pk=application_id)


def _is_at_the_front(user, application):
    return user.may(Permission.OPEN_APPLICATION, office=application.office_id)


def _back_url(user, application):
    if _is_at_the_front(user, application):
        return application.get_absolute_url()
    return reverse("applications:queue")


@gate(Permission.READ_APPLICATION)
@require_GET
def slip(request, application_id):
    """The paper in her hand: the code, what happens next, that it is free. Nothing about her."""
    found = _found(application_id)
    permissions.replace_code.check(request.user, found)
    return render(request, "applications/slip.html", {
        "application": found,
        "page": _page(request.user, found),
        "back_url": _back_url(request.user, found),
        "address": settings.PUBLIC_URL + reverse("applications:track"),
        "qr": qr_data_uri(settings.PUBLIC_URL + reverse("applications:follow", args=[found.code])),
    })  # fmt: skip


def _page(user, application):
    """What her code shows; a desk prints the steps of the others too, as the code shows them."""
    now = timezone.now()
    if _is_at_the_front(user, application):
        return her_page(application, now, papers=False)
    with with_help_of(HOUSE):
        return her_page(application, now, papers=False)


@gate(Permission.READ_APPLICATION)
@require_http_methods(["GET", "POST"])
def replace(request, application_id):
    """Her code is lost: ask once, give a new one, print it."""
    found = _found(application_id)
    permissions.replace_code.check(request.user, found)
    if request.method == "POST":
        actions.replace_code(by=request.user, application=found)
        messages.success(request, _("Kode baru siap dicetak. Kode lama tidak dikenal lagi."))
        return redirect("applications:slip", found.pk)
    context = {"application": found, "back_url": _back_url(request.user, found)}
    return render(request, "applications/replace_code.html", context)


@gate(Permission.OPEN_APPLICATION)
@require_http_methods(["GET", "POST"])
def channel(request, application_id):
    """She says how she wants to be told; nothing chosen means that nothing is ever sent."""
    found = _found(application_id)
    permissions.choose_channel.check(request.user, found)
    initial = {"channel": found.channel or NONE, "contact": found.contact or ""}
    form = ChannelForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            actions.choose_channel(by=request.user, application=found, **form.cleaned_data)
            messages.success(request, _("Dicatat."))
        except MoveRefused as refused:
            messages.warning(request, refused.messages[0])
        return redirect(found)
    context = {"application": found, "form": form}
    return render(request, "applications/choose_channel.html", context)
