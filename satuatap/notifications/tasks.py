"""What is sent regularly. One job a minute for all messages: no job row tells of a person."""

from procrastinate.contrib.django import app

from satuatap.notifications.sweep import sweep


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="notifications.send_messages")
def send_messages(timestamp: int) -> None:
    """Send what is due."""
    sweep()
