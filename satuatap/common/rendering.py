"""How forms become HTML: `{{ form }}` prints an error summary and then every field.

Set as FORM_RENDERER. A form needs nothing of its own: label, hint, example, error and the
references between them for screen readers come from here and from `common/forms/`.
"""

from django.forms import fields, widgets
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.template.loader import select_template
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# First match wins, so the special widget stands above the general one.
CLASSES = (
    (widgets.CheckboxSelectMultiple, "govuk-checkboxes__input"),
    (widgets.RadioSelect, "govuk-radios__input"),
    (widgets.CheckboxInput, "govuk-checkboxes__input"),
    (widgets.FileInput, "sa-file"),
    (widgets.Select, "govuk-select"),
    (widgets.SelectDateWidget, "govuk-select"),
    (widgets.Textarea, "govuk-textarea"),
    (widgets.Input, "govuk-input"),
    (widgets.MultiWidget, "govuk-input"),
)

# What to do, where Django's own sentence only says that something is wrong. A form that
# brings its own sentence for the code keeps it. First match wins.
SENTENCES = (
    ("required", fields.BooleanField, _("Beri tanda jika benar: %(label)s")),
    ("required", fields.ChoiceField, _("Pilih %(label)s.")),
    ("required", fields.FileField, _("Pilih %(label)s.")),
    ("required", fields.Field, _("Isi %(label)s.")),
    ("invalid", fields.DateField, _("Tulis %(label)s seperti contoh ini: 17-08-1990")),
    ("invalid", fields.IntegerField, _("Tulis %(label)s dengan angka saja.")),
    ("invalid_choice", fields.ChoiceField, _("Pilih %(label)s dari daftar.")),
    ("empty", fields.FileField, _("Berkas ini kosong. Pilih lagi %(label)s.")),
    ("null_characters_not_allowed", fields.Field, _("Hapus tanda yang tidak terbaca.")),
)


class PlainField(BoundField):
    """A field that knows how it is laid out, hinted and tied to its error."""

    @property
    def problems(self):
        """One sentence per error, for the place beside the field."""
        return [self._sentence(error) or text for error, text in self._errors()]

    @property
    def summary(self):
        """One sentence per error that is understood without the field beside it."""
        return [
            self._sentence(error) or f"{str(self.label).rstrip('?:')}: {text}"
            for error, text in self._errors()
        ]

    def _errors(self):
        return zip(self.errors.as_data(), self.errors, strict=True)

    def _sentence(self, error):
        """Our sentence for one of Django's own, else nothing."""
        if error.message != self._usual_message(error.code):
            return ""
        for code, kind, sentence in SENTENCES:
            if code == error.code and isinstance(self.field, kind):
                return sentence % {"label": self._label_in_sentence()}
        return ""

    def _usual_message(self, code):
        """Django's own message for the code; validators keep theirs elsewhere."""
        for kind in type(self.field).__mro__:
            if code in getattr(kind, "default_error_messages", {}):
                return kind.default_error_messages[code]
        return None

    def _label_in_sentence(self):
        """The label with a small first letter, unless it is an abbreviation or a name."""
        label = str(self.label)
        return label[:1].lower() + label[1:] if label[1:2].islower() else label

    @property
    def is_single_tick(self):
        """Whether it is one box to tick, with its label behind it."""
        return isinstance(self.field.widget, widgets.CheckboxInput)

    @property
    def hint(self):
        """The help text; a date without one shows how it is typed."""
        if self.help_text or not isinstance(self.field, fields.DateField):
            return self.help_text
        return gettext("Contoh: 17-08-1990")

    @property
    def anchor(self):
        """The id of the first control, where a link of the error summary leads."""
        if not self.auto_id:
            return ""
        return f"{self.auto_id}_0" if self.use_fieldset else self.id_for_label

    @property
    def use_fieldset(self):
        """A file is one control, whatever Django's own widget says."""
        return super().use_fieldset and not isinstance(self.field.widget, widgets.FileInput)

    @property
    def aria_describedby(self):
        """The ids of hint and error, or None where the widget names its own."""
        if self.field.widget.attrs.get("aria-describedby") or not self.auto_id or self.is_hidden:
            return None
        parts = [(self.hint, "helptext"), (self.errors, "error")]
        return " ".join(f"{self.auto_id}_{name}" for text, name in parts if text)

    def build_widget_attrs(self, attrs, widget=None):
        """Add class and keyboard kind to what Django says of the control."""
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        if not widget.is_hidden:
            attrs["class"] = self._classes(widget)
            attrs.update(self._number_keys(widget))
        return attrs

    def _classes(self, widget):
        ours = next((name for kind, name in CLASSES if isinstance(widget, kind)), "")
        own = widget.attrs.get("class", "")
        wrong = f"{ours}--error" if self.errors and ours and not ours.endswith("__input") else ""
        return " ".join(name for name in (ours, own, wrong) if name)

    def _number_keys(self, widget):
        """The phone shows digits; no spinner, which changes numbers under a scrolling wheel."""
        if not isinstance(widget, widgets.NumberInput) or "inputmode" in widget.attrs:
            return {}
        broken = isinstance(self.field, (fields.FloatField, fields.DecimalField))
        return {"inputmode": "decimal" if broken else "numeric"}


class Renderer(TemplatesSetting):
    """Renders forms with `common/forms/`, and falls back to Django's own widgets."""

    form_template_name = "common/forms/form.html"
    formset_template_name = "common/forms/formset.html"
    field_template_name = "common/forms/field.html"
    bound_field_class = PlainField

    def get_template(self, template_name):
        """Prefer our template of the same name; apps' order in the settings plays no part."""
        if not template_name.startswith("django/forms/"):
            return super().get_template(template_name)
        ours = template_name.replace("django/forms/", "common/forms/", 1)
        return select_template([ours, template_name])
