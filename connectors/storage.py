"""Storage that files lie in, a disk or whatever speaks S3, and what its errors mean."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from crm.errors import RejectedError, RetryableError
from crm.intake.connector import BusyError, UnauthorizedError

CONNECT_TIMEOUT, READ_TIMEOUT = 10, 60  # seconds
BUSY_FOR = timedelta(minutes=1)


def root_of(folder: str) -> str:
    """The folder as its storage knows it."""
    if folder.startswith("s3://"):
        return folder.removeprefix("s3://").strip("/")
    return str(Path(folder.removeprefix("file://")).expanduser().absolute())


def filesystem(folder: str, *, endpoint_url: str, region: str, access_key: str, secret_key: str) -> Any:
    """The storage behind an address; nothing of what it lists is remembered."""
    import fsspec  # noqa: PLC0415 - heavy

    plain = {"skip_instance_cache": True, "use_listings_cache": False}
    if not folder.startswith("s3://"):
        return fsspec.filesystem("file", auto_mkdir=True, **plain)
    limits = {"connect_timeout": CONNECT_TIMEOUT, "read_timeout": READ_TIMEOUT, "retries": {"max_attempts": 1}}
    client = {"endpoint_url": endpoint_url or None, "region_name": region or None}
    return fsspec.filesystem(
        "s3",
        key=access_key or None,
        secret=secret_key or None,
        client_kwargs={name: value for name, value in client.items() if value},
        config_kwargs=limits,
        **plain,
    )


@contextmanager
def translated(folder: str, *, of_file: bool = False) -> Iterator[None]:
    """What a storage raises, as what the caller does next. A missing folder may be a drive that is not mounted now."""
    try:
        yield
    except FileNotFoundError as error:
        if of_file:
            raise
        raise RetryableError(
            f"There is no folder or bucket {folder}. Make it, mount it or mend the address."
        ) from error
    except PermissionError as error:
        if of_file and not folder.startswith("s3://"):
            raise
        raise UnauthorizedError(
            f"{folder} may not be read with these rights or keys. Grant them or mend them."
        ) from error
    except OSError as error:
        if error.errno == errno.EBUSY:
            raise BusyError(f"{folder} asks for patience.", BUSY_FOR) from error
        raise RetryableError(f"{folder} cannot be reached now.") from error
    except Exception as error:  # each storage raises errors of its own library; what is not known goes on
        if (meant := _storage_error(folder, error)) is None:
            raise
        raise meant from error


def _storage_error(folder: str, error: Exception) -> Exception | None:
    """Meant by what the S3 client raises of its own, errors that share no base with Python's; None for any other."""
    if "Credential" in type(error).__name__:
        return UnauthorizedError(f"There are no keys for {folder}. Set access_key and secret_key.")
    if type(error).__name__ in {"ParamValidationError", "InvalidRegionError"}:
        return RejectedError(f"{folder} is no address that a storage can have.")
    if type(error).__module__.startswith(("botocore", "aiobotocore", "aiohttp", "fsspec")):
        return RetryableError(f"{folder} cannot be reached now.")
    return None
