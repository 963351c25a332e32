"""A note names the group of its ticket: so that none can be written for a private number.

The check on the note's own group holds only if that group is the ticket's; two columns together
refer to the ticket, which Django's foreign keys cannot say.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reception", "0001_tickets_calls_appointments")]

    operations = [
        migrations.RunSQL(
            'ALTER TABLE reception_daynote ADD CONSTRAINT note_has_the_group_of_its_ticket'
            ' FOREIGN KEY (ticket_id, "group") REFERENCES reception_ticket (id, "group")',
            "ALTER TABLE reception_daynote DROP CONSTRAINT note_has_the_group_of_its_ticket",
        )
    ]
