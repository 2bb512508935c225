"""Dockerfile and compose.yaml, as far as they can be checked without a container engine: what they name is there."""

import re
import shlex
import subprocess
import tomllib
from typing import Any

import pytest
import typer
import yaml
from prefect.settings import Settings as PrefectSettings

from etl.commands.program import app
from etl.settings import PROJECT, Settings

COMPOSE: dict[str, Any] = yaml.safe_load((PROJECT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DEPLOY = PROJECT / "docs" / "deploy"
# a name and a version of two numbers at least, and no host before it
PINNED = re.compile(r"[a-z][a-z0-9-]*:\d+\.\d+(\.\d+)?(-[a-z0-9.-]+)?")
OTHERS = {"DO_NOT_TRACK", "PGPASSWORD", "PATH", "PYTHONUNBUFFERED", "WAREHOUSE_PASSWORD_FILE"}
OFFICIAL_IMAGE = {"POSTGRES_USER", "POSTGRES_PASSWORD_FILE", "POSTGRES_INITDB_ARGS"}


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions, each on one line."""
    text = (PROJECT / "Dockerfile").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in joined.splitlines() if line)]


def named(instruction: str) -> list[str]:
    return [rest for word, rest in instructions() if word == instruction]


def prefect_variables() -> set[str]:
    """Every environment variable that Prefect reads."""
    found: set[str] = set()

    def walk(model: Any) -> None:
        for name, field in model.model_fields.items():
            aliases = getattr(field.validation_alias, "choices", None) or [field.validation_alias or name]
            found.update(str(alias).upper() for alias in aliases)
            found.add(f"{model.model_config.get('env_prefix', '')}{name}".upper())
            if hasattr(field.annotation, "model_fields"):
                walk(field.annotation)

    walk(PrefectSettings)
    return found


def etl_commands(group: typer.Typer = app, prefix: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    """Every command of `etl` as it is typed."""
    found = {(*prefix, command.name or command.callback.__name__) for command in group.registered_commands}  # type: ignore[union-attr]
    for inner in group.registered_groups:
        assert inner.typer_instance is not None
        found |= etl_commands(inner.typer_instance, (*prefix, inner.name) if inner.name else prefix)
    return found


def variables() -> set[str]:
    """Every variable that the containers are given, less the ending that says that it comes from a file."""
    given = {name for service in SERVICES.values() for name in service.get("environment", {})}
    given |= {pair.split("=")[0] for line in named("ENV") for pair in shlex.split(line)}
    given |= set(re.findall(r"\$\{([A-Z_]+)", (PROJECT / "compose.yaml").read_text(encoding="utf-8")))
    return {name if name in OTHERS | OFFICIAL_IMAGE else name.removesuffix("_FILE") for name in given}


def test_every_variable_is_one_that_somebody_reads():
    known = {f"ETL_{name.upper()}" for name in Settings.model_fields} | prefect_variables() | OTHERS | OFFICIAL_IMAGE
    assert variables() - known == set()
    assert {"ETL_HOME", "ETL_INBOX", "ETL_WAREHOUSE_URL", "PREFECT_API_AUTH_STRING"} <= variables()


def test_every_image_is_pinned_and_names_no_registry():
    bases = [line.split(" AS ")[0] for line in named("FROM")]
    assert len(set(bases)) == 1  # an environment is tied to the Python that it was made with
    assert [image for image in [*bases, *(s["image"] for s in SERVICES.values())] if not PINNED.fullmatch(image)] == []
    version = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert {s["image"] for s in SERVICES.values() if "build" in s} == {f"county-etl:{version}"}


def test_what_is_copied_is_in_the_repository_and_sent_to_the_builder():
    sent = (PROJECT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    sources = [
        source
        for line in named("COPY")
        if "--from=" not in line
        for source in [word for word in line.split() if not word.startswith("--")][:-1]
    ]
    for source in sources:
        assert (PROJECT / source).exists(), source
        assert f"!{source}" in sent, source
    assert sent[1] == "*"
    assert "config/contacts.csv" in sent


def test_nothing_runs_as_root_or_may_become_it():
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", named("USER")[-1])
    after = [word for word, _ in instructions()][[word for word, _ in instructions()].index("USER") + 1 :]
    assert set(after) <= {"ENTRYPOINT", "CMD"}
    for name, service in SERVICES.items():
        assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", service["user"]), name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["read_only"] is True, name
        assert not {"privileged", "network_mode", "pid", "devices", "cap_add"} & set(service), name


def test_no_secret_stands_in_a_file_of_the_repository_and_every_one_is_handed_on():
    assert all(str(secret["file"]).startswith("./secrets/") for secret in COMPOSE["secrets"].values())
    ignored = (PROJECT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"/secrets/", "/.env", "/inbox/"} <= set(ignored)
    for name, service in SERVICES.items():
        files = {value for key, value in service["environment"].items() if key.endswith("_FILE")}
        assert files == {f"/run/secrets/{secret}" for secret in service["secrets"]}, name
    assert set(COMPOSE["secrets"]) == {secret for service in SERVICES.values() for secret in service["secrets"]}
    assert named("ARG") == []


def test_every_command_is_one_that_exists():
    commands = [service["command"] for service in SERVICES.values() if "command" in service]
    commands += [service["healthcheck"]["test"][1:] for service in SERVICES.values()]
    commands += [yaml.safe_load(line) for line in named("CMD")]
    typed = [command[1:] if command[0] == "with-secrets" else command for command in commands]
    assert {tuple(command[1:]) for command in typed if command[0] == "etl"} <= etl_commands()
    assert {command[0] for command in typed} == {"etl", "prefect", "python", "pg_isready"}
    assert named("ENTRYPOINT") == ['["with-secrets"]']
    assert ("serve",) in etl_commands()
    assert ("warehouse", "migrate") in etl_commands()


def test_every_service_has_a_healthcheck_its_volumes_and_what_it_waits_for():
    mounted = set()
    for name, service in SERVICES.items():
        assert service["healthcheck"]["test"][0] == "CMD", name
        for volume in service["volumes"]:
            source = volume.split(":")[0]
            mounted |= {source} if not source.startswith("./") else set()
            assert not source.startswith("./") or source == "./inbox" or (PROJECT / source).exists(), source
        for awaited, how in service.get("depends_on", {}).items():
            assert awaited in SERVICES
            assert how == {"condition": "service_healthy"}
        assert all(str(port).startswith("127.0.0.1:") for port in service.get("ports", [])), name
    assert mounted == set(COMPOSE["volumes"])
    homes = {SERVICES["schedule"]["environment"]["ETL_HOME"], SERVICES["prefect"]["environment"]["PREFECT_HOME"]}
    made = next(line for line in named("RUN") if "install -d" in line)
    assert all(home in made for home in homes)  # a new volume takes its owner from the image
    assert all(any(f":{home}" in v for s in SERVICES.values() for v in s["volumes"]) for home in homes)


def run_with_secrets(environment: dict[str, str], *command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [DEPLOY / "with-secrets", *command],
        env={"PATH": "/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", ["ETL_SMTP_URL", "PREFECT_API_AUTH_STRING", "PGPASSWORD"])
def test_a_secret_is_read_from_its_file_as_it_is(tmp_path, name):
    held = "a $(touch x) `y` \"z\" 'ä' \\n %s"
    file = tmp_path / "a secret"
    file.write_text(held + "\n", encoding="utf-8")
    done = run_with_secrets({f"{name}_FILE": str(file), "SSL_CERT_FILE": "/kept"}, "printenv", name, "SSL_CERT_FILE")
    assert (done.stdout, done.returncode) == (f"{held}\n/kept\n", 0)
    assert run_with_secrets({f"{name}_FILE": str(file)}, "printenv", f"{name}_FILE").returncode == 1


def test_a_secret_that_cannot_be_read_is_named_and_nothing_is_run(tmp_path):
    done = run_with_secrets({"ETL_WEBHOOKS_FILE": str(tmp_path / "gone")}, "echo", "ran")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"with-secrets: ETL_WEBHOOKS_FILE: {tmp_path}/gone cannot be read\n"


def test_only_scripts_that_may_be_run_are_mounted():
    for script in (DEPLOY / "with-secrets", DEPLOY / "create-warehouse.sh"):
        assert script.stat().st_mode & 0o111 == 0o111
        subprocess.run(["sh", "-n", script], check=True)


def test_the_page_says_what_was_not_checked():
    assert "without a container engine" in (PROJECT / "docs" / "containers.md").read_text(encoding="utf-8")
