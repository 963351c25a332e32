"""The job worker of a world really sends, and keeps no row of the jobs that it finished."""

import os
import subprocess
import sys
import time

import pytest
from django.db import connection
from django.utils import timezone

from satuatap.notifications.tasks import send_messages
from tests.database import CHECKOUT, town
from tests.notifications.conftest import now_of, told

pytestmark = pytest.mark.both_worlds


def jobs():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT status::text FROM procrastinate_jobs WHERE task_name LIKE '%send_messages'"
        )
        return [row[0] for row in cursor.fetchall()]


def test_the_worker_sweeps_and_keeps_no_row_of_it(committing):
    message = told(now=timezone.now(), purpose="birthday")
    send_messages.defer(timestamp=0)
    assert jobs() == ["todo"]
    told_it = {**os.environ, **town.environment("service", committing), "PYTHONPATH": str(CHECKOUT)}

    worker = subprocess.Popen([sys.executable, "manage.py", "work"], cwd=CHECKOUT, env=told_it)
    try:
        until = time.monotonic() + 60
        while (now_of(message)[0].status == "waiting" or jobs()) and time.monotonic() < until:
            time.sleep(0.2)
    finally:
        worker.terminate()
        worker.wait(30)

    assert (now_of(message)[0].status, now_of(message)[0].reason) == ("dropped", "nobody_answers")
    assert "succeeded" not in jobs()
