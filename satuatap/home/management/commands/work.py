"""`manage.py work`: the job worker of one world."""

from django.core.management import call_command
from django.core.management.base import BaseCommand

from satuatap.common.wrong_role import refuse_wrong_role


class Command(BaseCommand):
    """Refuses a wrong database role, then runs jobs until it is stopped."""

    help = __doc__

    def handle(self, **options):
        refuse_wrong_role()
        # one sweep a minute: finished jobs are not kept, or they would pile up by the thousand
        keep_none = ("--delete-jobs", "successful")
        call_command("procrastinate", "worker", "--concurrency", "1", *keep_none)
