"""What a person had typed, given back in readable form when it could not be saved."""

from django import forms

NEVER_SHOWN = ("csrfmiddlewaretoken", "password")
OWN_ACCOUNT = "/akun/"  # passwords and one-time codes are typed there, and nothing else


def labels() -> dict[str, str]:
    """Field name to its words, over every form of the house that is loaded."""
    found, waiting = {}, [forms.BaseForm]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith("satuatap."):
            for name, field in getattr(kind, "base_fields", {}).items():
                if field.label and not field.widget.is_hidden:
                    found[name] = str(field.label)
    return found


def typed_fields(pairs) -> list[tuple[str, str, str]]:
    """(label, name, value) of each field; without label where the field is not for reading."""
    words = labels()
    return [
        (words.get(name.rsplit("-", 1)[-1], ""), name, value)
        for name, value in pairs
        if not name.startswith(NEVER_SHOWN)
    ]


def posted_pairs(request) -> list[list[str]]:
    """Every (name, value) of a posted form, in order, without secrets; nothing of `/akun/`."""
    if request.path.startswith(OWN_ACCOUNT):
        return []
    return [
        [name, value]
        for name, values in request.POST.lists()
        if not name.startswith(NEVER_SHOWN)
        for value in values
    ]
