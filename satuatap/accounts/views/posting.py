"""What a form is filled with."""


def posted(request):
    """The fields of a sent form, also when none was filled in; None when it is only shown."""
    return request.POST if request.method == "POST" else None
