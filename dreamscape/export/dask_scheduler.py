"""The way to a Dask scheduler: its address, the certificates that it asks for, and a connection."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dreamscape.errors import InputError, one_of
from dreamscape.text import short

PATIENCE = 10  # s to wait for its answer
ENCRYPTED = ("tls", "wss")
TLS, CERTIFICATES = "distributed.comm.tls", ("ca-file", "client.cert", "client.key")  # in Dask's configuration


def check(address: str) -> None:
    """Raise InputError unless a scheduler may be there, and we have the certificates that it would ask for."""
    from distributed.comm.registry import backends

    named = f"--cluster {short(address)}"
    scheme, _, place = address.rpartition("://")
    host, _, port = place.rpartition(":")
    if scheme not in ("", *backends) or not host or not (port.isdecimal() and 0 < int(port) < 1 << 16):
        raise InputError(f"{named}: not a scheduler's address, expected tls://HOST:PORT or tcp://HOST:PORT")
    if scheme in ENCRYPTED:
        _check_certificates(named)


def _check_certificates(named: str) -> None:
    """Dask itself stumbles where they are missing."""
    import dask
    import distributed

    if dask.config.get("distributed.client.security-loader", None):
        return  # the user's own code finds them
    for name in CERTIFICATES:
        path = dask.config.get(f"{TLS}.{name}", None)
        if path and not Path(path).is_file():
            raise InputError(f"{named}: {TLS}.{name} of Dask's configuration: no file {short(path)}, expected its path")
    security: Any = distributed.Security  # which has no types
    try:
        found = security().get_connection_args("client").get("ssl_context")
    except (OSError, ValueError) as error:  # a file that is no certificate is an OSError too
        raise InputError(f"{named}: the certificates of Dask's configuration ({TLS}): {plain(error)}") from None
    if found is None:
        raise InputError(
            f"{named}: needs certificates, {one_of(CERTIFICATES).replace(' or ', ' and ')} in Dask's configuration "
            f"({TLS}); see docs/cluster.md"
        )


@contextmanager
def connected(address: str) -> Iterator[Any]:
    """Dask's client of the scheduler at an address that was checked.

    Raises:
        InputError: nobody answers there, or not to our certificates.
    """
    import distributed

    connect: Any = distributed.Client  # which has types for some of its methods only
    try:
        client = connect(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:  # Dask's time-outs are OSErrors
        whom = " to these certificates" if address.startswith(ENCRYPTED) else ""
        raise InputError(
            f"--cluster {short(address)}: no scheduler answers there{whom} ({plain(error)}); start one with "
            "`dask scheduler`, and on each machine `dask worker ADDRESS`"
        ) from None
    try:
        yield client
    finally:
        client.close()


def plain(error: Exception) -> str:
    """An error in a line."""
    return " ".join(str(error).split()) or type(error).__name__
