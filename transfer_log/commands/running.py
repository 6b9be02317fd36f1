"""`transfer-log serve` and `transfer-log jobs`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transfer_log.cli import DONE
from transfer_log.commands.context import check_ready, database
from transfer_log.config import resource
from transfer_log.countries.profiles import load_profiles

if TYPE_CHECKING:
    from argparse import Namespace

    from transfer_log.config import Settings


def serve(chosen: Namespace, settings: Settings) -> int:
    """Serve pages and API until told to stop, with the job process unless `--no-jobs`.

    :raises RuleViolation: when the database or the country profiles are not fit to serve from; nothing has started then.
    """
    from transfer_log import serve as server  # noqa: PLC0415 the web server is a large import

    load_profiles(resource("country_profiles"))
    with database(settings):
        check_ready()
    server.serve(settings, host=chosen.host, port=chosen.port, workers=chosen.workers, with_jobs=not chosen.no_jobs)
    return DONE


def jobs(_chosen: Namespace, settings: Settings) -> int:
    """Run the jobs alone until told to stop."""
    from transfer_log.duties import run_worker  # noqa: PLC0415 a large import

    run_worker(settings)
    return DONE
