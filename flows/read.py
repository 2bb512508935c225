"""One prefecture's files, read by a worker of a work pool for a night that runs elsewhere; deployed by config/prefect.yaml."""

from prefect import flow

from etl.model import SourceFile
from etl.private_home import close_new_files
from etl.settings import load_settings
from etl.workers.remote import leave, read_remotely


@flow(name="read", flow_run_name="read {prefecture}")
def read(
    prefecture: str,  # noqa: ARG001
    sources: list[SourceFile],
    fingerprint: str,
    with_passwords: list[str],
    marked_by: str,
    answer: str,
) -> None:
    """Read some files of a night that runs elsewhere; started by that night only.

    Args:
        prefecture: whose files they are
        sources: the files, as they lie in the archive that both machines share
        fingerprint: of the contracts they are to be read by
        with_passwords: codes of the counties whose passwords are needed, which every machine has for itself
        marked_by: the name of the key for marks of persons' numbers, which every machine has for itself
        answer: the name under which the readings are left in that archive
    """
    close_new_files()
    readings = read_remotely(sources, fingerprint, with_passwords, marked_by)
    leave(load_settings().archive, answer, readings, sources)
