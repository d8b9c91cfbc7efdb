"""How files come from a trading partner and go to it: tables of the configuration."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from edi_service.service.exchange.pickup import Patience
from edi_service.service.schedules.settings import Retention, Schedules

Answer = Literal["TA1", "999", "277CA"]
Receipt = Literal["TA1", "278", "835"]
Port = Annotated[int, Meta(ge=1, le=65535)]
Seconds = Annotated[float, Meta(gt=0)]


class Remote(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    A folder on a partner's SFTP server.

    Attributes:
        host: its name or address.
        user: as whom we are known there.
        host_keys: public keys of the server as it shows them, such as ``ssh-ed25519 AAAA...``;
            no other is trusted.
        folder: the path there.
        port: TCP.
        key: the file of our private key; a relative name starts at the configuration's folder.
        password_from: the environment variable that holds a password.
        timeout_seconds: how long an answer may take.
        look_seconds: how often it is looked at; left out: as the service looks elsewhere.
    """

    host: str
    user: str
    host_keys: Annotated[tuple[str, ...], Meta(min_length=1)]
    folder: str = "."
    port: Port = 22
    key: str = ""
    password_from: str = ""
    timeout_seconds: Seconds = 60.0
    look_seconds: Seconds | None = None

    def known_hosts(self) -> str:
        """The pinned keys in the form of a ``known_hosts`` file."""
        host = self.host if self.port == 22 else f"[{self.host}]:{self.port}"
        return "".join(f"{host} {key}\n" for key in self.host_keys)


class Pgp(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    What is agreed on with a partner about PGP.

    Attributes:
        key: the file of our private key, which what it sends is encrypted to; a relative name
            starts at the configuration's folder.
        passphrase_from: the environment variable that holds the passphrase of that key.
        partner_key: the file of its public key.
        signed: whether everything it sends has to be signed with its key.
        encrypted: whether what we send is encrypted to its key.
    """

    key: str
    passphrase_from: str = ""
    partner_key: str = ""
    signed: bool = False
    encrypted: bool = False


class TradingPartner(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    Whoever sends us files and gets files from us: a billing office, a clearinghouse, a payer.

    Attributes:
        inbound: a folder it drops files into; a relative name starts at the configuration's
            folder.
        outbound: a folder its results are put into.
        inbound_remote: a folder on a server of its own where its files are fetched.
        outbound_remote: one where its results are put.
        sftp_keys: public keys that open our own SFTP server to it; its folders there are made.
        pgp: keys for what is encrypted with PGP; None: nothing is.
        answers: the acknowledgments it wants for its claims.
        acknowledges: what else it sends is acknowledged: services reviews (278) and remittances
            (835) by a 999, and their interchanges by a TA1 where it asks for one or is at fault.
        usage: ISA15 of what it sends; what says otherwise is quarantined.
        at_once: how many of its files are worked at the same time, on all machines together.
        duplicate_days: for how many days numbers may not come again with other bytes; 0: they may.
        unique: which numbers may not.
        sets_unique_in: where ST02 may not come again: in its ``group`` (GS06), as X12 has it, or in
            anything of this ``partner``, which counts its sets on from file to file.
        patience: when a file it leaves counts as whole.
        facts: a file of what its claims cannot say; it goes before the service's, and so do the
            other three.
        encounters: a file of visits.
        eligibility: a file of eligibility responses (271).
        authorizations: a file of authorizations on file.
    """

    inbound: str = ""
    outbound: str = ""
    inbound_remote: Remote | None = None
    outbound_remote: Remote | None = None
    sftp_keys: tuple[str, ...] = ()
    pgp: Pgp | None = None
    answers: tuple[Answer, ...] = ("TA1", "999", "277CA")
    acknowledges: tuple[Receipt, ...] = ()
    usage: Literal["T", "P"] = "T"
    at_once: Annotated[int, Meta(ge=1)] = 2
    duplicate_days: Annotated[int, Meta(ge=0)] = 30
    unique: tuple[Literal["ISA13", "GS06", "ST02"], ...] = ("ISA13", "GS06", "ST02")
    sets_unique_in: Literal["group", "partner"] = "group"
    patience: Patience = Patience()
    facts: str = ""
    encounters: str = ""
    eligibility: str = ""
    authorizations: str = ""


class SftpServer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    Our own SFTP server.

    Attributes:
        address: of this machine, where it listens.
        port: TCP.
        root: the folder that holds those of the partners.
    """

    address: str = "127.0.0.1"
    port: Annotated[int, Meta(ge=0, le=65535)] = 2222
    root: str = "sftp"


class Health(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where health, readiness and metrics are told over HTTP."""

    address: str = "127.0.0.1"
    port: Annotated[int, Meta(ge=0, le=65535)] = 8037


class Telemetry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    A collector of OpenTelemetry that traces and metrics are told to (``edi-service[otel]``).

    Attributes:
        endpoint: its address for OTLP over HTTP, such as ``http://127.0.0.1:4318``; empty: none.
        headers_from: the environment variable that holds headers, ``NAME=VALUE,NAME=VALUE``.
        every_seconds: how often metrics are told.
    """

    endpoint: Annotated[str, Meta(pattern=r"^$|^https?://[^\s/]+")] = ""
    headers_from: str = ""
    every_seconds: Seconds = 60.0


class Service(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    How the service runs on this machine.

    Attributes:
        store: where everything is kept; a file of SQLite, or ``postgresql://...``.
        folder: for bytes on their way in and the SFTP server's key; made when there is none.
        machine: this machine's own name among those of one store; empty: its host name.
        at_once: how many files this machine works at the same time: while one waits for the disk
            or the database, another goes on.
        look_seconds: how often drop folders and partners' servers are looked at.
        lease_seconds: how long a machine may be silent before others take over its work.
        keep_days: for how many days finished work is remembered by the engine.
        least_free_mib: how much is to be free on each disk that the service writes to, in MiB;
            where files come in and less is, none is taken; 0: that is not looked at.
        policies: folders of policies besides the library.
        facts: a file of what claims cannot say, read again whenever it has changed.
        encounters: a file of visits, likewise.
        eligibility: a file of eligibility responses (271), likewise.
        authorizations: a file of authorizations on file, likewise.
        told_days: for how many days counts what partners have dropped of these.
        sftp: our own SFTP server; it runs when a partner has keys for it.
        health: where health is told.
        schedules: what is done once a day, and when.
        retention: for how long what is kept.
        telemetry: whom traces and metrics are told to.
    """

    store: str = "edi-service.sqlite"
    folder: str = "work"
    machine: str = ""
    at_once: Annotated[int, Meta(ge=1)] = 2
    look_seconds: Seconds = 2.0
    lease_seconds: Seconds = 30.0
    keep_days: Annotated[int, Meta(ge=1)] = 90
    least_free_mib: Annotated[int, Meta(ge=0)] = 64
    policies: tuple[str, ...] = ()
    facts: str = ""
    encounters: str = ""
    eligibility: str = ""
    authorizations: str = ""
    told_days: Annotated[int, Meta(ge=0)] = 90
    sftp: SftpServer = SftpServer()
    health: Health = Health()
    schedules: Schedules = Schedules()
    retention: Retention = Retention()
    telemetry: Telemetry = Telemetry()
