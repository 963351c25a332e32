"""Migration operations that put row policies and grants in force."""

from django.db.migrations.operations.base import Operation


class EnactPolicy(Operation):
    """Put one model's row policy in force; the SQL is frozen in the migration."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, model_name, statements):
        self.model_name = model_name
        self.statements = statements

    def deconstruct(self):
        return ("EnactPolicy", [], {"model_name": self.model_name, "statements": self.statements})

    def state_forwards(self, app_label, state):
        """Policies are no part of Django's model state."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for statement in self.statements:
            schema_editor.execute(statement)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """An earlier migration, when applied again, sets its own version."""

    def describe(self):
        return f"Put the row policy of {self.model_name} in force"


class Grant(Operation):
    """Grant the service what it needs on tables that a library brought along."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, statements):
        self.statements = statements

    def deconstruct(self):
        return ("Grant", [], {"statements": self.statements})

    def state_forwards(self, app_label, state):
        """Grants are no part of Django's model state."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for statement in self.statements:
            schema_editor.execute(statement)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """Dropping the tables drops their grants."""

    def describe(self):
        return "Grant the service its verbs on library tables"
