"""`manage.py restore`: put one world's backup into an empty database and home, and prove it."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from satuatap.common.backup import recovery, restoring
from satuatap.common.backup.problems import BackupProblem
from satuatap.common.endings import State
from satuatap.common.keystore import KeyStoreError

VERDICTS = {"apply": State.DONE, "leave": State.DROPPED}


class Command(BaseCommand):
    """Runs as owner (SATUATAP_ROLE=owner) with all services of this world stopped."""

    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--from", dest="folder", type=Path, required=True, metavar="FOLDER")
        parser.add_argument(
            "--identity", required=True, metavar="FILE", help="the recovery key; - reads it typed"
        )
        parser.add_argument("--data", type=Path, metavar="FILE", help="not the newest data")
        parser.add_argument("--keys", type=Path, metavar="FILE", help="not the newest fitting keys")
        parser.add_argument("--only-prove", action="store_true", help="read all, write nothing")
        parser.add_argument(
            "--undecided",
            choices=VERDICTS,
            help="endings of which nobody knows whether they happened",
        )

    def handle(self, *, identity, only_prove, **options):
        try:
            self._restore(recovery.read_identity(identity), only_prove, **options)
        except (BackupProblem, KeyStoreError) as problem:
            raise CommandError(str(problem)) from problem

    def _restore(self, identity, only_prove, *, folder, data, keys, undecided, **options):
        if not only_prove:
            restoring.refuse_unless_empty()
        chosen = restoring.choose(folder, identity, data=data, keys=keys)
        manifest = chosen.data.manifest
        self._say(f"{chosen.data.path.name}, made {manifest['made_at']}, is whole")
        if only_prove:
            return
        self._refuse_undecided(chosen, undecided)
        for sentence in restoring.restore(chosen, identity, VERDICTS.get(undecided)):
            self._say(sentence)
        self.stdout.write("Restored and proved. The services of this world may start.")

    def _refuse_undecided(self, chosen, undecided):
        open_ones = restoring.undecided_in(chosen)
        if not open_ones or undecided:
            return
        for noted in open_ones:
            self.stdout.write(f"  {noted.at:%Y-%m-%d %H:%M} UTC  {noted.kind}  {noted.about}")
        raise CommandError(
            "The machine fell while these endings were being written; nobody knows whether they "
            "happened. Run again with --undecided=apply (ends them) or --undecided=leave, and ask "
            "the people concerned."
        )

    def _say(self, sentence):
        self.stdout.write(f"  ok  {sentence}")
        self.stdout.flush()
