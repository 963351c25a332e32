"""What a service makes sure of before it opens."""

from django.conf import settings
from django.core import checks

from satuatap.accounts.models import User
from satuatap.environment import WrongEnvironment


def refuse_broken_files() -> None:
    """End the process when a file that is read at start is broken: which one, where, and why."""
    wrong = [check.msg for check in checks.run_checks() if check.is_serious()]
    if wrong:
        raise WrongEnvironment("\n".join(["something is not in order.", *wrong]))


def refuse_demo_accounts() -> None:
    """End the process in production when the database holds accounts of the demo district."""
    if settings.DEMO:
        return
    names = User.objects.filter(is_demo=True, is_active=True).values_list("username", flat=True)
    if names:
        raise WrongEnvironment(
            f"the database holds {len(names)} demo accounts ({', '.join(sorted(names)[:3])} …), "
            "whose password everybody knows. Production begins with a database of its own."
        )
