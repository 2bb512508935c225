"""The error families: the class of an error says who must act.

Problems in a county's data are never raised; they are returned as issues (see `etl.model`).
"""


class EtlError(Exception):
    """Something a person must act on; the message is one sentence for that person, `context` is for the log.

    `exit_code` is what the command line ends with: 1 the work failed, 2 the arguments or the configuration are wrong.
    """

    exit_code = 1
    then = ""  # what goes for every error of the family: whether it mends itself, and the command

    def __init__(self, message: str, **context: object) -> None:
        super().__init__(message)
        self.message = message
        self.context = context


class ConfigError(EtlError):
    """Settings or arguments are wrong: the operator mends them and starts again."""

    exit_code = 2


class SettingError(ConfigError):
    """A setting that cannot be, or by which nobody is let in: the operator sets another."""

    then = "it does not mend by itself: mend the setting, then see all of them with: etl doctor"


class ArgumentError(ConfigError):
    """An argument names what there is not: whoever gave it gives another, and repeats nothing."""


class ContractError(ConfigError):
    """A contract, a code list or the vocabulary in config/ is wrong: whoever edited it acts."""

    then = (
        "it does not mend by itself: mend config/, which ETL_CONFIG names, then see that it is right with: etl doctor"
    )


class DamagedHome(EtlError):
    """Something of ours in ETL_HOME is not what we left there: the operator restores it."""


class UnreadableWorkbook(EtlError):
    """A file cannot be opened or is refused as unsafe: the county sends it again."""


class TransientError(EtlError):
    """Infrastructure failed (warehouse, inbox, Prefect's server): tried again, then an operator acts."""
