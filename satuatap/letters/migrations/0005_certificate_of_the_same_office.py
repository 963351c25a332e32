from django.db import migrations


class Migration(migrations.Migration):
    """A letter is signed with a certificate of its own office; Django has no such key."""

    dependencies = [("letters", "0004_policies")]

    operations = [
        migrations.RunSQL(
            'ALTER TABLE "letters_letter" ADD CONSTRAINT'
            " letter_is_signed_with_a_certificate_of_its_office"
            ' FOREIGN KEY ("certificate_id", "office_id")'
            ' REFERENCES "letters_officecertificate" ("id", "office_id")'
            " DEFERRABLE INITIALLY DEFERRED",
            'ALTER TABLE "letters_letter" DROP CONSTRAINT'
            " letter_is_signed_with_a_certificate_of_its_office",
        )
    ]
