"""Conditions that several tables of this room share."""

from satuatap.accounts.roles import Permission
from satuatap.common.policy import Condition, holds, service, through

P = Permission
KEEPER = "reception_keeper"  # numbers, closing time, no-shows
DISPLAY = "reception_display"  # the second screen and the tablet, opened with a key
PUBLIC = "reception_public"  # appointments by code

DESK_OF_THE_OFFICE = holds("{table}.desk_id IS NULL") | through(
    "places.Desk", "desk_id", same=("office_id",)
)


def with_the_screens_key() -> Condition:
    """The display service acts and holds the key of this row's office."""
    return service(DISPLAY) & Condition(
        "EXISTS (SELECT 1 FROM reception_screen AS held"
        ' WHERE held.office_id = {table}."office_id" AND held.replaced_at IS NULL'
        " AND held.key_hash = (SELECT acting_presented()))"
    )


def of_a_centre_for_own_villages() -> Condition:
    """The row's office serves the area for which the acting person books appointments."""
    return Condition(
        "EXISTS (SELECT 1 FROM places_office AS centre,"
        f" unnest((SELECT acting_areas('{P.BOOK_APPOINTMENT}'))::text[]) AS own(code)"
        ' WHERE centre.id = {table}."office_id"'
        " AND (own.code ^@ centre.area_id OR centre.area_id ^@ own.code))"
    )
