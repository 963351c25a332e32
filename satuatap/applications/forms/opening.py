"""Opening a service."""

from django import forms

from satuatap.common.once import OnceField


class OpenForm(forms.Form):
    """Open one service; which one stands in the address."""

    once = OnceField()
