"""Rules of the room."""

from django.utils.translation import gettext as _

from satuatap.accounts.roles import Permission
from satuatap.common.rules import ALLOWED, Rule
from satuatap.reception.workflow import TicketStatus

P = Permission


@Rule
def receive(user, office):
    """Numbers are issued at the front desk of the own office."""
    if not user.may(P.RECEIVE_VISITORS, office=office):
        return _("Nomor diambilkan oleh meja depan kantor ini.")
    return ALLOWED


@Rule
def call_for(user, office, desk):
    """A desk calls who waits for it; the front desk calls who waits for no desk."""
    if desk is None:
        if user.may(P.RECEIVE_VISITORS, office=office):
            return ALLOWED
        return _("Nomor ini dipanggil oleh meja depan.")
    if user.may(P.CALL_VISITORS, desk=desk):
        return ALLOWED
    return _("Nomor ini menunggu loket lain.")


@Rule
def forward(user, ticket):
    """The same number goes on to another desk; a private number does not."""
    here = user.may(P.RECEIVE_VISITORS, office=ticket.office_id)
    if not (here or (ticket.desk and user.may(P.CALL_VISITORS, desk=ticket.desk))):
        return _("Nomor ini ada di loket lain.")
    if ticket.is_private:
        return _("Nomor kelompok ini tidak diteruskan. Ambilkan nomor baru bila perlu loket.")
    if ticket.status in (TicketStatus.DONE, TicketStatus.LEFT):
        return _("Nomor ini sudah selesai. Ambilkan nomor baru.")
    return ALLOWED


@Rule
def plan(user, office):
    """Rota, quotas and mobile days are planned by the placement officer or the head."""
    if not user.may(P.PLAN_RECEPTION, office=office):
        return _("Jadwal kantor ini diatur oleh pengantar kerja atau kepala layanan.")
    return ALLOWED


@Rule
def say_who_is_here(user, office):
    """Today's presence is changed by whoever sees it: the front desk or those who plan."""
    if user.may(P.PLAN_RECEPTION, office=office) or user.may(P.RECEIVE_VISITORS, office=office):
        return ALLOWED
    return _("Kehadiran diubah oleh meja depan kantor ini.")


@Rule
def book_for_a_village(user, office):
    """A village officer books at the centre that serves her village."""
    areas = user.actor.areas.get(str(P.BOOK_APPOINTMENT), ())
    if any(code.startswith(office.area_id) or office.area_id.startswith(code) for code in areas):
        return ALLOWED
    return _("Kantor ini tidak melayani desa Anda.")
