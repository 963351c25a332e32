"""One PostgreSQL cluster of our own: laid, started, mended after a fall, and stopped.

It listens on a unix socket in a private folder only, asks everyone for a password (scram), and
lives no longer than the process that starts it.
"""

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

import psycopg

from launcher import account as accounts
from launcher import data_folder, processes, tuning
from launcher.private_files import (
    last_lines,
    open_log,
    read_json,
    write_private,
    write_private_json,
)
from launcher.refusal import Refusal
from launcher.sockets import PORT, prepare_socket_folder, socket_folder
from satuatap.common import postgres

SUPERUSER = "postgres"
_RETRY_SECONDS = 10  # after kill -9 the old back ends need a moment to notice
_RECOVERY_SECONDS = 300  # a long journal is replayed before anyone is let in
_STOP_SECONDS = 15


class Cluster:
    """A cluster in `folder`: `data/`, our marker, and unless told otherwise secrets and log.

    `program_folder` names the PostgreSQL to use, else the embedded one. `durable=False` makes a
    throw-away cluster that trades safety for speed.
    """

    def __init__(
        self,
        folder,
        *,
        program_folder=None,
        durable=True,
        secrets_file=None,
        log_file=None,
        account=None,
    ):
        self.folder = Path(folder).resolve()  # as the kernel shows it of our processes
        self.data = self.folder / "data"
        self.socket = socket_folder(self.folder)
        self.secrets_file = Path(secrets_file or self.folder / "secrets.json")
        self.log_file = Path(log_file or self.folder / "log" / "postgres.log")
        self.durable = durable
        self._program_folder = program_folder
        self._account = account
        self._process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def create(self):
        """Check the folder and lay the cluster in it; does nothing when it is there already."""
        data_folder.make_folder(self.folder)
        data_folder.check_space(self.folder)
        is_laid = data_folder.check_ours(self.folder)
        if is_laid:
            data_folder.check_major(self.folder, self.major)
        self.account.own(self.folder)
        self._check_reach()
        if not is_laid:
            self._lay()

    def start(self):
        """Start the server, laying the cluster first if need be, and let our roles in.

        Does nothing when this object runs it already; refuses when another process does.
        """
        if self._process and self._process.poll() is None:
            return
        self.create()
        self._check_alone()
        prepare_socket_folder(self.socket, self.account)
        deadline = time.monotonic() + _RETRY_SECONDS
        while not self._try_to_start():
            if time.monotonic() > deadline:
                raise Refusal(f"PostgreSQL did not start.\n{last_lines(self.log_file)}")
            time.sleep(0.5)
        self._let_roles_in()

    def stop(self):
        """Stop the server, whoever started it; connections are ended, nothing is lost."""
        pid = self.running_pid()
        for word, patience in ((signal.SIGINT, _STOP_SECONDS), (signal.SIGQUIT, 5), (9, 5)):
            if pid is None or self._ends_after(pid, word, patience):
                break
        if self._process:
            self._process.wait()
        self._process = None
        if self.socket.parent != self.folder:
            with contextlib.suppress(OSError):  # absent, or used again already
                self.socket.rmdir()

    def is_running(self):
        """Whether a server serves this folder now, started by us or by another process."""
        return self.running_pid() is not None

    def has_fallen(self):
        """Whether the server that we started is gone, or cannot be reached any more."""
        if self._process is None:
            return False
        return self._process.poll() is not None or not self._socket_file.exists()

    def dsn(self, role, database=postgres.DATABASE):
        """The address of a database as one role: `postgresql://role:password@/…?host=…`."""
        password = quote(self._passwords()[role], safe="")
        host = quote(str(self.socket), safe="/")
        return f"postgresql://{role}:{password}@/{database}?host={host}&port={PORT}"

    def execute(self, sql, *, role=SUPERUSER, database="postgres"):
        """Run SQL outside a transaction; the rows of the last statement, or an empty list."""
        with psycopg.connect(self.dsn(role, database), autocommit=True) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []

    @property
    def account(self):
        """As whom the server runs; chosen once, by trying."""
        if self._account is None:
            self._account = accounts.choose(self._program("postgres"))
        return self._account

    @property
    def major(self):
        """The major version of the programs."""
        return data_folder.major_of_program(
            self.account.run(self._program("postgres"), "--version")[1]
        )

    @property
    def _socket_file(self):
        return self.socket / f".s.PGSQL.{PORT}"

    def _program(self, name):
        try:
            if self._program_folder:
                return postgres.program_in(self._program_folder, name)
            return postgres.binary(name)
        except FileNotFoundError as error:
            raise Refusal(str(error)) from None

    def _check_reach(self):
        if not self.account.reaches(self.folder):
            raise Refusal(
                f"PostgreSQL must run as {self.account.name}, which cannot reach {self.folder}: "
                "choose a folder in SATUATAP_HOME whose parents everyone may enter, such as /srv."
            )

    def _lay(self):
        """Run initdb beside the final place, so that a broken attempt leaves nothing behind."""
        data_folder.mark(self.folder, self.major, created=False)
        self._write_secrets()
        half, password_file = self.folder / "data.new", self.folder / ".password"
        shutil.rmtree(half, ignore_errors=True)
        write_private(password_file, read_json(self.secrets_file)[SUPERUSER] + "\n")
        try:
            self._give(password_file)
            arguments = tuning.initdb_arguments(
                half, password_file, self.major, durable=self.durable
            )
            done, said = self.account.run(self._program("initdb"), *arguments)
        finally:
            password_file.unlink()
        if not done:
            raise Refusal(f"PostgreSQL could not lay its data in {self.folder}.\n{said}")
        half.rename(self.data)
        data_folder.mark(self.folder, self.major, created=True)

    def _give(self, path):
        if self.account.switches:
            os.chown(path, self.account.uid, self.account.gid)

    def _write_secrets(self):
        """Random passwords, made once; a file that is there already is kept."""
        if read_json(self.secrets_file) is None:
            names = (SUPERUSER, *postgres.ROLES)
            write_private_json(
                self.secrets_file, {name: secrets.token_urlsafe(32) for name in names}
            )

    def _check_alone(self):
        pid = self.running_pid()
        if pid is not None:
            raise Refusal(
                f"{self.folder} is served already by process {pid}: "
                "stop the Satu Atap that runs there."
            )
        self._clear_stale_pid_file()

    def _clear_stale_pid_file(self):
        """After a power cut its number may belong to a stranger, and PostgreSQL would not start.

        While anything still works in the data folder, PostgreSQL's own caution is right.
        """
        pid = self._noted()[:1]
        if pid and processes.command_line(pid[0]) and not processes.works_in(self.data):
            (self.data / "postmaster.pid").unlink()

    def _noted(self):
        """The lines of the server's own pid file."""
        with contextlib.suppress(OSError):
            return (self.data / "postmaster.pid").read_text().splitlines()
        return []

    def running_pid(self):
        """The server's process, or None when none serves this folder."""
        if self._process and self._process.poll() is None:
            return self._process.pid
        return next((int(pid) for pid in self._noted()[:1] if self._is_server(pid.strip())), None)

    def _is_server(self, pid):
        """Whether this process lives and serves this folder; a zombie has no command line."""
        return f"-D {self.data} " in processes.command_line(pid)

    def _try_to_start(self):
        """One attempt: True once it answers, False when the server gave up."""
        arguments = tuning.server_arguments(self.data, self.socket, PORT, durable=self.durable)
        with open_log(self.log_file) as log:
            self._process = self.account.popen(
                [self._program("postgres"), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
                preexec_fn=processes.leashed(signal.SIGINT),
            )
        deadline = time.monotonic() + _RECOVERY_SECONDS
        while self._process.poll() is None and time.monotonic() < deadline:
            noted = self._noted()
            if noted[:1] == [str(self._process.pid)] and noted[7:] and "ready" in noted[7]:
                return True
            time.sleep(0.02)
        self.stop()
        return False

    def _let_roles_in(self):
        """Roles, database and rights: mended at every start, so a broken first start heals."""
        try:
            self.execute(postgres.roles_sql(self._role_passwords()))
        except psycopg.OperationalError as error:
            raise Refusal(
                f"PostgreSQL in {self.folder} does not let us in, perhaps because "
                f"{self.secrets_file} belongs to other data: {str(error).splitlines()[0]}"
            ) from None
        wanted = f"SELECT 1 FROM pg_database WHERE datname = '{postgres.DATABASE}'"  # noqa: S608
        if not self.execute(wanted):
            self.execute(postgres.create_database_sql(self.major))
            self.execute("REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC")
        self.execute(postgres.inside_database_sql(), database=postgres.DATABASE)

    def _passwords(self):
        passwords = read_json(self.secrets_file)
        if passwords is None:
            raise Refusal(
                f"{self.secrets_file} with the passwords of {self.folder} is missing: put it back, "
                "or restore a backup beside a new, empty folder."
            )
        return passwords

    def _role_passwords(self):
        passwords = self._passwords()
        return {role: passwords[role] for role in postgres.ROLES}

    def _ends_after(self, pid, word, patience):
        """Send a signal and wait: whether the server is gone, not only its pid file."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, word)
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if not self._is_server(pid):
                return True
            time.sleep(0.02)
        return False
