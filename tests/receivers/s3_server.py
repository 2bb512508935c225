"""A real S3 server on this machine, moto's, in a thread: keeps objects in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import httpx
from moto.server import ThreadedMotoServer

BUCKET = "reports"


@dataclass(frozen=True)
class S3Server:
    """A running server with one bucket, and what a client needs of it."""

    endpoint: str
    client: Any

    @property
    def environment(self) -> dict[str, str]:
        """Settings of every S3 client."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": "etl",
            "AWS_SECRET_ACCESS_KEY": "Geheim-77",
            "AWS_DEFAULT_REGION": "us-east-1",
        }

    def put(self, folder: Path, below: str) -> None:
        """Every file of a folder becomes an object."""
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                key = f"{below}/{path.relative_to(folder).as_posix()}"
                self.client.put_object(Bucket=BUCKET, Key=key, Body=path.read_bytes())


@contextmanager
def s3_server() -> Iterator[S3Server]:
    """A server while the block runs."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        endpoint = f"http://{host}:{port}"
        client = boto3.client(
            "s3",
            endpoint_url=endpoint,
            aws_access_key_id="a",
            aws_secret_access_key="b",  # noqa: S106
            region_name="us-east-1",
        )
        httpx.post(f"{endpoint}/moto-api/reset").raise_for_status()  # all servers of a process have the same objects
        client.create_bucket(Bucket=BUCKET)
        yield S3Server(endpoint, client)
        client.close()
    finally:
        server.stop()
