"""Every table of the product. Columns only: what they mean stands beside them, what may change them in `store`."""

from app.store.tables.access import invitation, read_log, read_seal, session, sign_in_failure, token
from app.store.tables.audits import audit, audit_dossier, audit_lift
from app.store.tables.batches import batch, batch_route
from app.store.tables.checkpoints import checkpoint, checkpoint_copy, checkpoint_head
from app.store.tables.checks import check_finding, check_run
from app.store.tables.drafts import (
    draft_change,
    draft_content,
    draft_file,
    draft_presence,
    draft_revision,
    protocol_draft,
)
from app.store.tables.erasure import erasure, legal_hold
from app.store.tables.history import fact
from app.store.tables.packs import pack, pack_content
from app.store.tables.people import (
    board,
    calendar,
    employment,
    free_day,
    group_teacher,
    holding,
    parent,
    person,
    pupil,
    pupil_group,
    school,
    school_group,
)
from app.store.tables.rehearsals import rehearsal
from app.store.tables.routes import (
    answer,
    attachment,
    attachment_content,
    denial,
    deviation,
    dossier,
    dossier_function,
    draft,
    member,
    route,
    route_reader,
    task,
    task_function,
)
from app.store.tables.work import (
    bundle,
    idempotency,
    in_force,
    in_force_person,
    incident,
    outbox,
    protocol_proposal,
    upload,
    worker,
)

__all__ = [
    "answer", "attachment", "attachment_content", "audit", "audit_dossier", "audit_lift", "batch", "batch_route",
    "board", "bundle", "calendar", "check_finding", "check_run", "checkpoint", "checkpoint_copy", "checkpoint_head",
    "denial", "deviation", "dossier", "dossier_function", "draft", "draft_change", "draft_content", "draft_file",
    "draft_presence", "draft_revision", "employment", "erasure", "fact", "free_day", "group_teacher", "holding",
    "idempotency", "in_force", "in_force_person", "incident", "invitation", "legal_hold", "member", "outbox", "pack",
    "pack_content", "parent", "person", "protocol_draft", "protocol_proposal", "pupil", "pupil_group", "read_log",
    "read_seal", "rehearsal", "route", "route_reader", "school", "school_group", "session", "sign_in_failure", "task",
    "task_function", "token", "upload", "worker",
]  # fmt: skip
