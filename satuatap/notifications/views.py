"""The head's screen: how many messages stand where, and which need a person."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from satuatap.accounts.roles import Permission
from satuatap.common.gates import gate
from satuatap.common.workflow import MoveRefused
from satuatap.notifications import actions, channels, reading
from satuatap.notifications.models import Channel, Message
from satuatap.notifications.sending import link_of, words_of
from satuatap.notifications.workflow import MessageStatus

MOST_TASKS = 50


@gate(Permission.OVERSEE)
@require_GET
def messages_out(request):
    """Counts by state, and what could not be sent by purpose and time; never to whom."""
    rows = Message.objects.filter(office__in=request.user.offices_with(Permission.OVERSEE))
    counts = dict(rows.counted())
    tasks = list(rows.select_related("office").for_a_person()[: MOST_TASKS + 1])
    about = reading.what_they_are_about(tasks)
    return render(request, "notifications/list.html", {
        "counts": [(label, counts.get(value, 0)) for value, label in MessageStatus.choices],
        "tasks": [
            (row, words_of(row.purpose), link_of(row.purpose, about.get(row.pk)))
            for row in tasks[:MOST_TASKS]
        ],
        "more": len(tasks) > MOST_TASKS,
        "has_channel": Channel.EMAIL in channels.ready(),
    })  # fmt: skip


@gate(Permission.OVERSEE)
@require_POST
def settle(request, message_id):
    """Somebody was told in another way."""
    message = get_object_or_404(Message, pk=message_id)
    try:
        actions.settle_message(by=request.user, message=message, now=timezone.now())
    except MoveRefused as changed:
        messages.warning(request, " ".join(changed.messages))
    else:
        messages.success(request, _("Dicatat sebagai sudah diurus."))
    return redirect("notifications:list")
