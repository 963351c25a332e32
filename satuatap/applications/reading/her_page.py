"""What stands under her code: where it is, whose turn, the promised day. Nothing about the person.

Whoever holds the code reads this: a husband, a broker, a neighbour. So papers and reasons that
tell of her have no name here, nor have steps that exist only because of an answer of hers.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from satuatap.applications.models import Step
from satuatap.applications.reading.progress import progress_of, sentences_of, sentences_to_bring
from satuatap.applications.workflow import ApplicationStatus, StepStatus
from satuatap.catalogue.documents import document_kinds
from satuatap.catalogue.holds import hold_reasons
from satuatap.catalogue.services import services
from satuatap.places.calendars import local_date

A, S = ApplicationStatus, StepStatus
RUNNING, OPEN = (A.OPEN, A.LETTER), (S.READY, S.HELD, S.RETURNED)
STATES = {S.DONE: "done", S.READY: "now", S.HELD: "now", S.RETURNED: "returned"}
DESTINATION_CLOSED = "destination_closed"


@dataclass(frozen=True)
class Part:
    """One step as she reads it. `cost` None: not known; `promised_on` None: no day is promised."""

    title: str
    desk: str
    state: str
    since: date | None
    is_open: bool
    promised_on: date | None = None
    is_late: bool = False
    why: str = ""
    cost: int | None = 0
    cost_note: str = ""
    comes_herself: bool = False


@dataclass(frozen=True)
class HerPage:
    """The whole page; `tone` is the class word of `sa-answer`."""

    name: str
    fee: str
    tone: str
    word: str
    sentence: str
    bring: tuple[str, ...]
    parts: tuple[Part, ...]
    spoken_bring: tuple[str, ...] = ()

    @property
    def open_parts(self) -> list[Part]:
        """Where it lies now; none when it is over."""
        return [part for part in self.parts if part.is_open]


def her_page(application, now, *, papers: bool = True) -> HerPage:
    """Everything that her page and her slip say; one query, more only for returned papers.

    `papers`: also what she has not brought yet; her slip does not say it, it soon is otherwise.
    """
    progress = progress_of(application, now, papers=papers)
    zone = application.office.zone
    parts = tuple(_part(application, row.step, zone, now) for row in progress)
    returned = [verdict for row in progress for verdict in row.returned]
    running = application.status == A.OPEN and not application.stopped_by_id
    awaited = [kind for row in progress for kind in row.awaited] if running else []
    tone, word, sentence = _answer(application, parts, bool(returned), bool(awaited))
    quiet = tells(application.definition)
    return HerPage(
        name=_("Permohonan Anda") if quiet else application.service_name,
        fee=_("Petugas tidak boleh meminta lebih dari biaya yang tertulis di sini.") if quiet
        else application.definition["fee_note"],
        tone=tone, word=word, sentence=sentence, parts=parts,
        bring=sentences_of(returned) + sentences_to_bring(awaited),
        spoken_bring=sentences_of(returned, spoken=True) + sentences_to_bring(awaited, spoken=True),
    )  # fmt: skip


def tells(definition: dict) -> bool:
    """Would the service's name alone tell something: an illness, a death, a return?

    A copy from before the catalogue said so is asked for the papers that it writes, and the
    catalogue of today.
    """
    if "name_tells" in definition:
        return definition["name_tells"]
    today = services().get(definition["code"])
    if today and today.name_tells:
        return True
    kinds = document_kinds()
    written = [kind for step in definition["steps"] for kind in step.get("records", ())]
    return any(kinds[kind].sensitive for kind in written if kind in kinds)


def _part(application, step: Step, zone, now) -> Part:
    definition = application.step_definition(step.code)
    hidden = tells(application.definition)  # then the desk and its papers would tell it too
    quiet = hidden or bool(definition.get("only_if"))
    is_open = step.status in OPEN and application.status in RUNNING
    promised = step.due_on if is_open and step.running_since else None
    moment = step.done_at if step.status == S.DONE else step.status_since or step.ready_at
    return Part(
        title=_("Bagian %(number)d") % {"number": step.position + 1} if quiet else step.title,
        desk=_("satu loket kantor ini") if hidden else _desk_in_words(step.desk),
        state=STATES.get(StepStatus(step.status), "next"),
        since=local_date(moment, zone) if moment else None,
        is_open=is_open,
        promised_on=promised,
        is_late=promised is not None and promised < local_date(now, zone),
        why=_why(step) if is_open else "",
        cost=definition.get("cost_rupiah", application.definition.get("fee_rupiah")),
        cost_note=_cost_note(definition, quiet),
        comes_herself=bool(definition.get("in_person")) and step.status == S.READY,
    )


def _desk_in_words(desk) -> str:
    return _("loket %(desk)s") % {"desk": desk.get_institution_display().lower()}


def _cost_note(definition: dict, quiet: bool) -> str:
    if quiet and not definition.get("cost_note_is_neutral"):
        return ""
    return definition.get("cost_note", "")


def _why(step) -> str:
    """Why it lies still; nothing while somebody works on it, or while she brings a paper."""
    if step.is_suspended:
        return hold_reasons()[DESTINATION_CLOSED].sentence
    if step.hold is None:
        return ""
    if step.hold.sensitive:
        return _("Tanyakan di meja depan apa yang dapat dilakukan.")
    return step.hold.sentence


def _answer(application, parts, has_returned, is_awaited) -> tuple[str, str, str]:
    """Tone, word and sentence of the answer on top: what she has to know first."""
    if application.status == A.FINISHED:
        return "good", _("Selesai"), ""
    if application.status == A.WITHDRAWN:
        return "neutral", _("Permohonan ini sudah ditarik"), ""
    if application.stopped_by_id:
        closed = hold_reasons()[DESTINATION_CLOSED].sentence
        return "caution", _("Permohonan ini sedang berhenti"), closed
    if has_returned:
        return "caution", _("Ada surat yang perlu Anda bawa lagi"), ""
    if application.letter_ready_at:
        return "good", _("Surat siap diambil"), _("Ambil di meja depan. Tanpa biaya.")
    if application.status == A.LETTER:
        return "good", _("Semua loket selesai. Surat sedang dibuat."), ""
    return _answer_of_open(parts, is_awaited)


def _answer_of_open(parts, is_awaited) -> tuple[str, str, str]:
    held = next((part for part in parts if part.why), None)
    if held:
        return "caution", _("Permohonan Anda menunggu"), held.why
    if is_awaited:
        return "caution", _("Ada surat yang belum kami terima"), ""
    if any(part.comes_herself for part in parts if part.is_open):
        word = _("Langkah ini dikerjakan bersama Anda. Datang sendiri ke loketnya.")
        return "caution", word, ""
    return "neutral", _("Sedang diperiksa. Anda tidak perlu membawa apa-apa."), ""
