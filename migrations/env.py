"""Run the migrations on the engine that the command line hands over."""

from __future__ import annotations

from alembic import context

from transfer_log.schema import metadata


def run() -> None:
    """Migrate in one transaction a revision; the connection is given by `transfer_log.migrate`."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=metadata,
        transaction_per_migration=True,
        compare_type=True,
        user_module_prefix="",
        include_object=_is_ours,
    )
    with context.begin_transaction():
        context.run_migrations()


def _is_ours(_object: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:  # noqa: FBT001
    # Full-text index tables of SQLite are made by hand; autogenerate does not know them.
    return not (kind == "table" and str(name).startswith("subject_search"))


run()
