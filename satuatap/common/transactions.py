"""One transaction per request, entered as the acting person, read-only for reading."""

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.template.loader import render_to_string

from satuatap.common import acting
from satuatap.common.gates import gate_of

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


class ReceiveBody:
    """Bound the body and receive it whole, before anything else costs a connection."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in SAFE_METHODS:
            try:
                length = int(request.META.get("CONTENT_LENGTH") or -1)
            except ValueError:
                length = -1
            if length < 0 or length > settings.BODY_LIMIT:
                page = render_to_string("common/too_large.html", {"world": settings.WORLD})
                return HttpResponse(page, status=413)
            _parse(request)
        return self.get_response(request)


def _parse(request):
    """Read form fields and files now, while no transaction is open."""
    _ = request.POST


class WorldTransaction:
    """Open the transaction, set the actor, and let nobody pass a view without a gate."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # within a transaction that is open already, its opener decides whether one may write
        request.is_outermost = not connection.in_atomic_block
        with transaction.atomic():
            return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        gate = gate_of(view)
        if gate is None:
            raise LookupError(f"{view.__module__}.{getattr(view, '__name__', view)} has no gate")
        reading = request.method in SAFE_METHODS and not gate.reading_is_an_event
        actor = acting.service_actor(gate.service) if gate.service else request.actor
        if gate.presents:
            name, digest_of = gate.presents
            actor = actor.presenting(digest_of(kwargs[name]))
        acting.enter(actor, read_only=reading and request.is_outermost)

    def process_exception(self, request, exception):
        """Whatever ends in an error page leaves nothing half-written."""
        transaction.set_rollback(True)
