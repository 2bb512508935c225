"""One prefecture's files, read by a worker of a work pool for a night that runs elsewhere; deployed by config/prefect.yaml."""

from prefect import flow

from etl.model import SourceFile
from etl.night.apart import leave, read_apart
from etl.settings import load_settings


@flow(name="read", flow_run_name="read {prefecture}")
def read(prefecture: str, sources: list[SourceFile], fingerprint: str, answer: str) -> None:  # noqa: ARG001
    """Read some files of a night that runs elsewhere; started by that night only.

    Args:
        prefecture: whose files they are
        sources: the files, as they lie in the archive that both machines share
        fingerprint: of the contracts they are to be read by
        answer: the name under which the readings are left in that archive
    """
    leave(load_settings().archive, answer, read_apart(sources, fingerprint))
