"""Logs without values: what a person typed or a row holds never reaches a log line."""

import logging

import psycopg


class WithoutValues(logging.Formatter):
    """Writes time, level, logger and message; of an exception only kind, place and constraint."""

    def __init__(self):
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatMessage(self, record):
        if record.name == "django.request":
            record.message = "a request ended in an error"
        return super().formatMessage(record)

    def formatException(self, exc_info):
        lines = [f"  {part}" for part in self._causes(exc_info[1])]
        return "\n".join(lines)

    def formatStack(self, stack_info):
        return ""

    def _causes(self, error):
        while error is not None:
            yield f"{type(error).__module__}.{type(error).__qualname__}{_database_detail(error)}"
            yield from _places(error.__traceback__)
            error = error.__cause__ or error.__context__


def _database_detail(error) -> str:
    if not isinstance(error, psycopg.Error):
        return ""
    return f" sqlstate={error.sqlstate} constraint={error.diag.constraint_name or '-'}"


def _places(traceback):
    while traceback is not None:
        code = traceback.tb_frame.f_code
        yield f"  {code.co_filename}:{traceback.tb_lineno} {code.co_name}"
        traceback = traceback.tb_next
