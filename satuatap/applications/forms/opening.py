"""Opening a service."""

from __future__ import annotations

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from satuatap.applications.models.applications import Relation
from satuatap.catalogue.conditions import holds
from satuatap.catalogue.questions import Question, questions
from satuatap.catalogue.tables import destination
from satuatap.common.formfields import PlainTextField
from satuatap.common.once import OnceField
from satuatap.directory.models import JobOrder

MOST_RADIOS = 8
SCHEMES = {JobOrder.Scheme.P2P: "p2p", JobOrder.Scheme.SSW: "ssw"}


def _choice(label, options: dict, *, hint="", required=True, sentence="") -> forms.ChoiceField:
    """Radios where they are few, else a list to pick from."""
    few = len(options) <= MOST_RADIOS
    pick = [] if few else [("", gettext_lazy("Pilih dari daftar"))]
    return forms.ChoiceField(
        label=label, help_text=hint, required=required, choices=[*pick, *options.items()],
        widget=forms.RadioSelect if few else forms.Select,
        error_messages={"required": sentence} if sentence else None,
    )  # fmt: skip


def _question(asked: Question, schemes) -> forms.ChoiceField:
    options = {
        value: label
        for value, label in asked.options.items()
        if asked.options_from != "schemes" or not schemes or value in schemes
    }
    label = asked.label
    sentence = (
        _("Jawab pertanyaan ini dahulu: %(question)s") % {"question": label}
        if label.endswith("?")
        else ""
    )
    required = asked.required and not asked.asked_if
    return _choice(label, options, hint=asked.help, required=required, sentence=sentence)


def in_words(order: JobOrder) -> str:
    """A job order as the officer compares it with the paper in her hand."""
    place = destination(order.destination)
    return f"{place.name if place else order.destination}: {order.occupation}, {order.agency}, {order.number}"


class OpenForm(forms.Form):
    """Open one service; which one stands in the address, and it says what is asked.

    Nobody is asked for a phone or an address of e-mail: how she is told is a matter of its own.
    """

    once = OnceField()

    def __init__(self, *args, service, worker, orders=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.service, self.orders = service, {str(order.pk): order for order in orders}
        self.known_birth_date = worker.birth_date
        if service.for_heir:
            self._ask_for_the_heir()
        if service.places_abroad and worker.birth_date is None:
            self.fields["birth_date"] = forms.DateField(
                label=_("Tanggal lahir"), required=False,
                help_text=_("Belum tercatat. Lihat KTP atau akta lahir; contoh: 17-08-1998."),
            )  # fmt: skip
        for code in service.questions:
            self.fields[code] = _question(questions()[code], service.schemes)
        if service.needs_job_order:
            self.fields["job_order"] = _choice(
                _("Job order"), {key: in_words(order) for key, order in self.orders.items()},
                hint=_("Hanya yang izinnya masih berlaku dan sudah dicocokkan."),
                sentence=_("Pilih job order. Bila belum ada, tambahkan dahulu di daftar P3MI."),
            )  # fmt: skip
        if service.remote:
            self.fields["is_remote"] = forms.BooleanField(
                label=_("Diurus tanpa datang"), required=False,
                help_text=_("Semua langkah dapat berjalan dengan surat yang dikirim atau dititipkan."),
            )  # fmt: skip

    def _ask_for_the_heir(self):
        self.fields["applicant"] = PlainTextField(
            label=_("Nama ahli waris yang mengajukan"), max_length=120,
            help_text=_("Seperti di KTP-nya."),
            error_messages={"required": _("Isi nama ahli waris seperti di KTP-nya.")},
        )  # fmt: skip
        self.fields["relation"] = _choice(
            _("Hubungan dengan pekerja"), dict(Relation.choices),
            sentence=_("Pilih hubungan ahli waris dengan pekerja."),
        )  # fmt: skip

    def clean_birth_date(self):
        """Within a human life."""
        day = self.cleaned_data["birth_date"]
        if day and not datetime.date(1900, 1, 1) <= day <= datetime.date.today():
            raise ValidationError(_("Tanggal lahir ini belum mungkin. Periksa tahunnya."))
        return day

    def clean(self):
        """What hangs on another answer is there; the job order is for the journey that was said."""
        cleaned = super().clean()
        self._ask_what_hangs_on_an_answer(cleaned)
        order = self.orders.get(cleaned.get("job_order", ""))
        if order and cleaned.get("destination") not in (None, order.destination):
            self.add_error(
                "job_order", _("Negara di job order ini lain dari negara tujuan di atas.")
            )
        if order and cleaned.get("scheme") not in (None, SCHEMES.get(order.scheme, cleaned.get("scheme"))):  # fmt: skip
            self.add_error("job_order", _("Skema di job order ini lain dari skema di atas."))
        return cleaned

    def _ask_what_hangs_on_an_answer(self, cleaned):
        for code in self.service.questions:
            asked = questions()[code]
            if not asked.asked_if:
                continue
            if not holds(asked.asked_if, cleaned):
                cleaned[code] = ""
            elif not cleaned.get(code) and code not in self.errors:
                said = {"question": asked.label}
                self.add_error(code, _("Jawab pertanyaan ini dahulu: %(question)s") % said)

    @property
    def answers(self) -> dict[str, str]:
        """Question to value, as the application keeps it."""
        said = {code: self.cleaned_data.get(code) for code in self.service.questions}
        return {code: value for code, value in said.items() if value}

    @property
    def birth_date(self) -> datetime.date | None:
        """The one on file, or the one that was read from her card now."""
        return self.known_birth_date or self.cleaned_data.get("birth_date")

    @property
    def journey(self) -> dict:
        """What the verb is told beside the service."""
        said = self.cleaned_data
        heir = (said["applicant"], said["relation"]) if self.service.for_heir else None
        return {
            "answers": self.answers, "heir": heir, "is_remote": said.get("is_remote", False),
            "job_order": self.orders.get(said.get("job_order", "")),
        }  # fmt: skip
