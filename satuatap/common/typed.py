"""What a person had typed, given back in readable form when it could not be saved."""

from django import forms

NEVER_SHOWN = ("csrfmiddlewaretoken", "password")
OWN_ACCOUNT = "/akun/"  # passwords and one-time codes are typed there, and nothing else


def labels(names: set[str]) -> dict[str, str]:
    """Field name to its words, over every form of the house that is loaded.

    Where several forms have a field of one name, the form counts that has most of these names.
    """
    found: dict[str, str] = {}
    for kind in sorted(_forms(), key=lambda kind: _fit(kind, names)):
        for name, field in kind.base_fields.items():
            if field.label and not field.widget.is_hidden:
                found[name] = str(field.label)
    return found


def _forms() -> list[type[forms.Form]]:
    found: list = []
    waiting: list = [forms.BaseForm]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith("satuatap.") and hasattr(kind, "base_fields"):
            found.append(kind)
    return found


def _fit(kind, names: set[str]) -> tuple[int, int, str]:
    """How well a form fits what was posted: shared names, then few others; the name decides ties."""
    own = set(kind.base_fields)
    return len(own & names), -len(own - names), f"{kind.__module__}.{kind.__qualname__}"


def typed_fields(pairs) -> list[tuple[str, str, str]]:
    """(label, name, value) of each field; without label where the field is not for reading."""
    pairs = list(pairs)
    words = labels({name.rsplit("-", 1)[-1] for name, _value in pairs})
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
