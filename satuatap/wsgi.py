"""The web service of one world."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "satuatap.settings")
application = get_wsgi_application()

from satuatap.accounts.starting import refuse_broken_files, refuse_demo_accounts  # noqa: E402
from satuatap.common.wrong_role import refuse_wrong_role  # noqa: E402

refuse_wrong_role()  # after Django is set up
refuse_broken_files()
refuse_demo_accounts()
