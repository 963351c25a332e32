"""Questions of other rooms: may this job order be used on this day, and if not, why not.

An empty answer means that nothing speaks against it in what was copied here. It never means
that the offer is safe: whoever shows it, shows `FOUND_IS_NOT_SAFE` beside it.
"""

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from satuatap.common.templatetags.satuatap import tanggal
from satuatap.directory.models import Agency, JobOrder
from satuatap.directory.rules import check_lasts

FOUND_IS_NOT_SAFE = gettext_lazy(
    "Ada di daftar tidak berarti aman. Cocokkan nama, nomor izin dan alamat dengan surat di tangan."
)


def usable_job_orders(office_id, on: date) -> list[JobOrder]:
    """The job orders of an office that may be used on this day, by destination and number."""
    rows = JobOrder.objects.perhaps_usable(office_id, on)
    return [order for order in rows if not why_not_usable(order, on)]


def find_job_order(job_order_id) -> JobOrder | None:
    """The job order with its agency as far as the acting person sees it, or None."""
    return JobOrder.objects.select_related("agency", "office").filter(pk=job_order_id).first()


def why_not_usable(job_order: JobOrder, on: date) -> str:
    """The sentence for officers why nobody is placed by it on this day, or an empty string."""
    return why_agency_not_usable(job_order.agency, on) or why_order_not_usable(job_order, on)


def why_agency_not_usable(agency: Agency, on: date) -> str:
    """What speaks against this agency on this day, or an empty string."""
    states: dict[str, str] = {
        Agency.Status.REVOKED: _("Izin P3MI ini dicabut. Jangan teruskan penempatan lewat P3MI ini."),
        Agency.Status.SUSPENDED: _("Izin P3MI ini dibekukan sementara. Tunggu sampai izinnya aktif lagi."),
        Agency.Status.UNKNOWN: _("Keadaan izin P3MI ini belum diketahui. Cari di daftar resmi."),
    }  # fmt: skip
    if sentence := states.get(agency.status):
        return sentence
    if not agency.licence or agency.licence_until is None:
        return _("Nomor SIP3MI atau masa berlakunya belum dicatat. Lengkapi dari daftar resmi.")
    if agency.licence_from and on < agency.licence_from:
        return _("SIP3MI baru berlaku sejak %(day)s.") % {"day": tanggal(agency.licence_from)}
    if on > agency.licence_until:
        return _("SIP3MI habis pada %(day)s. Cari izin yang baru di daftar resmi.") % {
            "day": tanggal(agency.licence_until)
        }
    return _why_not_checked(agency, on, _("P3MI ini"))


def why_order_not_usable(order: JobOrder, on: date) -> str:
    """What speaks against this job order by itself on this day, or an empty string."""
    if order.status == JobOrder.Status.FULL:
        return _("Job order ini sudah penuh. Pilih job order lain.")
    if order.status == JobOrder.Status.STOPPED:
        return _("Job order ini dihentikan. Pilih job order lain.")
    if order.valid_until and on > order.valid_until:
        return _("Job order ini berlaku sampai %(day)s.") % {"day": tanggal(order.valid_until)}
    if not order.permit or order.permit_until is None:
        return _("Nomor SIP2MI atau masa berlakunya belum dicatat. Minta salinannya kepada P3MI.")
    if on > order.permit_until:
        return _("SIP2MI habis pada %(day)s. Minta izin yang baru kepada P3MI.") % {
            "day": tanggal(order.permit_until)
        }
    if not order.attache_number or order.attache_on is None:
        return _("Verifikasi atase belum dicatat. Minta surat job order yang sudah diverifikasi.")
    return _why_not_checked(order, on, _("Job order ini"))


def _why_not_checked(entry, on, what) -> str:
    if entry.checked_on is None:
        return _("%(what)s belum dicocokkan dengan sumbernya oleh orang kedua.") % {"what": what}
    if on - entry.checked_on > timedelta(days=check_lasts()):
        return _("%(what)s terakhir dicocokkan pada %(day)s. Cocokkan lagi dengan sumbernya.") % {
            "what": what, "day": tanggal(entry.checked_on),
        }  # fmt: skip
    return ""
