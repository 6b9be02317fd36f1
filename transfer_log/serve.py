"""Serve the pages and the API: one parent, its web workers and one job process, which start and stop together.

The web server speaks plain http. It listens to this machine alone, unless the settings say that a proxy stands in front
(TRANSFER_LOG_TRUSTED_PROXIES), which then speaks https to the world.
"""

from __future__ import annotations

import ipaddress
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from functools import partial
from typing import TYPE_CHECKING, Final

from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from transfer_log.app import create_app
from transfer_log.config import LOOPBACK
from transfer_log.duties import run_worker
from transfer_log.errors import Problem, RuleViolation, Text
from transfer_log.security_log import log_refusal

if TYPE_CHECKING:
    from flask import Flask

    from transfer_log.config import Settings

#: Requests that one web worker answers at a time; each may hold one database connection.
THREADS: Final = 4
SECONDS_TO_STOP: Final = 15
SECONDS_BEFORE_ASKING_AGAIN: Final = 3
SECONDS_BEFORE_RESTART: Final = 1


def serve(settings: Settings, *, host: str, port: int, workers: int, with_jobs: bool) -> None:
    """Serve until this process is told to stop (SIGTERM, SIGINT, or its terminal closing); requests begun are answered.

    No process is left behind, not even when this one is killed: each child watches its parent.

    :raises RuleViolation: when the secret is missing, the address is in use, or `host` would show plain http to a network.
    """
    problems = [*_check_secret(settings), *_check_host(settings, host)] or _check_port(host, port)
    if problems:
        raise RuleViolation(problems)
    server = MPServer(
        "transfer_log",
        address=_resolved(host, port)[1],
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        workers=workers,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_STOP,
    )
    signals = _StopSignals(server)
    jobs = _JobProcess(settings) if with_jobs else None

    def on_startup() -> None:
        signals.listen()
        if jobs:
            jobs.start()
        sys.stdout.write(f"Transfer Log: {address_of(settings, host, port)}/ （Ctrl-C で終了 / Ctrl-C stops it）\n")
        sys.stdout.flush()

    server.on_startup(on_startup)
    try:
        server.serve(target_loader=partial(web_application, settings, os.getpid()), wrap_loader=False)
    finally:
        if jobs:
            jobs.stop()


def address_of(settings: Settings, host: str, port: int) -> str:
    """Return where people reach the pages: at the proxy in front, or right here."""
    if settings.trusted_proxies or settings.is_https:
        return settings.base_url
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def web_application(settings: Settings, parent: int) -> Flask:
    """Return the application of a web worker; the worker ends with the process `parent`."""
    _live_under(parent)
    return create_app(settings)


def job_process(settings: Settings, parent: int) -> None:
    """Be the job process, which ends with the process `parent`."""
    _live_under(parent)
    run_worker(settings)


def _live_under(parent: int) -> None:
    """Leave Ctrl-C to the parent, which stops its children in order, and end when it is gone, however that went."""
    os.setpgid(0, 0)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        for _ in range(SECONDS_TO_STOP // SECONDS_BEFORE_ASKING_AGAIN):
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(SECONDS_BEFORE_ASKING_AGAIN)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


class _StopSignals:
    """Stop the server in order when this process is told to, and make sure that every web worker hears of it."""

    def __init__(self, server: MPServer) -> None:
        self._server = server
        self._parent = os.getpid()
        self._hears_hangup = signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN

    def listen(self) -> None:
        # The server would start its workers anew on a hang-up; a closed terminal means stop, unless run under nohup.
        signal.signal(signal.SIGHUP, self._stop if self._hears_hangup else signal.SIG_IGN)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)

    def _stop(self, number: int, _frame: object) -> None:
        # A fork brings this handler along: a web worker told to stop before it has its own has nothing to finish.
        if os.getpid() != self._parent:
            os._exit(0)
        self._server.signal_handler_interrupt(number)  # type: ignore[no-untyped-call]
        threading.Thread(target=self._insist, daemon=True).start()

    def _insist(self) -> None:
        # A web worker that is told while it sets up its server loses the signal, and would be waited for in vain.
        while True:
            time.sleep(SECONDS_BEFORE_ASKING_AGAIN)
            for worker in list(self._server.wrks):
                worker.terminate()  # type: ignore[no-untyped-call]


class _JobProcess:
    """Keep one job process running until told to stop; one that dies is started again after a pause."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stopping = threading.Event()
        self._process = self._new()

    def start(self) -> None:
        self._process.start()
        threading.Thread(target=self._keep, daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()
        if self._process.pid is None:
            return
        self._process.terminate()
        self._process.join(SECONDS_TO_STOP)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()

    def _new(self) -> multiprocessing.process.BaseProcess:
        # A fresh interpreter: no connection, thread or signal handler of the parent comes along.
        return multiprocessing.get_context("spawn").Process(
            target=job_process, args=(self._settings, os.getpid()), name="jobs", daemon=True
        )

    def _keep(self) -> None:
        while True:
            self._process.join()
            if self._stopping.is_set():
                return
            log_refusal("job_process_died", exit_code=self._process.exitcode)
            if self._stopping.wait(SECONDS_BEFORE_RESTART):
                return
            self._process = self._new()
            self._process.start()


def _check_secret(settings: Settings) -> list[Problem]:
    if settings.secret_key:
        return []
    return [
        Problem(
            field="TRANSFER_LOG_SECRET_KEY",
            text=Text(
                "TRANSFER_LOG_SECRET_KEY がありません。32 文字以上の秘密の値を設定してください。",
                "TRANSFER_LOG_SECRET_KEY is missing. Set a secret of 32 or more characters.",
            ),
        )
    ]


def _check_host(settings: Settings, host: str) -> list[Problem]:
    if settings.trusted_proxies or _is_loopback(host):
        return []
    return [
        Problem(
            field="--host",
            text=Text(
                f"{host} で受けると、ネットワークに暗号化されていない http が見えてしまいます。このコンピューターだけで使うなら "
                "127.0.0.1 を、https のプロキシの後ろに置くなら TRANSFER_LOG_TRUSTED_PROXIES=1 を指定してください。",
                f"Listening on {host} would show unencrypted http to the network. Use 127.0.0.1 for this machine alone, "
                "or set TRANSFER_LOG_TRUSTED_PROXIES=1 where an https proxy stands in front.",
            ),
            found=host,
            allowed=tuple(sorted(LOOPBACK)),
        )
    ]


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in LOOPBACK


def _resolved(host: str, port: int) -> tuple[int, str]:
    """Return the address family and the numeric address of a host; a name may stand for both kinds: the older one first."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    family, _kind, _protocol, _name, address = min(found, key=lambda each: each[0] != socket.AF_INET)
    return family, str(address[0])


def _check_port(host: str, port: int) -> list[Problem]:
    try:
        family, address = _resolved(host, port)
        with socket.socket(family) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((address, port))
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or "0–65535"
        text = Text(
            f"{host} の {port} 番では受けられません（{reason}）。ほかの番号かアドレスを指定してください。",
            f"Port {port} of {host} cannot be used ({reason}). Choose another port or address.",
        )
        return [Problem(field="--port", text=text, found=f"{host}:{port}")]
    return []
