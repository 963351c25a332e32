"""Model fields for what must not lie readable in the database."""

from __future__ import annotations

from collections.abc import Callable

from django.db import models

from satuatap.common.vault import keyed_hash, purpose, vault


class Sealed(bytes):
    """Ciphertext as it came from the database, not yet opened."""


class _Opening:
    """Opens a sealed attribute at its first reading, and not before."""

    def __init__(self, field):
        self.field = field

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        name = self.field.attname
        if name not in instance.__dict__:
            instance.refresh_from_db(fields=[name])
        value = instance.__dict__[name]
        if isinstance(value, Sealed):
            value = instance.__dict__[name] = self.field.open(instance, value)
        return value

    def __set__(self, instance, value):
        instance.__dict__[self.field.attname] = value


class EncryptedText(models.BinaryField):
    """Text, sealed for a purpose and bound to table, column and row.

    Reads lazily: a list that does not show the field never decrypts it. It cannot be
    filtered; beside a searched one stands a `KeyedHash`. Rows are saved through the model,
    never by `update()`, because the seal needs the row's id.
    """

    _pyi_private_set_type: str | None
    _pyi_private_get_type: str  # type: ignore[assignment]  # text outside, bytes in the table

    def __init__(self, *args, purpose_name: str = "", **kwargs):
        self.purpose_name = purpose(purpose_name) if purpose_name else ""
        kwargs.setdefault("editable", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs["purpose_name"] = self.purpose_name
        return name, path, args, kwargs

    def contribute_to_class(self, cls, name, private_only=False):
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _Opening(self))

    def place(self, instance) -> str:
        """Where the value stands: `table.column:id`."""
        return f"{instance._meta.db_table}.{self.column}:{instance.pk}"

    def open(self, instance, sealed: bytes) -> str:
        """The text behind a sealed value."""
        return vault().open(self.purpose_name, sealed, self.place(instance)).decode()

    def pre_save(self, model_instance, add):
        value = model_instance.__dict__.get(self.attname)
        if value is None or isinstance(value, Sealed):
            return value
        return Sealed(
            vault().seal(self.purpose_name, str(value).encode(), self.place(model_instance))
        )

    def get_db_prep_value(self, value, connection, prepared=False):
        if value is not None and not isinstance(value, Sealed):
            raise TypeError(f"{self.name} is sealed through the model, not by update() or filter()")
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value, expression, connection):
        return None if value is None else Sealed(value)

    def to_python(self, value):
        return value

    def value_to_string(self, obj):
        raise TypeError(f"{self.name} is never serialised")

    def formfield(self, **kwargs):
        return models.TextField().formfield(**kwargs)


class KeyedHash(models.BinaryField):
    """Keyed hash of a sibling field, for equality search; null where the sibling is empty."""

    def __init__(
        self, *args, of: str = "", purpose_name: str = "", normalise: Callable = str, **kwargs
    ):
        self.of, self.purpose_name, self.normalise = of, purpose_name, normalise
        kwargs.update(editable=False, null=True, blank=True)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for key in ("editable", "null", "blank"):
            kwargs.pop(key, None)
        return name, path, args, kwargs

    def pre_save(self, model_instance, add):
        stored = model_instance.__dict__.get(self.of)
        if isinstance(stored, Sealed):  # the sibling was not touched
            return model_instance.__dict__.get(self.attname)
        digest = self.digest(stored) if stored else None
        setattr(model_instance, self.attname, digest)
        return digest

    def digest(self, value: str) -> bytes:
        """The hash under which this value is found."""
        return keyed_hash(self.purpose_name, self.normalise(value))
