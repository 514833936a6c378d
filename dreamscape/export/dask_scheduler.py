"""Connects to a Dask scheduler: checks its address and the certificates it needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dreamscape.errors import InputError, one_of
from dreamscape.text import short

TIMEOUT = 10  # s to wait for an answer
ENCRYPTED = ("tls", "wss")
TLS, CERTIFICATES = "distributed.comm.tls", ("ca-file", "client.cert", "client.key")  # in Dask's configuration


def check_address(address: str) -> None:
    """Raise InputError unless the address is well-formed, and the certificates that it needs are configured."""
    from distributed.comm.registry import backends

    option = f"--cluster {short(address)}"
    scheme, _, endpoint = address.rpartition("://")
    host, _, port = endpoint.rpartition(":")
    if scheme not in ("", *backends) or not host or not (port.isdecimal() and 0 < int(port) < 1 << 16):
        raise InputError(f"{option}: not a scheduler's address, expected tls://HOST:PORT or tcp://HOST:PORT")
    if scheme in ENCRYPTED:
        _check_certificates(option)


def _check_certificates(option: str) -> None:
    """Raise InputError if certificates are missing or damaged: Dask itself would fail without saying why."""
    import dask
    import distributed

    if dask.config.get("distributed.client.security-loader", None):
        return  # the user's own code provides them
    for name in CERTIFICATES:
        path = dask.config.get(f"{TLS}.{name}", None)
        if path and not Path(path).is_file():
            raise InputError(
                f"{option}: {TLS}.{name} of Dask's configuration: no file {short(path)}, expected its path"
            )
    security: Any = distributed.Security  # untyped
    try:
        ssl_context = security().get_connection_args("client").get("ssl_context")
    except (OSError, ValueError) as error:  # OSError also for a file that is no certificate
        raise InputError(f"{option}: the certificates of Dask's configuration ({TLS}): {one_line(error)}") from None
    if ssl_context is None:
        raise InputError(
            f"{option}: needs certificates, {one_of(CERTIFICATES).replace(' or ', ' and ')} in Dask's configuration "
            f"({TLS}); see docs/cluster.md"
        )


@contextmanager
def connected(address: str) -> Iterator[Any]:
    """A Dask client of the scheduler at an address that was checked.

    Raises:
        InputError: no scheduler answers there, or it rejects our certificates.
    """
    import distributed

    connect: Any = distributed.Client  # only partly typed
    try:
        client = connect(address, timeout=TIMEOUT, set_as_default=False)
    except (OSError, ValueError) as error:  # Dask's time-outs are OSErrors
        condition = " to these certificates" if address.startswith(ENCRYPTED) else ""
        raise InputError(
            f"--cluster {short(address)}: no scheduler answers there{condition} ({one_line(error)}); start one with "
            "`dask scheduler`, and on each machine `dask worker ADDRESS`"
        ) from None
    try:
        yield client
    finally:
        client.close()


def one_line(error: Exception) -> str:
    """An error as a single line."""
    return " ".join(str(error).split()) or type(error).__name__
