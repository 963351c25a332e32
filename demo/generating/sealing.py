"""Sealed and hashed columns for rows that do not pass through a model.

The seal and the hash are the fields' own; only the row's place is put together here.
"""

from satuatap.common.vault import vault


class SealedColumn:
    """An `EncryptedText` column, and the `KeyedHash` beside it."""

    def __init__(self, model, name, hash_name=""):
        self.field = model._meta.get_field(name)
        self.hash_field = model._meta.get_field(hash_name) if hash_name else None
        self.place = f"{model._meta.db_table}.{self.field.column}:"
        self.vault = vault()

    def sealed(self, row_id: str, text: str) -> str:
        """The sealed text as a field of a line."""
        sealed = self.vault.seal(self.field.purpose_name, text.encode(), self.place + row_id)
        return "\\\\x" + sealed.hex()

    def digest(self, text: str) -> str:
        """Its keyed hash as a field of a line."""
        return "\\\\x" + self.hash_field.digest(text).hex()
