"""Screens of those who write, approve, sign and hand over letters."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from satuatap.accounts.roles import Permission
from satuatap.common import files
from satuatap.common.gates import gate
from satuatap.common.workflow import MoveRefused
from satuatap.letters import actions, permissions, printing
from satuatap.letters.certificates import CannotSign, ends_soon, why_not
from satuatap.letters.deeds import deeds_on
from satuatap.letters.forms import ApproveForm, CancelForm, SignForm, form_of
from satuatap.letters.models import Letter, OfficeCertificate
from satuatap.letters.templates_store import LetterTemplate, store
from satuatap.letters.workflow import WITH_NUMBER, LetterStatus
from satuatap.places.models import Office

ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg"}


@gate(Permission.READ_LETTER)
def letter(request, letter_id):
    """One letter: where it stands, who did what, what may be done now."""
    return _show(request, _letter(letter_id))


def _letter(letter_id) -> Letter:
    return get_object_or_404(Letter.objects.for_a_page(), pk=letter_id)


def _show(request, letter, *, status=200, **forms):
    deeds, more = deeds_on(letter, request.user), {}
    if deeds.may("approve"):
        forms.setdefault("approve_form", ApproveForm(letter=letter, user=request.user))
    if deeds.may("sign"):
        forms.setdefault("sign_form", SignForm())
        more = _certificate_of(letter)
    if deeds.may("cancel"):
        forms.setdefault("cancel_form", CancelForm())
    bound = next((form for form in forms.values() if form.is_bound), None)
    context = {
        "letter": letter,
        "deeds": deeds,
        "facts": facts_of(letter),
        "form": bound,
        "has_page": not letter.is_cancelled,
        **more,
        **forms,
    }
    return render(request, "letters/letter.html", context, status=status)


def _certificate_of(letter) -> dict:
    """What the signer reads about her office's certificate."""
    certificate, now = OfficeCertificate.objects.find_in_use(letter.office), timezone.now()
    sentence = why_not(certificate, now)
    return {
        "certificate": certificate,
        "no_certificate": sentence,
        "ends_soon": certificate is not None and not sentence and ends_soon(certificate, now),
    }


def facts_of(letter: Letter) -> list[tuple[str, str]]:
    """Label and words of what fills the letter."""
    filled, known = letter.words, store().templates.get(letter.template)
    if known is None:
        return list(filled.items())
    return [(one.label, one.shown(filled.get(one.code, ""))) for one in known.fields]


@gate(Permission.DRAFT_LETTER)
def draft(request, template):
    """A new draft; sent twice it is one draft."""
    kind = _template(template)
    offices = Office.objects.filter(pk__in=request.user.offices_with(Permission.DRAFT_LETTER))
    office = _chosen_office(request, offices)
    form = form_of(kind.code)(request.POST or None)
    if form.is_valid():
        letter_id = form.cleaned_data["letter_id"]
        try:
            with transaction.atomic():
                actions.draft_letter(
                    by=request.user, office=office, template=kind.code, now=timezone.now(),
                    data=form.words_of_letter(), letter_id=letter_id,
                )  # fmt: skip
        except IntegrityError:  # sent a second time; what is another's stays unknown
            get_object_or_404(Letter, pk=letter_id)
        return redirect("letters:letter", letter_id)
    context = {"form": form, "kind": kind, "office": office, "offices": offices}
    return render(request, "letters/draft.html", context, status=422 if form.is_bound else 200)


def _template(code: str, office_code: str = "") -> LetterTemplate:
    try:
        return store().get(code, office_code)
    except LookupError:
        raise Http404 from None


def _chosen_office(request, offices) -> Office:
    """The office of `?kantor=`, else the first one; 404 for one that is not among them."""
    code = request.GET.get("kantor", "")
    if "\0" in code:
        raise Http404
    return get_object_or_404(offices, code=code) if code else _first(offices)


def _first(offices) -> Office:
    office = offices.first()
    if office is None:
        raise Http404
    return office


@gate(Permission.DRAFT_LETTER)
def correct(request, letter_id):
    """Other words for a draft."""
    letter = _letter(letter_id)
    permissions.correct_draft.check(request.user, letter)
    if letter.status != LetterStatus.DRAFT:
        messages.warning(request, letter.story())
        return redirect(letter)
    kind = _template(letter.template)
    form = form_of(kind.code)(
        request.POST or None,
        initial={**letter.words, "revision": letter.revision, "letter_id": letter.pk},
    )
    if form.is_valid():
        return _do(
            request, letter, actions.correct_draft, data=form.words_of_letter(),
            revision=form.cleaned_data["revision"],
        )  # fmt: skip
    context = {"form": form, "kind": kind, "office": letter.office, "letter": letter}
    return render(request, "letters/draft.html", context, status=422 if form.is_bound else 200)


def _do(request, letter, deed, **how):
    """Do it and show the letter; who comes second reads who was faster."""
    try:
        deed(by=request.user, letter=letter, now=timezone.now(), **how)
    except (MoveRefused, CannotSign) as refused:
        messages.warning(request, refused.messages[0])
    return redirect("letters:letter", letter.pk)


@gate(Permission.APPROVE_LETTER)
def approve(request, letter_id):
    """Give the draft its number."""
    letter = _letter(letter_id)
    if request.method != "POST":
        return redirect(letter)
    permissions.approve_letter.check(request.user, letter)
    form = ApproveForm(request.POST, letter=letter, user=request.user)
    if not form.is_valid():
        return _show(request, letter, status=422, approve_form=form)
    try:
        return _do(
            request, letter, actions.approve_letter,
            signer=form.cleaned_data["signer"],
            signer_position=form.cleaned_data["signer_position"],
            revision=form.cleaned_data["revision"],
        )  # fmt: skip
    except ValidationError:
        form.add_error(
            None, _("Naskah surat ini sudah berubah. Konsepnya diperbaiki dahulu, lalu disetujui.")
        )
        return _show(request, letter, status=422, approve_form=form)


@gate(Permission.SIGN_LETTER)
def sign(request, letter_id):
    """Take the scan of the signed page."""
    letter = _letter(letter_id)
    if request.method != "POST":
        return redirect(letter)
    permissions.sign_letter.check(request.user, letter)
    form = SignForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, letter, status=422, sign_form=form)
    return _do(request, letter, actions.sign_letter, scan=form.cleaned_data["scan"])


@gate(Permission.SIGN_LETTER)
def sign_certified(request, letter_id):
    """Sign the page with the office's certificate."""
    letter = _letter(letter_id)
    if request.method != "POST":
        return redirect(letter)
    return _do(request, letter, actions.sign_certified)


@gate(Permission.READ_LETTER)
def issue(request, letter_id):
    """Hand it over."""
    letter = _letter(letter_id)
    if request.method != "POST":
        return redirect(letter)
    return _do(request, letter, actions.issue_letter)


@gate(Permission.READ_LETTER)
def cancel(request, letter_id):
    """Take it back, for a reason of the list."""
    letter = _letter(letter_id)
    if request.method != "POST":
        return redirect(letter)
    permissions.cancel_letter.check(request.user, letter)
    form = CancelForm(request.POST)
    if not form.is_valid():
        return _show(request, letter, status=422, cancel_form=form)
    return _do(request, letter, actions.cancel_letter, reason=form.cleaned_data["reason"])


@gate(Permission.DRAFT_LETTER)
def discard(request, letter_id):
    """Put a draft away."""
    letter = _letter(letter_id)
    if request.method != "POST":
        return redirect(letter)
    return _do(request, letter, actions.discard_draft)


@gate(Permission.READ_LETTER)
def page(request, letter_id):
    """The page as PDF: a draft is marked as one, a cancelled letter is not given out."""
    letter = _letter(letter_id)
    if letter.is_cancelled:
        raise Http404
    if letter.status in WITH_NUMBER:
        return _file(_kept(letter.pdf_file), "application/pdf")
    kind = _template(letter.template, letter.office.code)
    return _file(printing.draft_page(kind, letter.office, letter.words), "application/pdf")


@gate(Permission.READ_LETTER)
def signed_page(request, letter_id):
    """The signed page: the scan of the paper, or the PDF with the electronic signature."""
    letter = _letter(letter_id)
    if letter.is_cancelled or letter.signed_scan is None:
        raise Http404
    return _file(_kept(letter.signed_scan), letter.signed_scan_kind)


def _kept(file_id) -> bytes:
    """A sealed file; one that was destroyed when its time was over answers like none."""
    try:
        return files.read(file_id)
    except FileNotFoundError:
        raise Http404 from None


def _file(content: bytes, kind: str) -> HttpResponse:
    """The name says nothing: it stays behind in the list of downloads."""
    name = f"surat.{ENDINGS[kind]}"
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'inline; filename="{name}"'}
    )
