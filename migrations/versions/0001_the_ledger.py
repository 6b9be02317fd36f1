"""The ledger.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from transfer_log.db import Instant, JsonText, Uid

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


# Rows of these tables are never changed; rights guard them on a server, these triggers are the second belt.
FROZEN = (
    "consent_text_versions",
    "consent_texts",
    "country_profile_versions",
    "country_profiles",
    "data_item_versions",
    "data_items",
    "department_versions",
    "departments",
    "installation",
    "operator_versions",
    "operators",
    "policies",
    "policy_versions",
    "purpose_versions",
    "purposes",
    "recipient_links",
    "recipient_versions",
    "recipients",
    "situation_versions",
    "situations",
    "assessments",
    "finding_groups",
    "item_set_members",
    "item_sets",
    "scope_members",
    "scopes",
    "subjects",
    "clearances",
    "consent_events",
    "consents",
    "finding_events",
    "findings",
    "provision_events",
    "provisions",
    "stops",
    "subject_links",
    "acts",
    "finding_group_events",
)


def freeze() -> None:
    """Refuse UPDATE and DELETE on every table whose rows are kept as they were written."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME; END $$"
        )
    for table in FROZEN:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(
                f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            )
            continue
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are append-only'); END"
            )


def index_people() -> None:
    """Make the search index of people over grams: FTS5 on SQLite, an inverted index over arrays on PostgreSQL.

    Grams are asked for whole and together, never as phrases: neither places nor sizes are kept.
    """
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TABLE subject_search (subject_id uuid NOT NULL, operator_id uuid NOT NULL, found_by text NOT NULL, "
            "grams text[] NOT NULL, PRIMARY KEY (subject_id, operator_id))"
        )
        op.execute("CREATE INDEX ix_subject_search_grams ON subject_search USING gin (grams)")
    else:
        op.execute(
            "CREATE VIRTUAL TABLE subject_search "
            "USING fts5(grams, content='', detail=none, columnsize=0, tokenize=ascii)"
        )
        op.execute(
            "CREATE TABLE subject_search_rows (row_id INTEGER PRIMARY KEY, subject_id BLOB NOT NULL, "
            "operator_id BLOB NOT NULL, found_by TEXT NOT NULL, UNIQUE (subject_id, operator_id))"
        )


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "access_log",
        sa.Column("user_id", Uid(), nullable=False),
        sa.Column("id", Uid(), nullable=False, comment="UUIDv7: the order of reading"),
        sa.Column("operator_id", Uid(), nullable=False),
        sa.Column("read_at", Instant(), nullable=False),
        sa.Column(
            "action", sa.String(length=40), nullable=False, comment="an action of accounts.policy that reads people"
        ),
        sa.Column("subject_id", Uid(), nullable=True, comment="whose records; null: a list of several people"),
        sa.Column(
            "route", sa.String(length=200), nullable=False, comment="pattern of the address or name of the command"
        ),
        sa.Column("people_count", sa.Integer(), nullable=False, comment="how many rows were shown"),
        sa.Column("reason", sa.Text(), nullable=True, comment="why, where the page asks for it"),
        sa.PrimaryKeyConstraint("user_id", "id", name=op.f("pk_access_log")),
        info={"kind": "working"},
    )
    op.create_index(op.f("ix_access_log_read_at"), "access_log", ["read_at"], unique=False)
    op.create_table(
        "acts",
        sa.Column("id", Uid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False, comment="what was done, such as role_granted"),
        sa.Column("details", JsonText(), nullable=True, comment="ids, codes and counts; no personal value"),
        sa.Column("operator_id", Uid(), nullable=False, comment="operator (事業者) whose row it is"),
        sa.Column("recorded_at", Instant(), nullable=False, comment="UTC instant of writing"),
        sa.Column("recorded_by", Uid(), nullable=False, comment="user id, never a name"),
        sa.Column("salt", sa.LargeBinary(length=32), nullable=False, comment="32 random bytes of this row alone"),
        sa.Column(
            "leaf_hash", sa.LargeBinary(length=32), nullable=False, comment="leaf of the transparency log, RFC 9162"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acts")),
        info={"kind": "act"},
    )
    op.create_index(op.f("ix_acts_kind"), "acts", ["kind"], unique=False)
    op.create_table(
        "assessments",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("facts", JsonText(), nullable=False),
        sa.Column("result", JsonText(), nullable=False),
        sa.Column("law_version", sa.String(length=40), nullable=False, comment="the statute period, by its first day"),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_assessments")),
        info={"kind": "set"},
    )
    op.create_table(
        "consent_texts",
        sa.Column("id", Uid(), nullable=False),
        sa.Column(
            "operator_id", Uid(), nullable=False, comment="operator (事業者); the nil id where it serves all of them"
        ),
        sa.Column("ref", sa.String(length=80), nullable=False, comment="the code that people, files and the API use"),
        sa.Column("created_at", Instant(), nullable=False, comment="UTC instant of first recording"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_texts")),
        sa.UniqueConstraint("operator_id", "ref", name=op.f("uq_consent_texts_operator_id_ref")),
        info={"kind": "register"},
    )
    op.create_table(
        "country_profiles",
        sa.Column("id", Uid(), nullable=False),
        sa.Column(
            "operator_id", Uid(), nullable=False, comment="operator (事業者); the nil id where it serves all of them"
        ),
        sa.Column("ref", sa.String(length=80), nullable=False, comment="the code that people, files and the API use"),
        sa.Column("created_at", Instant(), nullable=False, comment="UTC instant of first recording"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_country_profiles")),
        sa.UniqueConstraint("operator_id", "ref", name=op.f("uq_country_profiles_operator_id_ref")),
        info={"kind": "register"},
    )
    op.create_table(
        "data_items",
        sa.Column("id", Uid(), nullable=False),
        sa.Column(
            "operator_id", Uid(), nullable=False, comment="operator (事業者); the nil id where it serves all of them"
        ),
        sa.Column("ref", sa.String(length=80), nullable=False, comment="the code that people, files and the API use"),
        sa.Column("created_at", Instant(), nullable=False, comment="UTC instant of first recording"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_items")),
        sa.UniqueConstraint("operator_id", "ref", name=op.f("uq_data_items_operator_id_ref")),
        info={"kind": "register"},
    )
    op.create_table(
        "departments",
        sa.Column("id", Uid(), nullable=False),
        sa.Column(
            "operator_id", Uid(), nullable=False, comment="operator (事業者); the nil id where it serves all of them"
        ),
        sa.Column("ref", sa.String(length=80), nullable=False, comment="the code that people, files and the API use"),
        sa.Column("created_at", Instant(), nullable=False, comment="UTC instant of first recording"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departments")),
        sa.UniqueConstraint("operator_id", "ref", name=op.f("uq_departments_operator_id_ref")),
        info={"kind": "register"},
    )
    op.create_table(
        "finding_group_status",
        sa.Column("group_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("owner_id", Uid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("resolved_at", Instant(), nullable=True),
        sa.Column("how", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("group_digest", name=op.f("pk_finding_group_status")),
        info={"kind": "projection"},
    )
    op.create_table(
        "finding_groups",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False, comment="SHA-256 of the cause"),
        sa.Column("operator_id", Uid(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("article", sa.String(length=60), nullable=False),
        sa.Column("severity", sa.String(length=10), nullable=False),
        sa.Column("recipient_id", Uid(), nullable=True),
        sa.Column("situation_id", Uid(), nullable=True),
        sa.Column(
            "document", sa.String(length=80), nullable=True, comment="code of the document or fact that is missing"
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_finding_groups")),
        info={"kind": "set"},
    )
    op.create_index("ix_finding_groups_operator_id", "finding_groups", ["operator_id"], unique=False)
    op.create_table(
        "finding_status",
        sa.Column("subject_id", Uid(), nullable=False),
        sa.Column("finding_id", Uid(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False, comment="open, overridden, resolved"),
        sa.Column("owner_id", Uid(), nullable=True),
        sa.PrimaryKeyConstraint("subject_id", "finding_id", name=op.f("pk_finding_status")),
        info={"kind": "projection"},
    )
    op.create_table(
        "identifier_digests",
        sa.Column("subject_id", Uid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("subject_id", "digest", name=op.f("pk_identifier_digests")),
        info={"kind": "working"},
    )
    op.create_table(
        "installation",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_installation")),
        info={"kind": "register"},
    )
    op.create_table(
        "item_sets",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_item_sets")),
        info={"kind": "set"},
    )
    op.create_table(
        "linked_subjects",
        sa.Column("subject_id", Uid(), nullable=False),
        sa.Column("person_id", Uid(), nullable=False),
        sa.PrimaryKeyConstraint("subject_id", name=op.f("pk_linked_subjects")),
        info={"kind": "projection"},
    )
    op.create_index(op.f("ix_linked_subjects_person_id"), "linked_subjects", ["person_id"], unique=False)
    op.create_table(
        "log_queue",
        sa.Column("subject_id", Uid(), nullable=False, comment="of the first leaf; nil id for acts"),
        sa.Column("id", Uid(), nullable=False),
        sa.Column(
            "leaves", sa.LargeBinary(), nullable=False, comment="packed (type, entry id, leaf hash)*, see trail.queue"
        ),
        sa.PrimaryKeyConstraint("subject_id", "id", name=op.f("pk_log_queue")),
        info={"kind": "log"},
    )
    op.create_table(
        "login_attempts",
        sa.Column("key", sa.String(length=64), nullable=False, comment="SHA-256 hex, no personal value"),
        sa.Column("failed_count", sa.Integer(), nullable=False),
        sa.Column("last_at", Instant(), nullable=False),
        sa.Column("locked_until", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_login_attempts")),
        info={"kind": "working"},
    )
    op.create_table(
        "operators",
        sa.Column("id", Uid(), nullable=False),
        sa.Column(
            "operator_id", Uid(), nullable=False, comment="operator (事業者); the nil id where it serves all of them"
        ),
        sa.Column("ref", sa.String(length=80), nullable=False, comment="the code that people, files and the API use"),
        sa.Column("created_at", Instant(), nullable=False, comment="UTC instant of first recording"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operators")),
        sa.UniqueConstraint("operator_id", "ref", name=op.f("uq_operators_operator_id_ref")),
        info={"kind": "register"},
    )
    op.create_table(
        "policies",
        sa.Column("id", Uid(), nullable=False),
        sa.Column(
            "operator_id", Uid(), nullable=False, comment="operator (事業者); the nil id where it serves all of them"
        ),
        sa.Column("ref", sa.String(length=80), nullable=False, comment="the code that people, files and the API use"),
        sa.Column("created_at", Instant(), nullable=False, comment="UTC instant of first recording"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policies")),
        sa.UniqueConstraint("operator_id", "ref", name=op.f("uq_policies_operator_id_ref")),
        info={"kind": "register"},
    )
    op.create_table(
        "provision_marks",
        sa.Column("subject_id", Uid(), nullable=False),
        sa.Column("provision_id", Uid(), nullable=False),
        sa.Column("superseded_by", Uid(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=True, comment="planned cancelled voided in_error open"),
        sa.Column("last_provided_on", sa.Date(), nullable=True, comment="folded last day of a lump or viewing"),
        sa.PrimaryKeyConstraint("subject_id", "provision_id", name=op.f("pk_provision_marks")),
        info={"kind": "projection"},
    )
    op.create_table(
        "purposes",
        sa.Column("id", Uid(), nullable=False),
        sa.Column(
            "operator_id", Uid(), nullable=False, comment="operator (事業者); the nil id where it serves all of them"
        ),
        sa.Column("ref", sa.String(length=80), nullable=False, comment="the code that people, files and the API use"),
        sa.Column("created_at", Instant(), nullable=False, comment="UTC instant of first recording"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purposes")),
        sa.UniqueConstraint("operator_id", "ref", name=op.f("uq_purposes_operator_id_ref")),
        info={"kind": "register"},
    )
    op.create_table(
        "recipients",
        sa.Column("id", Uid(), nullable=False),
        sa.Column(
            "operator_id", Uid(), nullable=False, comment="operator (事業者); the nil id where it serves all of them"
        ),
        sa.Column("ref", sa.String(length=80), nullable=False, comment="the code that people, files and the API use"),
        sa.Column("created_at", Instant(), nullable=False, comment="UTC instant of first recording"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipients")),
        sa.UniqueConstraint("operator_id", "ref", name=op.f("uq_recipients_operator_id_ref")),
        info={"kind": "register"},
    )
    op.create_table(
        "scopes",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_scopes")),
        info={"kind": "set"},
    )
    op.create_table(
        "sessions",
        sa.Column("id_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("user_id", Uid(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("last_seen_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id_hash", name=op.f("pk_sessions")),
        info={"kind": "working"},
    )
    op.create_index(op.f("ix_sessions_user_id"), "sessions", ["user_id"], unique=False)
    op.create_table(
        "situations",
        sa.Column("id", Uid(), nullable=False),
        sa.Column(
            "operator_id", Uid(), nullable=False, comment="operator (事業者); the nil id where it serves all of them"
        ),
        sa.Column("ref", sa.String(length=80), nullable=False, comment="the code that people, files and the API use"),
        sa.Column("created_at", Instant(), nullable=False, comment="UTC instant of first recording"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_situations")),
        sa.UniqueConstraint("operator_id", "ref", name=op.f("uq_situations_operator_id_ref")),
        info={"kind": "register"},
    )
    op.create_table(
        "subject_refs",
        sa.Column("ref", sa.String(length=80), nullable=False),
        sa.Column("service", sa.String(length=40), nullable=False, comment="'' for the main service"),
        sa.Column("operator_id", Uid(), nullable=False),
        sa.Column("subject_id", Uid(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False, comment="registered or left"),
        sa.Column("created_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("ref", "service", "operator_id", name=op.f("pk_subject_refs")),
        info={"kind": "working"},
    )
    op.create_index("ix_subject_refs_subject_id", "subject_refs", ["subject_id"], unique=False)
    op.create_table(
        "subjects",
        sa.Column("subject_id", Uid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.CheckConstraint("kind IN ('person','identifier_list','unidentified')", name=op.f("ck_subjects_kind")),
        sa.PrimaryKeyConstraint("subject_id", name=op.f("pk_subjects")),
        info={"kind": "subject"},
    )
    op.create_table(
        "submissions",
        sa.Column("key_hash", sa.LargeBinary(length=32), nullable=False, comment="SHA-256(token id, key)"),
        sa.Column("body_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("result", JsonText(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_submissions")),
        info={"kind": "working"},
    )
    op.create_index(op.f("ix_submissions_created_at"), "submissions", ["created_at"], unique=False)
    op.create_table(
        "token_use",
        sa.Column("token_id", Uid(), nullable=False),
        sa.Column("last_used_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("token_id", name=op.f("pk_token_use")),
        info={"kind": "working"},
    )
    op.create_table(
        "consent_text_versions",
        sa.Column("title", sa.String(length=200), nullable=True),
        sa.Column("body", sa.Text(), nullable=True, comment="null: only its name came in by a file"),
        sa.Column("body_en", sa.Text(), nullable=True),
        sa.Column("id", Uid(), nullable=False),
        sa.Column("head_id", Uid(), nullable=False, comment="the register entry"),
        sa.Column("version_no", sa.Integer(), nullable=False, comment="1, 2, 3 … in the order of recording"),
        sa.Column("valid_from", sa.Date(), nullable=False, comment="Japan date since when this is true"),
        sa.Column("recorded_at", Instant(), nullable=False, comment="UTC instant of recording"),
        sa.Column("recorded_by", Uid(), nullable=False, comment="user id"),
        sa.Column("reason", sa.Text(), nullable=True, comment="why it was changed"),
        sa.Column("is_active", sa.Boolean(), nullable=False, comment="False: ended from valid_from on"),
        sa.Column(
            "digest",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="SHA-256 of the content, what evidence rows refer to",
        ),
        sa.CheckConstraint("version_no >= 1", name=op.f("ck_consent_text_versions_version_no")),
        sa.ForeignKeyConstraint(["head_id"], ["consent_texts.id"], name=op.f("fk_consent_text_versions_head_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_text_versions")),
        sa.UniqueConstraint("head_id", "version_no", name=op.f("uq_consent_text_versions_head_id_version_no")),
        info={"kind": "register"},
    )
    op.create_table(
        "country_profile_versions",
        sa.Column("alpha_2", sa.String(length=2), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False, comment="package or company"),
        sa.Column("confidence", sa.String(length=20), nullable=False, comment="source-read or from-knowledge"),
        sa.Column("checked_on", sa.Date(), nullable=False, comment="day on which the facts were checked"),
        sa.Column("facts", JsonText(), nullable=False, comment="the whole profile as in country_profiles/*.yaml"),
        sa.Column("id", Uid(), nullable=False),
        sa.Column("head_id", Uid(), nullable=False, comment="the register entry"),
        sa.Column("version_no", sa.Integer(), nullable=False, comment="1, 2, 3 … in the order of recording"),
        sa.Column("valid_from", sa.Date(), nullable=False, comment="Japan date since when this is true"),
        sa.Column("recorded_at", Instant(), nullable=False, comment="UTC instant of recording"),
        sa.Column("recorded_by", Uid(), nullable=False, comment="user id"),
        sa.Column("reason", sa.Text(), nullable=True, comment="why it was changed"),
        sa.Column("is_active", sa.Boolean(), nullable=False, comment="False: ended from valid_from on"),
        sa.Column(
            "digest",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="SHA-256 of the content, what evidence rows refer to",
        ),
        sa.CheckConstraint("version_no >= 1", name=op.f("ck_country_profile_versions_version_no")),
        sa.ForeignKeyConstraint(["head_id"], ["country_profiles.id"], name=op.f("fk_country_profile_versions_head_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_country_profile_versions")),
        sa.UniqueConstraint("head_id", "version_no", name=op.f("uq_country_profile_versions_head_id_version_no")),
        info={"kind": "register"},
    )
    op.create_table(
        "data_item_versions",
        sa.Column("name_ja", sa.String(length=100), nullable=False),
        sa.Column("name_en", sa.String(length=100), nullable=False),
        sa.Column("item_class", sa.String(length=30), nullable=False),
        sa.Column("is_special_care", sa.Boolean(), nullable=False, comment="要配慮個人情報 (Act Art. 2(3))"),
        sa.Column("is_never_provided", sa.Boolean(), nullable=False, comment="barred by law or by own rule"),
        sa.Column(
            "substitute", sa.String(length=80), nullable=True, comment="code of the coarser item, such as prefecture"
        ),
        sa.Column("id", Uid(), nullable=False),
        sa.Column("head_id", Uid(), nullable=False, comment="the register entry"),
        sa.Column("version_no", sa.Integer(), nullable=False, comment="1, 2, 3 … in the order of recording"),
        sa.Column("valid_from", sa.Date(), nullable=False, comment="Japan date since when this is true"),
        sa.Column("recorded_at", Instant(), nullable=False, comment="UTC instant of recording"),
        sa.Column("recorded_by", Uid(), nullable=False, comment="user id"),
        sa.Column("reason", sa.Text(), nullable=True, comment="why it was changed"),
        sa.Column("is_active", sa.Boolean(), nullable=False, comment="False: ended from valid_from on"),
        sa.Column(
            "digest",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="SHA-256 of the content, what evidence rows refer to",
        ),
        sa.CheckConstraint("version_no >= 1", name=op.f("ck_data_item_versions_version_no")),
        sa.ForeignKeyConstraint(["head_id"], ["data_items.id"], name=op.f("fk_data_item_versions_head_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_item_versions")),
        sa.UniqueConstraint("head_id", "version_no", name=op.f("uq_data_item_versions_head_id_version_no")),
        info={"kind": "register"},
    )
    op.create_table(
        "department_versions",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=True),
        sa.Column("manager_id", Uid(), nullable=True, comment="user id of the information manager"),
        sa.Column("id", Uid(), nullable=False),
        sa.Column("head_id", Uid(), nullable=False, comment="the register entry"),
        sa.Column("version_no", sa.Integer(), nullable=False, comment="1, 2, 3 … in the order of recording"),
        sa.Column("valid_from", sa.Date(), nullable=False, comment="Japan date since when this is true"),
        sa.Column("recorded_at", Instant(), nullable=False, comment="UTC instant of recording"),
        sa.Column("recorded_by", Uid(), nullable=False, comment="user id"),
        sa.Column("reason", sa.Text(), nullable=True, comment="why it was changed"),
        sa.Column("is_active", sa.Boolean(), nullable=False, comment="False: ended from valid_from on"),
        sa.Column(
            "digest",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="SHA-256 of the content, what evidence rows refer to",
        ),
        sa.CheckConstraint("version_no >= 1", name=op.f("ck_department_versions_version_no")),
        sa.ForeignKeyConstraint(["head_id"], ["departments.id"], name=op.f("fk_department_versions_head_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department_versions")),
        sa.UniqueConstraint("head_id", "version_no", name=op.f("uq_department_versions_head_id_version_no")),
        info={"kind": "register"},
    )
    op.create_table(
        "finding_group_events",
        sa.Column("id", Uid(), nullable=False),
        sa.Column("group_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("owner_id", Uid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("how", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("operator_id", Uid(), nullable=False, comment="operator (事業者) whose row it is"),
        sa.Column("recorded_at", Instant(), nullable=False, comment="UTC instant of writing"),
        sa.Column("recorded_by", Uid(), nullable=False, comment="user id, never a name"),
        sa.Column("salt", sa.LargeBinary(length=32), nullable=False, comment="32 random bytes of this row alone"),
        sa.Column(
            "leaf_hash", sa.LargeBinary(length=32), nullable=False, comment="leaf of the transparency log, RFC 9162"
        ),
        sa.ForeignKeyConstraint(
            ["group_digest"], ["finding_groups.digest"], name=op.f("fk_finding_group_events_group_digest")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_group_events")),
        info={"kind": "act"},
    )
    op.create_index("ix_finding_group_events_group_digest", "finding_group_events", ["group_digest"], unique=False)
    op.create_table(
        "findings",
        sa.Column("about_kind", sa.String(length=20), nullable=False, comment="provision, consent, receipt"),
        sa.Column("about_id", Uid(), nullable=False),
        sa.Column(
            "code", sa.String(length=60), nullable=False, comment="evidence_missing, recorded_late, a violation code …"
        ),
        sa.Column("article", sa.String(length=60), nullable=False),
        sa.Column("severity", sa.String(length=10), nullable=False),
        sa.Column("field", sa.String(length=80), nullable=True, comment="which fact or field it is about"),
        sa.Column("group_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("subject_id", Uid(), nullable=False, comment="the person (本人); distribution column"),
        sa.Column("id", Uid(), nullable=False, comment="UUIDv7 made by the application"),
        sa.Column("operator_id", Uid(), nullable=False, comment="operator (事業者) whose row it is"),
        sa.Column("recorded_at", Instant(), nullable=False, comment="UTC instant of writing"),
        sa.Column("recorded_by", Uid(), nullable=False, comment="user id, never a name"),
        sa.Column("salt", sa.LargeBinary(length=32), nullable=False, comment="32 random bytes of this row alone"),
        sa.Column(
            "leaf_hash", sa.LargeBinary(length=32), nullable=False, comment="leaf of the transparency log, RFC 9162"
        ),
        sa.CheckConstraint("severity IN ('unlawful','doubtful')", name=op.f("ck_findings_severity")),
        sa.ForeignKeyConstraint(["group_digest"], ["finding_groups.digest"], name=op.f("fk_findings_group_digest")),
        sa.PrimaryKeyConstraint("subject_id", "id", name=op.f("pk_findings")),
        info={"kind": "ledger"},
    )
    op.create_index("ix_findings_about", "findings", ["subject_id", "about_id"], unique=False)
    op.create_index("ix_findings_group", "findings", ["group_digest", "recorded_at"], unique=False)
    op.create_table(
        "item_set_members",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["item_sets.digest"], name=op.f("fk_item_set_members_digest")),
        sa.PrimaryKeyConstraint("digest", "item", name=op.f("pk_item_set_members")),
        info={"kind": "set"},
    )
    op.create_table(
        "operator_versions",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=True),
        sa.Column("address", sa.String(length=400), nullable=True),
        sa.Column("representative", sa.String(length=200), nullable=True, comment="title and name"),
        sa.Column("corporate_number", sa.String(length=13), nullable=True),
        sa.Column(
            "desk_name",
            sa.String(length=200),
            nullable=True,
            comment="the desk that takes requests, printed the same everywhere",
        ),
        sa.Column("desk_address", sa.String(length=400), nullable=True),
        sa.Column("desk_phone", sa.String(length=40), nullable=True),
        sa.Column("desk_email", sa.String(length=200), nullable=True),
        sa.Column("desk_form_url", sa.String(length=400), nullable=True),
        sa.Column("desk_hours", sa.String(length=200), nullable=True),
        sa.Column("desk_closed_days", sa.String(length=200), nullable=True),
        sa.Column(
            "late_after_days",
            sa.Integer(),
            nullable=False,
            comment="business days from act to record after which a record is late (Rules Art. 19(2))",
        ),
        sa.Column(
            "company_holidays",
            JsonText(),
            nullable=True,
            comment="list of MM-DD or YYYY-MM-DD on which the company is closed besides Japan's holidays",
        ),
        sa.Column("id", Uid(), nullable=False),
        sa.Column("head_id", Uid(), nullable=False, comment="the register entry"),
        sa.Column("version_no", sa.Integer(), nullable=False, comment="1, 2, 3 … in the order of recording"),
        sa.Column("valid_from", sa.Date(), nullable=False, comment="Japan date since when this is true"),
        sa.Column("recorded_at", Instant(), nullable=False, comment="UTC instant of recording"),
        sa.Column("recorded_by", Uid(), nullable=False, comment="user id"),
        sa.Column("reason", sa.Text(), nullable=True, comment="why it was changed"),
        sa.Column("is_active", sa.Boolean(), nullable=False, comment="False: ended from valid_from on"),
        sa.Column(
            "digest",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="SHA-256 of the content, what evidence rows refer to",
        ),
        sa.CheckConstraint("version_no >= 1", name=op.f("ck_operator_versions_version_no")),
        sa.ForeignKeyConstraint(["head_id"], ["operators.id"], name=op.f("fk_operator_versions_head_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operator_versions")),
        sa.UniqueConstraint("head_id", "version_no", name=op.f("uq_operator_versions_head_id_version_no")),
        info={"kind": "register"},
    )
    op.create_table(
        "policy_versions",
        sa.Column(
            "label", sa.String(length=40), nullable=False, comment="how files name this version, such as 2024-07-10"
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True, comment="Japan date of publication"),
        sa.Column("representative", sa.String(length=200), nullable=True, comment="who signs the policy"),
        sa.Column("url", sa.String(length=400), nullable=True),
        sa.Column("next_review_on", sa.Date(), nullable=True, comment="Japan date of the next review"),
        sa.Column("precedence", sa.Integer(), nullable=False, comment="the greater one goes first"),
        sa.Column("note", sa.Text(), nullable=True, comment="unclear wording found in it"),
        sa.Column("id", Uid(), nullable=False),
        sa.Column("head_id", Uid(), nullable=False, comment="the register entry"),
        sa.Column("version_no", sa.Integer(), nullable=False, comment="1, 2, 3 … in the order of recording"),
        sa.Column("valid_from", sa.Date(), nullable=False, comment="Japan date since when this is true"),
        sa.Column("recorded_at", Instant(), nullable=False, comment="UTC instant of recording"),
        sa.Column("recorded_by", Uid(), nullable=False, comment="user id"),
        sa.Column("reason", sa.Text(), nullable=True, comment="why it was changed"),
        sa.Column("is_active", sa.Boolean(), nullable=False, comment="False: ended from valid_from on"),
        sa.Column(
            "digest",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="SHA-256 of the content, what evidence rows refer to",
        ),
        sa.CheckConstraint("version_no >= 1", name=op.f("ck_policy_versions_version_no")),
        sa.ForeignKeyConstraint(["head_id"], ["policies.id"], name=op.f("fk_policy_versions_head_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_versions")),
        sa.UniqueConstraint("head_id", "version_no", name=op.f("uq_policy_versions_head_id_version_no")),
        info={"kind": "register"},
    )
    op.create_table(
        "recipient_links",
        sa.Column("id", Uid(), nullable=False),
        sa.Column("recipient_id", Uid(), nullable=False, comment="the double"),
        sa.Column("into_id", Uid(), nullable=False, comment="the entry that stays in use"),
        sa.Column("kind", sa.String(length=10), nullable=False, comment="joined or parted"),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("recorded_by", Uid(), nullable=False),
        sa.ForeignKeyConstraint(["into_id"], ["recipients.id"], name=op.f("fk_recipient_links_into_id")),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipients.id"], name=op.f("fk_recipient_links_recipient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipient_links")),
        info={"kind": "register"},
    )
    op.create_table(
        "recipient_names",
        sa.Column("recipient_id", Uid(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False, comment="text.company_key of a name"),
        sa.Column("operator_id", Uid(), nullable=False),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipients.id"], name=op.f("fk_recipient_names_recipient_id")),
        sa.PrimaryKeyConstraint("recipient_id", "key", name=op.f("pk_recipient_names")),
        info={"kind": "projection"},
    )
    op.create_index("ix_recipient_names_key", "recipient_names", ["operator_id", "key"], unique=False)
    op.create_table(
        "recipient_versions",
        sa.Column("name", sa.String(length=200), nullable=False, comment="legal name"),
        sa.Column("name_en", sa.String(length=200), nullable=True),
        sa.Column("aliases", JsonText(), nullable=True, comment="other and old names"),
        sa.Column("address", sa.String(length=400), nullable=True),
        sa.Column("representative", sa.String(length=200), nullable=True),
        sa.Column("corporate_number", sa.String(length=13), nullable=True, comment="13 digits with check digit"),
        sa.Column("kind", sa.String(length=40), nullable=True, comment="business kind, such as job_provider"),
        sa.Column(
            "country",
            sa.String(length=10),
            nullable=True,
            comment="ISO 3166-1 alpha-2, 'unknown', or null: not entered",
        ),
        sa.Column(
            "country_profile",
            sa.String(length=40),
            nullable=True,
            comment="profile id such as AE/DIFC, where the country has several",
        ),
        sa.Column(
            "legal_nature",
            sa.String(length=30),
            nullable=True,
            comment="business individual public_body foreign_public_body academic unspecified_public",
        ),
        sa.Column(
            "is_nature_confirmed", sa.Boolean(), nullable=False, comment="the keeper confirmed the suggested nature"
        ),
        sa.Column(
            "handles_in_japan",
            sa.Boolean(),
            nullable=True,
            comment="foreign corporation handling data for business in Japan",
        ),
        sa.Column("same_legal_person", sa.Boolean(), nullable=True, comment="our own branch: no third party"),
        sa.Column(
            "equivalent_system",
            sa.String(length=20),
            nullable=True,
            comment="contract group_rules cbpr (Rules Art. 16); null: none",
        ),
        sa.Column("parent_id", Uid(), nullable=True, comment="the company it belongs to"),
        sa.Column("policy_url", sa.String(length=400), nullable=True),
        sa.Column("opt_out_url", sa.String(length=400), nullable=True),
        sa.Column(
            "is_provisional",
            sa.Boolean(),
            nullable=False,
            comment="started with a name only, to be completed by a keeper",
        ),
        sa.Column("id", Uid(), nullable=False),
        sa.Column("head_id", Uid(), nullable=False, comment="the register entry"),
        sa.Column("version_no", sa.Integer(), nullable=False, comment="1, 2, 3 … in the order of recording"),
        sa.Column("valid_from", sa.Date(), nullable=False, comment="Japan date since when this is true"),
        sa.Column("recorded_at", Instant(), nullable=False, comment="UTC instant of recording"),
        sa.Column("recorded_by", Uid(), nullable=False, comment="user id"),
        sa.Column("reason", sa.Text(), nullable=True, comment="why it was changed"),
        sa.Column("is_active", sa.Boolean(), nullable=False, comment="False: ended from valid_from on"),
        sa.Column(
            "digest",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="SHA-256 of the content, what evidence rows refer to",
        ),
        sa.CheckConstraint("version_no >= 1", name=op.f("ck_recipient_versions_version_no")),
        sa.ForeignKeyConstraint(["head_id"], ["recipients.id"], name=op.f("fk_recipient_versions_head_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["recipients.id"], name=op.f("fk_recipient_versions_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipient_versions")),
        sa.UniqueConstraint("head_id", "version_no", name=op.f("uq_recipient_versions_head_id_version_no")),
        info={"kind": "register"},
    )
    op.create_table(
        "scope_members",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("dimension", sa.String(length=10), nullable=False, comment="recipient kind purpose item country"),
        sa.Column("value", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["scopes.digest"], name=op.f("fk_scope_members_digest")),
        sa.PrimaryKeyConstraint("digest", "dimension", "value", name=op.f("pk_scope_members")),
        info={"kind": "set"},
    )
    op.create_table(
        "situation_versions",
        sa.Column("name_ja", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("recipient_kinds", JsonText(), nullable=False, comment="list of recipient kinds; empty: any"),
        sa.Column("usual_items", JsonText(), nullable=False, comment="list of item codes given as a rule"),
        sa.Column(
            "allowed_items", JsonText(), nullable=False, comment="list of item codes that may be given; empty: any"
        ),
        sa.Column("substitutions", JsonText(), nullable=False, comment="mapping barred item -> item given instead"),
        sa.Column("purpose_id", Uid(), nullable=True),
        sa.Column("basis", sa.String(length=40), nullable=True),
        sa.Column("relation", sa.String(length=40), nullable=False),
        sa.Column("information", sa.String(length=40), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("mode", sa.String(length=20), nullable=False),
        sa.Column("method", sa.String(length=20), nullable=True),
        sa.Column("practices", sa.Text(), nullable=True, comment="where in a policy it is declared"),
        sa.Column("id", Uid(), nullable=False),
        sa.Column("head_id", Uid(), nullable=False, comment="the register entry"),
        sa.Column("version_no", sa.Integer(), nullable=False, comment="1, 2, 3 … in the order of recording"),
        sa.Column("valid_from", sa.Date(), nullable=False, comment="Japan date since when this is true"),
        sa.Column("recorded_at", Instant(), nullable=False, comment="UTC instant of recording"),
        sa.Column("recorded_by", Uid(), nullable=False, comment="user id"),
        sa.Column("reason", sa.Text(), nullable=True, comment="why it was changed"),
        sa.Column("is_active", sa.Boolean(), nullable=False, comment="False: ended from valid_from on"),
        sa.Column(
            "digest",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="SHA-256 of the content, what evidence rows refer to",
        ),
        sa.CheckConstraint("version_no >= 1", name=op.f("ck_situation_versions_version_no")),
        sa.ForeignKeyConstraint(["head_id"], ["situations.id"], name=op.f("fk_situation_versions_head_id")),
        sa.ForeignKeyConstraint(["purpose_id"], ["purposes.id"], name=op.f("fk_situation_versions_purpose_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_situation_versions")),
        sa.UniqueConstraint("head_id", "version_no", name=op.f("uq_situation_versions_head_id_version_no")),
        info={"kind": "register"},
    )
    op.create_table(
        "stops",
        sa.Column("kind", sa.String(length=10), nullable=False, comment="stopped or lifted"),
        sa.Column("recipient_id", Uid(), nullable=True, comment="null: all recipients"),
        sa.Column("ground", sa.String(length=20), nullable=False, comment="asked opt_out 35_3 35_5"),
        sa.Column("effective_on", sa.Date(), nullable=False, comment="Japan date from which it holds"),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("subject_id", Uid(), nullable=False, comment="the person (本人); distribution column"),
        sa.Column("id", Uid(), nullable=False, comment="UUIDv7 made by the application"),
        sa.Column("operator_id", Uid(), nullable=False, comment="operator (事業者) whose row it is"),
        sa.Column("recorded_at", Instant(), nullable=False, comment="UTC instant of writing"),
        sa.Column("recorded_by", Uid(), nullable=False, comment="user id, never a name"),
        sa.Column("salt", sa.LargeBinary(length=32), nullable=False, comment="32 random bytes of this row alone"),
        sa.Column(
            "leaf_hash", sa.LargeBinary(length=32), nullable=False, comment="leaf of the transparency log, RFC 9162"
        ),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipients.id"], name=op.f("fk_stops_recipient_id")),
        sa.ForeignKeyConstraint(["subject_id"], ["subjects.subject_id"], name=op.f("fk_stops_subject_id")),
        sa.PrimaryKeyConstraint("subject_id", "id", name=op.f("pk_stops")),
        info={"kind": "ledger"},
    )
    op.create_table(
        "subject_links",
        sa.Column("other_subject_id", Uid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False, comment="linked, unlinked, distinct"),
        sa.Column("matched", JsonText(), nullable=True, comment="names of the fields that matched, never values"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("subject_id", Uid(), nullable=False, comment="the person (本人); distribution column"),
        sa.Column("id", Uid(), nullable=False, comment="UUIDv7 made by the application"),
        sa.Column("operator_id", Uid(), nullable=False, comment="operator (事業者) whose row it is"),
        sa.Column("recorded_at", Instant(), nullable=False, comment="UTC instant of writing"),
        sa.Column("recorded_by", Uid(), nullable=False, comment="user id, never a name"),
        sa.Column("salt", sa.LargeBinary(length=32), nullable=False, comment="32 random bytes of this row alone"),
        sa.Column(
            "leaf_hash", sa.LargeBinary(length=32), nullable=False, comment="leaf of the transparency log, RFC 9162"
        ),
        sa.ForeignKeyConstraint(["subject_id"], ["subjects.subject_id"], name=op.f("fk_subject_links_subject_id")),
        sa.PrimaryKeyConstraint("subject_id", "id", name=op.f("pk_subject_links")),
        info={"kind": "ledger"},
    )
    op.create_table(
        "subject_versions",
        sa.Column("subject_id", Uid(), nullable=False),
        sa.Column("id", Uid(), nullable=False),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("operator_id", Uid(), nullable=False, comment="operator that recorded this version"),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("recorded_by", Uid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kana", sa.String(length=200), nullable=True),
        sa.Column("former_names", JsonText(), nullable=True, comment="list of names"),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("prefecture", sa.String(length=40), nullable=True),
        sa.Column(
            "subject_class", sa.String(length=40), nullable=True, comment="candidate, applicant, employee, customer …"
        ),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("sources", JsonText(), nullable=True, comment="how the data was acquired, list"),
        sa.ForeignKeyConstraint(["subject_id"], ["subjects.subject_id"], name=op.f("fk_subject_versions_subject_id")),
        sa.PrimaryKeyConstraint("subject_id", "id", name=op.f("pk_subject_versions")),
        sa.UniqueConstraint("subject_id", "version_no", name=op.f("uq_subject_versions_subject_id_version_no")),
        info={"kind": "working"},
    )
    op.create_table(
        "users",
        sa.Column("id", Uid(), nullable=False),
        sa.Column("operator_id", Uid(), nullable=False),
        sa.Column("department_id", Uid(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False, comment="lower case; the sign-in name"),
        sa.Column(
            "name", sa.String(length=200), nullable=False, comment="shown to colleagues; replaceable when they leave"
        ),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True, comment="Argon2id; null: cannot sign in"),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column(
            "ends_on", sa.Date(), nullable=True, comment="last Japan date of access, for auditors and temporary staff"
        ),
        sa.Column("language", sa.String(length=2), nullable=True, comment="ja or en, the user's choice"),
        sa.Column("preferences", JsonText(), nullable=True, comment="single-letter keys off, columns and the like"),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("password_changed_at", Instant(), nullable=True),
        sa.Column(
            "initial_until_at",
            Instant(),
            nullable=True,
            comment="until when a password given by somebody else opens, to choose an own one; null: chosen by its owner",
        ),
        sa.CheckConstraint(
            "role IN ('recruiter','request_clerk','privacy_manager','auditor','administrator','service')",
            name=op.f("ck_users_role"),
        ),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_users_department_id")),
        sa.ForeignKeyConstraint(["operator_id"], ["operators.id"], name=op.f("fk_users_operator_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
        info={"kind": "working"},
    )
    op.create_table(
        "clearances",
        sa.Column("recipient_id", Uid(), nullable=False),
        sa.Column("recipient_version_id", Uid(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False, comment="Japan date as of which it was asked"),
        sa.Column("basis", sa.String(length=40), nullable=True),
        sa.Column("consent_id", Uid(), nullable=True),
        sa.Column("item_set_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("assessment_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("draft_digest", sa.LargeBinary(length=32), nullable=False, comment="SHA-256 of what was asked"),
        sa.Column("door", sa.String(length=10), nullable=False),
        sa.Column("case_ref", sa.String(length=120), nullable=True),
        sa.Column("is_allowed", sa.Boolean(), nullable=False),
        sa.Column("reasons", JsonText(), nullable=True, comment="codes and articles that say no; null: none"),
        sa.Column("subject_id", Uid(), nullable=False, comment="the person (本人); distribution column"),
        sa.Column("id", Uid(), nullable=False, comment="UUIDv7 made by the application"),
        sa.Column("operator_id", Uid(), nullable=False, comment="operator (事業者) whose row it is"),
        sa.Column("recorded_at", Instant(), nullable=False, comment="UTC instant of writing"),
        sa.Column("recorded_by", Uid(), nullable=False, comment="user id, never a name"),
        sa.Column("salt", sa.LargeBinary(length=32), nullable=False, comment="32 random bytes of this row alone"),
        sa.Column(
            "leaf_hash", sa.LargeBinary(length=32), nullable=False, comment="leaf of the transparency log, RFC 9162"
        ),
        sa.ForeignKeyConstraint(
            ["assessment_digest"], ["assessments.digest"], name=op.f("fk_clearances_assessment_digest")
        ),
        sa.ForeignKeyConstraint(["item_set_digest"], ["item_sets.digest"], name=op.f("fk_clearances_item_set_digest")),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipients.id"], name=op.f("fk_clearances_recipient_id")),
        sa.ForeignKeyConstraint(
            ["recipient_version_id"], ["recipient_versions.id"], name=op.f("fk_clearances_recipient_version_id")
        ),
        sa.ForeignKeyConstraint(["subject_id"], ["subjects.subject_id"], name=op.f("fk_clearances_subject_id")),
        sa.PrimaryKeyConstraint("subject_id", "id", name=op.f("pk_clearances")),
        info={"kind": "ledger"},
    )
    op.create_table(
        "consents",
        sa.Column("consent_ref", sa.String(length=80), nullable=True, comment="on the root only"),
        sa.Column("given_on", sa.Date(), nullable=False, comment="Japan date on which it was given"),
        sa.Column("given_at", Instant(), nullable=True),
        sa.Column("method", sa.String(length=20), nullable=False, comment="paper click oral email other"),
        sa.Column("consent_text_version_id", Uid(), nullable=True),
        sa.Column("signer_kind", sa.String(length=20), nullable=False, comment="person guardian proxy"),
        sa.Column(
            "signer_note", sa.String(length=200), nullable=True, comment="relation of a guardian or proxy, no name"
        ),
        sa.Column("scope_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column(
            "special_items_digest", sa.LargeBinary(length=32), nullable=True, comment="special-care items it names"
        ),
        sa.Column("expires_on", sa.Date(), nullable=True, comment="last Japan date on which it covers an act"),
        sa.Column(
            "evidence_ref", sa.String(length=200), nullable=True, comment="where the paper, log or recording lies"
        ),
        sa.Column(
            "information_given_on",
            sa.Date(),
            nullable=True,
            comment="day on which country, system and measures were told (Act Art. 28(2)); null: not known",
        ),
        sa.Column("replaces_id", Uid(), nullable=True, comment="the row this one replaces; null on the root"),
        sa.Column("version_reason", sa.String(length=20), nullable=True, comment="correction, confirmed, completed"),
        sa.Column("reason", sa.Text(), nullable=True, comment="why it was replaced, in plain words"),
        sa.Column("subject_id", Uid(), nullable=False, comment="the person (本人); distribution column"),
        sa.Column("id", Uid(), nullable=False, comment="UUIDv7 made by the application"),
        sa.Column("operator_id", Uid(), nullable=False, comment="operator (事業者) whose row it is"),
        sa.Column("recorded_at", Instant(), nullable=False, comment="UTC instant of writing"),
        sa.Column("recorded_by", Uid(), nullable=False, comment="user id, never a name"),
        sa.Column("salt", sa.LargeBinary(length=32), nullable=False, comment="32 random bytes of this row alone"),
        sa.Column(
            "leaf_hash", sa.LargeBinary(length=32), nullable=False, comment="leaf of the transparency log, RFC 9162"
        ),
        sa.ForeignKeyConstraint(
            ["consent_text_version_id"], ["consent_text_versions.id"], name=op.f("fk_consents_consent_text_version_id")
        ),
        sa.ForeignKeyConstraint(["scope_digest"], ["scopes.digest"], name=op.f("fk_consents_scope_digest")),
        sa.ForeignKeyConstraint(
            ["special_items_digest"], ["item_sets.digest"], name=op.f("fk_consents_special_items_digest")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id", "replaces_id"],
            ["consents.subject_id", "consents.id"],
            name=op.f("fk_consents_subject_id_replaces_id"),
        ),
        sa.ForeignKeyConstraint(["subject_id"], ["subjects.subject_id"], name=op.f("fk_consents_subject_id")),
        sa.PrimaryKeyConstraint("subject_id", "id", name=op.f("pk_consents")),
        sa.UniqueConstraint("subject_id", "operator_id", "consent_ref", name="uq_consents_ref"),
        info={"kind": "ledger"},
    )
    op.create_index(
        "ix_consents_expires_on",
        "consents",
        ["operator_id", "expires_on"],
        unique=False,
        sqlite_where=sa.text("expires_on IS NOT NULL"),
        postgresql_where=sa.text("expires_on IS NOT NULL"),
    )
    op.create_index(
        "uq_consents_replaces",
        "consents",
        ["subject_id", "replaces_id"],
        unique=True,
        sqlite_where=sa.text("replaces_id IS NOT NULL"),
        postgresql_where=sa.text("replaces_id IS NOT NULL"),
    )
    op.create_table(
        "finding_events",
        sa.Column("owner_id", Uid(), nullable=True, comment="user id"),
        sa.Column("how", sa.String(length=40), nullable=True, comment="how it was resolved"),
        sa.Column("about_id", Uid(), nullable=False, comment="the row that it is about, of the same person"),
        sa.Column("kind", sa.String(length=40), nullable=False, comment="what happened"),
        sa.Column("occurred_on", sa.Date(), nullable=False, comment="Japan date on which it happened"),
        sa.Column("occurred_at", Instant(), nullable=True, comment="UTC instant, where known"),
        sa.Column("reason", sa.Text(), nullable=True, comment="why, in the words of who recorded it"),
        sa.Column("details", JsonText(), nullable=True, comment="what else belongs to this kind; never queried"),
        sa.Column("subject_id", Uid(), nullable=False, comment="the person (本人); distribution column"),
        sa.Column("id", Uid(), nullable=False, comment="UUIDv7 made by the application"),
        sa.Column("operator_id", Uid(), nullable=False, comment="operator (事業者) whose row it is"),
        sa.Column("recorded_at", Instant(), nullable=False, comment="UTC instant of writing"),
        sa.Column("recorded_by", Uid(), nullable=False, comment="user id, never a name"),
        sa.Column("salt", sa.LargeBinary(length=32), nullable=False, comment="32 random bytes of this row alone"),
        sa.Column(
            "leaf_hash", sa.LargeBinary(length=32), nullable=False, comment="leaf of the transparency log, RFC 9162"
        ),
        sa.ForeignKeyConstraint(
            ["subject_id", "about_id"],
            ["findings.subject_id", "findings.id"],
            name=op.f("fk_finding_events_subject_id_about_id"),
        ),
        sa.PrimaryKeyConstraint("subject_id", "id", name=op.f("pk_finding_events")),
        info={"kind": "ledger"},
    )
    op.create_table(
        "purpose_versions",
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("title_en", sa.String(length=400), nullable=True),
        sa.Column("policy_version_id", Uid(), nullable=True),
        sa.Column(
            "covers_provision",
            sa.Boolean(),
            nullable=True,
            comment="whether giving to third parties is inside the purpose (Act Art. 18(1)); null: not decided",
        ),
        sa.Column("recipient_kinds", JsonText(), nullable=True, comment="kinds it is limited to; null: any"),
        sa.Column("is_special", sa.Boolean(), nullable=False, comment="told at collection, overrides the general ones"),
        sa.Column(
            "change_evidence",
            sa.Text(),
            nullable=True,
            comment="notice or consent for a changed purpose (Act Art. 17(2))",
        ),
        sa.Column("id", Uid(), nullable=False),
        sa.Column("head_id", Uid(), nullable=False, comment="the register entry"),
        sa.Column("version_no", sa.Integer(), nullable=False, comment="1, 2, 3 … in the order of recording"),
        sa.Column("valid_from", sa.Date(), nullable=False, comment="Japan date since when this is true"),
        sa.Column("recorded_at", Instant(), nullable=False, comment="UTC instant of recording"),
        sa.Column("recorded_by", Uid(), nullable=False, comment="user id"),
        sa.Column("reason", sa.Text(), nullable=True, comment="why it was changed"),
        sa.Column("is_active", sa.Boolean(), nullable=False, comment="False: ended from valid_from on"),
        sa.Column(
            "digest",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="SHA-256 of the content, what evidence rows refer to",
        ),
        sa.CheckConstraint("version_no >= 1", name=op.f("ck_purpose_versions_version_no")),
        sa.ForeignKeyConstraint(["head_id"], ["purposes.id"], name=op.f("fk_purpose_versions_head_id")),
        sa.ForeignKeyConstraint(
            ["policy_version_id"], ["policy_versions.id"], name=op.f("fk_purpose_versions_policy_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purpose_versions")),
        sa.UniqueConstraint("head_id", "version_no", name=op.f("uq_purpose_versions_head_id_version_no")),
        info={"kind": "register"},
    )
    op.create_table(
        "tokens",
        sa.Column("id", Uid(), nullable=False),
        sa.Column("public_id", sa.String(length=8), nullable=False, comment="the readable part of the token"),
        sa.Column("secret_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("user_id", Uid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False, comment="what it is for"),
        sa.Column("scopes", JsonText(), nullable=False, comment="list of scope codes"),
        sa.Column("networks", JsonText(), nullable=True, comment="list of CIDR networks it may come from; null: any"),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False, comment="last Japan date of use, at most a year ahead"),
        sa.Column("revoked_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_tokens_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tokens")),
        sa.UniqueConstraint("public_id", name=op.f("uq_tokens_public_id")),
        info={"kind": "working"},
    )
    op.create_table(
        "consent_events",
        sa.Column(
            "scope_digest", sa.LargeBinary(length=32), nullable=True, comment="what was withdrawn; null: all of it"
        ),
        sa.Column("about_id", Uid(), nullable=False, comment="the row that it is about, of the same person"),
        sa.Column("kind", sa.String(length=40), nullable=False, comment="what happened"),
        sa.Column("occurred_on", sa.Date(), nullable=False, comment="Japan date on which it happened"),
        sa.Column("occurred_at", Instant(), nullable=True, comment="UTC instant, where known"),
        sa.Column("reason", sa.Text(), nullable=True, comment="why, in the words of who recorded it"),
        sa.Column("details", JsonText(), nullable=True, comment="what else belongs to this kind; never queried"),
        sa.Column("subject_id", Uid(), nullable=False, comment="the person (本人); distribution column"),
        sa.Column("id", Uid(), nullable=False, comment="UUIDv7 made by the application"),
        sa.Column("operator_id", Uid(), nullable=False, comment="operator (事業者) whose row it is"),
        sa.Column("recorded_at", Instant(), nullable=False, comment="UTC instant of writing"),
        sa.Column("recorded_by", Uid(), nullable=False, comment="user id, never a name"),
        sa.Column("salt", sa.LargeBinary(length=32), nullable=False, comment="32 random bytes of this row alone"),
        sa.Column(
            "leaf_hash", sa.LargeBinary(length=32), nullable=False, comment="leaf of the transparency log, RFC 9162"
        ),
        sa.ForeignKeyConstraint(
            ["subject_id", "about_id"],
            ["consents.subject_id", "consents.id"],
            name=op.f("fk_consent_events_subject_id_about_id"),
        ),
        sa.PrimaryKeyConstraint("subject_id", "id", name=op.f("pk_consent_events")),
        info={"kind": "ledger"},
    )
    op.create_table(
        "provisions",
        sa.Column("batch_id", Uid(), nullable=True, comment="one act with many people or recipients"),
        sa.Column("batch_ref", sa.String(length=80), nullable=True, comment="how people call that act"),
        sa.Column("door", sa.String(length=10), nullable=False, comment="page, api, file"),
        sa.Column("source", sa.String(length=80), nullable=False, comment="the system or file the row comes from"),
        sa.Column("external_id", sa.String(length=120), nullable=True, comment="its id there; on the root only"),
        sa.Column(
            "draft_digest",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="SHA-256 of what was sent in, to tell a repeat from a change",
        ),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("act", sa.String(length=30), nullable=False, comment="sent, made_available, published …"),
        sa.Column("relation", sa.String(length=40), nullable=False),
        sa.Column("information", sa.String(length=40), nullable=False),
        sa.Column("mode", sa.String(length=20), nullable=False),
        sa.Column("provided_on", sa.Date(), nullable=False, comment="Japan date; of a lump or a viewing the first day"),
        sa.Column("provided_at", Instant(), nullable=True, comment="UTC instant, where the time of day is known"),
        sa.Column("last_provided_on", sa.Date(), nullable=True, comment="of a lump: its last day; null: still open"),
        sa.Column("recorded_on", sa.Date(), nullable=False, comment="Japan date on which the record was first made"),
        sa.Column("days_to_record", sa.Integer(), nullable=False, comment="business days from act to record"),
        sa.Column("recipient_id", Uid(), nullable=False),
        sa.Column("recipient_version_id", Uid(), nullable=False),
        sa.Column("country", sa.String(length=10), nullable=True, comment="where the recipient is; alpha-2 or unknown"),
        sa.Column("country_profile_version_id", Uid(), nullable=True),
        sa.Column("situation_version_id", Uid(), nullable=True),
        sa.Column("purpose_version_id", Uid(), nullable=True),
        sa.Column("policy_version_id", Uid(), nullable=True),
        sa.Column("department_id", Uid(), nullable=True),
        sa.Column("basis", sa.String(length=40), nullable=True, comment="assessment.md code; null: none stated"),
        sa.Column("basis_evidence", JsonText(), nullable=True, comment="facts and papers stated for the basis"),
        sa.Column("consent_subject_id", Uid(), nullable=True, comment="whose id the consent stands under"),
        sa.Column("consent_id", Uid(), nullable=True),
        sa.Column("route", sa.String(length=40), nullable=False, comment="regime: domestic, foreign_consent …"),
        sa.Column("item_set_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("method", sa.String(length=20), nullable=True),
        sa.Column("transit", sa.String(length=40), nullable=True, comment="how it was protected on the way"),
        sa.Column("case_ref", sa.String(length=120), nullable=True),
        sa.Column(
            "sent_digest",
            sa.LargeBinary(length=32),
            nullable=True,
            comment="SHA-256 of what was sent; the thing itself is not kept",
        ),
        sa.Column("sent_bytes", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", Uid(), nullable=True, comment="user id of who decided"),
        sa.Column("override_reason", sa.Text(), nullable=True, comment="why a superior let it pass"),
        sa.Column("filled", JsonText(), nullable=True, comment="fields filled from the situation, not stated"),
        sa.Column("staged_after_id", Uid(), nullable=True, comment="the narrower disclosure before this one"),
        sa.Column("wished_on", sa.Date(), nullable=True, comment="day of the person's wish for the wider disclosure"),
        sa.Column(
            "leans_on_id", Uid(), nullable=True, comment="older record that holds the same content (Rules Art. 20(2))"
        ),
        sa.Column(
            "source_ledger", sa.String(length=200), nullable=True, comment="the old ledger a row was carried over from"
        ),
        sa.Column("source_row", sa.Integer(), nullable=True, comment="its row there"),
        sa.Column("assessment_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("is_provision", sa.Boolean(), nullable=False),
        sa.Column("permitted", sa.Boolean(), nullable=True),
        sa.Column("record_required", sa.Boolean(), nullable=False),
        sa.Column("disclosable", sa.Boolean(), nullable=False, comment="a statutory record under Act Art. 33(5)"),
        sa.Column("retention_class", sa.String(length=2), nullable=True, comment="R3 RL RC; null: no duty to keep"),
        sa.Column("replaces_id", Uid(), nullable=True, comment="the row this one replaces; null on the root"),
        sa.Column("version_reason", sa.String(length=20), nullable=True, comment="correction, confirmed, completed"),
        sa.Column("reason", sa.Text(), nullable=True, comment="why it was replaced, in plain words"),
        sa.Column("subject_id", Uid(), nullable=False, comment="the person (本人); distribution column"),
        sa.Column("id", Uid(), nullable=False, comment="UUIDv7 made by the application"),
        sa.Column("operator_id", Uid(), nullable=False, comment="operator (事業者) whose row it is"),
        sa.Column("recorded_at", Instant(), nullable=False, comment="UTC instant of writing"),
        sa.Column("recorded_by", Uid(), nullable=False, comment="user id, never a name"),
        sa.Column("salt", sa.LargeBinary(length=32), nullable=False, comment="32 random bytes of this row alone"),
        sa.Column(
            "leaf_hash", sa.LargeBinary(length=32), nullable=False, comment="leaf of the transparency log, RFC 9162"
        ),
        sa.CheckConstraint("mode IN ('each_time','lump','contract')", name=op.f("ck_provisions_mode")),
        sa.CheckConstraint("stage IN ('planned','done')", name=op.f("ck_provisions_stage")),
        sa.CheckConstraint(
            "last_provided_on IS NULL OR last_provided_on >= provided_on", name=op.f("ck_provisions_last_day")
        ),
        sa.ForeignKeyConstraint(
            ["assessment_digest"], ["assessments.digest"], name=op.f("fk_provisions_assessment_digest")
        ),
        sa.ForeignKeyConstraint(
            ["country_profile_version_id"],
            ["country_profile_versions.id"],
            name=op.f("fk_provisions_country_profile_version_id"),
        ),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_provisions_department_id")),
        sa.ForeignKeyConstraint(["item_set_digest"], ["item_sets.digest"], name=op.f("fk_provisions_item_set_digest")),
        sa.ForeignKeyConstraint(
            ["policy_version_id"], ["policy_versions.id"], name=op.f("fk_provisions_policy_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["purpose_version_id"], ["purpose_versions.id"], name=op.f("fk_provisions_purpose_version_id")
        ),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipients.id"], name=op.f("fk_provisions_recipient_id")),
        sa.ForeignKeyConstraint(
            ["recipient_version_id"], ["recipient_versions.id"], name=op.f("fk_provisions_recipient_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["situation_version_id"], ["situation_versions.id"], name=op.f("fk_provisions_situation_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id", "leans_on_id"],
            ["provisions.subject_id", "provisions.id"],
            name=op.f("fk_provisions_subject_id_leans_on_id"),
        ),
        sa.ForeignKeyConstraint(
            ["subject_id", "replaces_id"],
            ["provisions.subject_id", "provisions.id"],
            name=op.f("fk_provisions_subject_id_replaces_id"),
        ),
        sa.ForeignKeyConstraint(
            ["subject_id", "staged_after_id"],
            ["provisions.subject_id", "provisions.id"],
            name=op.f("fk_provisions_subject_id_staged_after_id"),
        ),
        sa.ForeignKeyConstraint(["subject_id"], ["subjects.subject_id"], name=op.f("fk_provisions_subject_id")),
        sa.PrimaryKeyConstraint("subject_id", "id", name=op.f("pk_provisions")),
        info={"kind": "ledger"},
    )
    op.create_index("ix_provisions_day", "provisions", ["provided_on", "id"], unique=False)
    op.create_index("ix_provisions_recipient", "provisions", ["recipient_id", "provided_on", "id"], unique=False)
    op.create_index(
        "uq_provisions_external",
        "provisions",
        ["source", "external_id", "subject_id", "operator_id"],
        unique=True,
        sqlite_where=sa.text("external_id IS NOT NULL"),
        postgresql_where=sa.text("external_id IS NOT NULL"),
    )
    op.create_index(
        "uq_provisions_replaces",
        "provisions",
        ["subject_id", "replaces_id"],
        unique=True,
        sqlite_where=sa.text("replaces_id IS NOT NULL"),
        postgresql_where=sa.text("replaces_id IS NOT NULL"),
    )
    op.create_table(
        "provision_events",
        sa.Column("about_id", Uid(), nullable=False, comment="the row that it is about, of the same person"),
        sa.Column("kind", sa.String(length=40), nullable=False, comment="what happened"),
        sa.Column("occurred_on", sa.Date(), nullable=False, comment="Japan date on which it happened"),
        sa.Column("occurred_at", Instant(), nullable=True, comment="UTC instant, where known"),
        sa.Column("reason", sa.Text(), nullable=True, comment="why, in the words of who recorded it"),
        sa.Column("details", JsonText(), nullable=True, comment="what else belongs to this kind; never queried"),
        sa.Column("subject_id", Uid(), nullable=False, comment="the person (本人); distribution column"),
        sa.Column("id", Uid(), nullable=False, comment="UUIDv7 made by the application"),
        sa.Column("operator_id", Uid(), nullable=False, comment="operator (事業者) whose row it is"),
        sa.Column("recorded_at", Instant(), nullable=False, comment="UTC instant of writing"),
        sa.Column("recorded_by", Uid(), nullable=False, comment="user id, never a name"),
        sa.Column("salt", sa.LargeBinary(length=32), nullable=False, comment="32 random bytes of this row alone"),
        sa.Column(
            "leaf_hash", sa.LargeBinary(length=32), nullable=False, comment="leaf of the transparency log, RFC 9162"
        ),
        sa.ForeignKeyConstraint(
            ["subject_id", "about_id"],
            ["provisions.subject_id", "provisions.id"],
            name=op.f("fk_provision_events_subject_id_about_id"),
        ),
        sa.PrimaryKeyConstraint("subject_id", "id", name=op.f("pk_provision_events")),
        info={"kind": "ledger"},
    )
    freeze()
    index_people()


def downgrade() -> None:
    """Take back."""
    if op.get_bind().dialect.name != "postgresql":
        op.drop_table("subject_search_rows")
    op.drop_table("subject_search")
    op.drop_table("provision_events")
    op.drop_index(
        "uq_provisions_replaces",
        table_name="provisions",
        sqlite_where=sa.text("replaces_id IS NOT NULL"),
        postgresql_where=sa.text("replaces_id IS NOT NULL"),
    )
    op.drop_index(
        "uq_provisions_external",
        table_name="provisions",
        sqlite_where=sa.text("external_id IS NOT NULL"),
        postgresql_where=sa.text("external_id IS NOT NULL"),
    )
    op.drop_index("ix_provisions_recipient", table_name="provisions")
    op.drop_index("ix_provisions_day", table_name="provisions")
    op.drop_table("provisions")
    op.drop_table("consent_events")
    op.drop_table("tokens")
    op.drop_table("purpose_versions")
    op.drop_table("finding_events")
    op.drop_index(
        "uq_consents_replaces",
        table_name="consents",
        sqlite_where=sa.text("replaces_id IS NOT NULL"),
        postgresql_where=sa.text("replaces_id IS NOT NULL"),
    )
    op.drop_index(
        "ix_consents_expires_on",
        table_name="consents",
        sqlite_where=sa.text("expires_on IS NOT NULL"),
        postgresql_where=sa.text("expires_on IS NOT NULL"),
    )
    op.drop_table("consents")
    op.drop_table("clearances")
    op.drop_table("users")
    op.drop_table("subject_versions")
    op.drop_table("subject_links")
    op.drop_table("stops")
    op.drop_table("situation_versions")
    op.drop_table("scope_members")
    op.drop_table("recipient_versions")
    op.drop_index("ix_recipient_names_key", table_name="recipient_names")
    op.drop_table("recipient_names")
    op.drop_table("recipient_links")
    op.drop_table("policy_versions")
    op.drop_table("operator_versions")
    op.drop_table("item_set_members")
    op.drop_index("ix_findings_group", table_name="findings")
    op.drop_index("ix_findings_about", table_name="findings")
    op.drop_table("findings")
    op.drop_index("ix_finding_group_events_group_digest", table_name="finding_group_events")
    op.drop_table("finding_group_events")
    op.drop_table("department_versions")
    op.drop_table("data_item_versions")
    op.drop_table("country_profile_versions")
    op.drop_table("consent_text_versions")
    op.drop_table("token_use")
    op.drop_index(op.f("ix_submissions_created_at"), table_name="submissions")
    op.drop_table("submissions")
    op.drop_table("subjects")
    op.drop_index("ix_subject_refs_subject_id", table_name="subject_refs")
    op.drop_table("subject_refs")
    op.drop_table("situations")
    op.drop_index(op.f("ix_sessions_user_id"), table_name="sessions")
    op.drop_table("sessions")
    op.drop_table("scopes")
    op.drop_table("recipients")
    op.drop_table("purposes")
    op.drop_table("provision_marks")
    op.drop_table("policies")
    op.drop_table("operators")
    op.drop_table("login_attempts")
    op.drop_table("log_queue")
    op.drop_index(op.f("ix_linked_subjects_person_id"), table_name="linked_subjects")
    op.drop_table("linked_subjects")
    op.drop_table("item_sets")
    op.drop_table("installation")
    op.drop_table("identifier_digests")
    op.drop_table("finding_status")
    op.drop_index("ix_finding_groups_operator_id", table_name="finding_groups")
    op.drop_table("finding_groups")
    op.drop_table("finding_group_status")
    op.drop_table("departments")
    op.drop_table("data_items")
    op.drop_table("country_profiles")
    op.drop_table("consent_texts")
    op.drop_table("assessments")
    op.drop_index(op.f("ix_acts_kind"), table_name="acts")
    op.drop_table("acts")
    op.drop_index(op.f("ix_access_log_read_at"), table_name="access_log")
    op.drop_table("access_log")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
