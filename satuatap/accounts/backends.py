"""Who signs in with which password."""

from django.contrib.auth.backends import BaseBackend

from satuatap.accounts.models import User


class StaffBackend(BaseBackend):
    """User name and password; an unknown name costs the same time as a wrong password."""

    def authenticate(self, request, username=None, password=None, **credentials):
        """The person, or None; only whoever knows the password learns that an account is closed."""
        if not username or not password:
            return None
        user = User.objects.filter(username=username.strip().lower()).first()
        if user is None:
            User().set_password(password)
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id):
        """The signed-in person with running roles, in one query; a closed account is nobody."""
        people = User.objects.with_roles().with_second_factor()
        return people.filter(pk=user_id, is_active=True).first()
