"""Filters of Prefect's logs: takes records, lets through what tells an operator something. Imports nothing of Prefect's,
which reads the names of these classes when it sets its logging up.
"""

import logging

from etl.errors import EtlError

REPEATED = ("Engine execution exited with", "Execution of flow run")  # what the state of the run says already


class InWords(logging.Filter):
    """Leaves out the traceback of an error that says in a sentence who must act; of any other error it is needed."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Take the traceback off a record, or the whole record where it would repeat the run's state."""
        if record.exc_info and isinstance(record.exc_info[1], EtlError):
            if str(record.msg).startswith(REPEATED):
                return False
            record.exc_info = record.exc_text = None
        return True


class NoNews(logging.Filter):
    """Leaves out that a task run ended well, which its own page says: a province's night has forty."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let pass what is news."""
        is_well = str(record.msg).startswith("Finished in state Completed")
        return not (is_well and record.name == "prefect.task_runs")
