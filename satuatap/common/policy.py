"""Row policies: who may read, insert, update and delete, said once beside the noun.

A declaration becomes SQL by migrations (`manage.py makepolicies`). The acting person's
offices, areas and desks are looked up per permission in settings of the transaction
(`common.acting`); where none are set, every condition is false and no row is seen.

Each condition renders to SQL over columns of the guarded table. Look-ups of settings stand in
a scalar sub-select, which PostgreSQL evaluates once per statement and not once per row.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.apps import apps
from django.db import models

SERVICE = "satuatap_service"
VERBS = ("read", "insert", "update", "delete")
COMMANDS = {"read": "SELECT", "insert": "INSERT", "update": "UPDATE", "delete": "DELETE"}


@dataclass(frozen=True)
class Condition:
    """A yes/no question about one row; combine with `&` and `|`."""

    template: str
    parts: tuple[Condition, ...] = ()

    def __and__(self, other: Condition) -> Condition:
        return Condition(" AND ", (self, other))

    def __or__(self, other: Condition) -> Condition:
        return Condition(" OR ", (self, other))

    def sql(self, table: str) -> str:
        """The condition as SQL over the columns of `table`."""
        if self.parts:
            return "(" + self.template.join(part.sql(table) for part in self.parts) + ")"
        return self.template.replace("{table}", f'"{table}"')


ANYONE = Condition("true")
NOBODY = Condition("false")


def own_office(permission: str, column: str = "office_id") -> Condition:
    """The row belongs to an office in which the acting person has this permission."""
    return Condition(
        f"{{table}}.\"{column}\" = ANY ((SELECT acting_offices('{permission}'))::uuid[])"
    )


def own_desk(permission: str, column: str = "desk_id") -> Condition:
    """The row lies on a desk at which the acting person has this permission."""
    return Condition(
        f"{{table}}.\"{column}\" = ANY ((SELECT acting_desks('{permission}'))::uuid[])"
    )


def own_area(permission: str, column: str = "area_id") -> Condition:
    """The row lies in an area (code prefix) for which the acting person has this permission."""
    return Condition(
        f"EXISTS (SELECT 1 FROM unnest((SELECT acting_areas('{permission}'))::text[]) AS own(code)"
        f' WHERE {{table}}."{column}" ^@ own.code)'
    )


def anywhere(permission: str) -> Condition:
    """The acting person has this permission for some office, whichever the row."""
    return Condition(f"(SELECT cardinality(acting_offices('{permission}')) > 0)")


def own_row(column: str) -> Condition:
    """The row is the acting person's own."""
    return Condition(f'{{table}}."{column}" = (SELECT acting_person())')


def service(name: str) -> Condition:
    """The transaction acts as this named service, for nobody in particular."""
    return Condition(f"(SELECT acting_service() = '{name}')")


def presented(column: str) -> Condition:
    """The row is the one whose secret (as keyed hash) was presented with the request."""
    return Condition(f'{{table}}."{column}" = (SELECT acting_presented())')


def through(model: str, column: str, key: str = "id", same: tuple[str, ...] = ()) -> Condition:
    """The row that `column` points to may be read by the acting person.

    Foreign keys are checked past row security; without this, another office's id would
    answer differently from an unknown one. `same` names columns that both rows have and in
    which they must agree: a child never says another office or person than its parent.
    """
    table = _table_of(model)
    alike = "".join(f' AND "{table}"."{name}" = {{table}}."{name}"' for name in same)
    return Condition(
        f'EXISTS (SELECT 1 FROM "{table}" WHERE "{table}"."{key}" = {{table}}."{column}"{alike})'
    )


def holds(predicate: str) -> Condition:
    """A condition on the row's own columns, in SQL; `{table}` stands for the table's name."""
    return Condition(f"({predicate})")


def _table_of(model: str) -> str:
    app_label, name = model.split(".")
    return f"{app_label}_{name.lower()}"


@dataclass(frozen=True)
class Policy:
    """Who may read, insert, update and delete rows of one table.

    `update` guards the old and the new row alike unless `update_to` names another
    condition for the new one. `others` names further database roles with their verbs,
    each as (verb, condition, columns or empty for all).
    """

    read: Condition
    insert: Condition
    update: Condition
    delete: Condition
    update_to: Condition | None = None
    update_columns: tuple[str, ...] = ()
    others: dict[str, tuple[tuple[str, Condition, tuple[str, ...]], ...]] = field(
        default_factory=dict
    )

    def statements(self, table: str) -> list[str]:
        """SQL that puts the policy in force, also over an earlier version of itself."""
        lines = [*_clean_slate(table, (SERVICE, *self.others))]
        lines.append(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        for verb in VERBS:
            columns = self.update_columns if verb == "update" else ()
            lines += self._verb(table, SERVICE, verb, getattr(self, verb), columns)
        for role, verbs in self.others.items():
            for verb, condition, columns in verbs:
                lines += self._verb(table, role, verb, condition, columns)
        return lines

    def _verb(self, table, role, verb, condition, columns):
        if condition == NOBODY:
            return []
        name = f"{verb}_by_{role.removeprefix('satuatap_')}"
        shown = condition.sql(table)
        using = "" if verb == "insert" else f" USING ({shown})"
        check = ""
        if verb in ("insert", "update"):
            after = self.update_to if verb == "update" and self.update_to else condition
            check = f" WITH CHECK ({after.sql(table)})"
        only = f" ({', '.join(columns)})" if columns else ""
        return [
            f'GRANT {COMMANDS[verb]}{only} ON "{table}" TO {role}',
            f'CREATE POLICY {name} ON "{table}" FOR {COMMANDS[verb]} TO {role}{using}{check}',
        ]


@dataclass(frozen=True)
class OpenTable:
    """A table outside row security, with the reason; `service` lists the verbs it may use.

    `others` names further database roles with the verbs that each may use.
    """

    reason: str
    service: str = "select"
    others: dict[str, str] = field(default_factory=dict)

    def statements(self, table: str) -> list[str]:
        """SQL that grants exactly the listed verbs."""
        lines = [*_clean_slate(table, (SERVICE, *self.others))]
        for role, verbs in {SERVICE: self.service, **self.others}.items():
            if verbs:
                lines.append(f'GRANT {verbs.upper()} ON "{table}" TO {role}')
        return lines


def _clean_slate(table, roles):
    """Remove grants and policies of an earlier version."""
    for role in roles:
        yield f'REVOKE ALL ON "{table}" FROM {role}'
        for verb in VERBS:
            name = f"{verb}_by_{role.removeprefix('satuatap_')}"
            yield f'DROP POLICY IF EXISTS {name} ON "{table}"'


def declared() -> dict[type[models.Model], Policy | OpenTable]:
    """Every model of our own rooms with its declaration; a model without one is an error."""
    found = {}
    for model in apps.get_models():
        if not model.__module__.startswith("satuatap."):
            continue
        policy = getattr(model, "policy", None)
        if policy is None:
            raise LookupError(f"{model._meta.label} declares no policy")
        found[model] = policy
    return found
