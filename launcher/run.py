"""The whole life of `make run`: check, start, tell, watch over, stop."""

import http.client
import signal
import ssl
import sys
import time

from launcher import preparing, programs
from launcher.children import Family
from launcher.choices import check_ports, read_choices
from launcher.data_folder import check_space
from launcher.home import Home
from launcher.refusal import Refusal
from launcher.worlds import all_worlds

_WATCH_EVERY = 0.2  # seconds
_ANSWER_SECONDS = 90


class StopRequested(BaseException):
    """Somebody pressed Ctrl-C or sent SIGTERM; not an error, and nobody may swallow it."""


def say(text):
    """Tell the person at the terminal, at once."""
    print(text, flush=True)


class Launcher:
    """One running installation: its home, its two worlds, its children."""

    def __init__(self, choices):
        self.choices = choices
        self.home = Home(choices.home)
        self.worlds = all_worlds(choices)
        self.clusters = [world.cluster for world in self.worlds if world.cluster]
        self.family = Family(self.home)

    def run(self):
        """Serve until asked to stop."""
        self.home.claim()
        try:
            self.start()
            self.watch()
        except StopRequested:
            say("\nStopping …")
        finally:
            ignore_further_requests()
            self.stop()
            self.home.release()
        say("Stopped.")

    def start(self):
        """From an unknown state to two answering services."""
        check_space(self.home.folder)
        self.home.stop_leftovers()
        for cluster in self.clusters:
            cluster.stop()
        check_ports(self.choices)
        for world in self.worlds:
            world.prepare()
        for cluster in self.clusters:
            cluster.start()
        preparing.prepare(self.worlds, self.home, say)
        self._start_children()
        self._tell()

    def _start_children(self):
        """The services first: the others would only take their time to get up."""
        for world in self.worlds:
            self.family.add(programs.web_service(world))
        for world in self.worlds:
            self._wait_for(world)
        for make in (programs.sealer, programs.worker):
            for world in self.worlds:
                self.family.add(make(world))

    def watch(self):
        """Start again whatever dies, the database first."""
        while True:
            for cluster in self.clusters:
                if cluster.has_fallen():
                    say(f"PostgreSQL of {cluster.folder.parent.name} ended, starting it again.")
                    cluster.stop()
                    cluster.start()
            self.family.look_after(say)
            time.sleep(_WATCH_EVERY)

    def stop(self):
        """Those who write first, then the sealers of what they wrote, then the databases."""
        writers = [c.name for c in self.family.children if not c.name.endswith("-sealer")]
        self.family.stop(writers)
        self.family.stop()
        for cluster in self.clusters:
            cluster.stop()

    def _wait_for(self, world):
        """Until the service of a world answers; refuses with its last words when it ends."""
        service = next(c for c in self.family.children if c.name == f"{world.name}-service")
        deadline = time.monotonic() + _ANSWER_SECONDS
        while not answers(self.choices, self.choices.ports[world.name]):
            if service.has_ended() or time.monotonic() > deadline:
                raise Refusal(
                    f"The {world.name} service does not start; its log is {service.log_file}.\n"
                    f"{service.last_words()}"
                )
            time.sleep(0.1)

    def _tell(self):
        say("\nSatu Atap is ready.\n")
        for world in self.worlds:
            say(f"  {world.name:<15} {self.choices.address(world.name)}")
        for world in self.worlds:
            if accounts := preparing.demo_accounts(world):
                say(f"\n{accounts}")
        say(f"\nState and logs: {self.home.folder}. Ctrl-C stops everything.")


def answers(choices, port):
    """Whether anything speaks HTTP there, whatever it says."""
    if choices.certificate:
        context = ssl._create_unverified_context()  # noqa: S323 - our own certificate, our own port
        connection = http.client.HTTPSConnection(choices.host, port, timeout=30, context=context)
    else:
        connection = http.client.HTTPConnection(choices.host, port, timeout=30)
    try:
        connection.request("GET", "/", headers={"Connection": "close"})
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def listen_for_requests():
    """Ctrl-C, `kill` and a closed terminal end us in order."""

    def stop(_number, _frame):
        ignore_further_requests()
        raise StopRequested

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # nohup asks to stay
        signal.signal(signal.SIGHUP, stop)


def ignore_further_requests():
    """While stopping: one request is enough."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def main():
    """`python -m launcher run`; the exit code is 1 after a refusal."""
    listen_for_requests()
    try:
        Launcher(read_choices()).run()
    except Refusal as refusal:
        print(f"Satu Atap: {refusal}", file=sys.stderr)
        return 1
    except OSError as error:  # a disk that fills up, a file of another account
        print(f"Satu Atap: {error.filename or 'this machine'}: {error.strerror}", file=sys.stderr)
        return 1
    except StopRequested:
        return 0
    return 0
