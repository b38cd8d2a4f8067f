"""Events to classes: one for each webhook, and the table that tells them apart."""

from __future__ import annotations

from collections.abc import Mapping

from ..api import Api, Webhook
from ..diagnostics import Report
from ..expressions import TypeExpr
from ..naming import class_name
from ..python import WIDTH, EventClass, Lines, WebhooksModule, columns
from .auth import tuple_of
from .declared import Declared
from .imports import Imports, name_key
from .layout import call, signature, statement
from .literals import literal, quoted, wrapped
from .scope import Scope
from .types import Speller

RUNTIME = "._runtime"
NEEDED = {
    "collections.abc": ("Mapping",),
    "typing": ("TypeAlias",),
    RUNTIME: ("codec",),
    f"{RUNTIME}.signatures": (
        "TOLERANCE",
        "Delivery",
        "Payload",
        "Secret",
        "WebhookVerificationError",
        "sign",
        "verify",
    ),
    f"{RUNTIME}.webhook": ("Event", "Events", "Known", "UnknownEvent"),
}
"""What the module of the events imports, whatever the API."""

OWN = frozenset(
    {name for names in NEEDED.values() for name in names}
    | {"AnyEvent", "TYPE_CHECKING", "Union", "parse", "unwrap"}
)
PUBLIC = ("AnyEvent", "Delivery", "UnknownEvent", "WebhookVerificationError")
FUNCTIONS = ("parse", "sign", "unwrap", "verify")


def plan_webhooks(
    api: Api,
    prefix: str,
    declared: Mapping[str, Declared],
    unions: Mapping[str, tuple[TypeExpr, ...]],
    report: Report,
) -> WebhooksModule | None:
    """The module `webhooks`, None for an API that sends no events.

    `prefix` begins the names of the package's environment variables.
    """
    if not api.webhooks:
        return None
    names = _names(api, report)
    taken = frozenset(names) | OWN
    typing_imports = Imports()
    speller = Speller(
        declared,
        typing_imports,
        typing_imports,
        prefix=".models.",
        runtime=RUNTIME,
        taken=taken,
        unions=unions,
        in_quotes=True,
    )
    events = [_event(webhook, name, speller) for name, webhook in names.items()]
    imports = Imports()
    for home, needed in NEEDED.items():
        for name in needed:
            imports.name(home, name)
    only_for_types = typing_imports.lines(4)
    if only_for_types:
        imports.name("typing", "TYPE_CHECKING")
    members = [*names, "UnknownEvent"]
    definition: Lines = (f"AnyEvent: TypeAlias = {' | '.join(members)}",)
    if columns(definition[0]) > WIDTH:
        # Type checkers give up on hundreds of operators.
        opening = f"AnyEvent: TypeAlias = {imports.name('typing', 'Union')}["
        definition = call(opening, members, "]", WIDTH)
    public = [*names, *PUBLIC]
    return WebhooksModule(
        events=tuple(events),
        imports=imports.lines(),
        typing_imports=only_for_types,
        definition=definition,
        variable=f"{prefix}_WEBHOOK_SECRET",
        public_names=(*sorted(public, key=name_key), *FUNCTIONS),
    )


def _names(api: Api, report: Report) -> dict[str, Webhook]:
    """The webhooks by the names of their classes, in the order of these."""
    scope = Scope("webhooks", api.provenance, report)
    scope.names({name: (name, "") for name in sorted(OWN)})
    several = {w.name for w in api.webhooks if _count(api, w.name) > 1}
    by_key = {
        f"{w.name} {w.method}" if w.name in several else w.name: w for w in api.webhooks
    }
    wanted = {
        key: (_class(webhook.sdk_name or key), webhook.origin)
        for key, webhook in by_key.items()
    }
    given = scope.names(wanted)
    return {given[key]: by_key[key] for key in sorted(given, key=given.__getitem__)}


def _count(api: Api, name: str) -> int:
    return sum(webhook.name == name for webhook in api.webhooks)


def _class(text: str) -> str:
    name = class_name(text, "Other").rstrip("_")
    return name if name.endswith("Event") and name != "Event" else f"{name}Event"


def _event(webhook: Webhook, name: str, speller: Speller) -> EventClass:
    annotation = speller.annotation(webhook.type)
    late = Imports()
    inner = Speller(
        speller.declared,
        late,
        late,
        prefix=speller.prefix,
        runtime=RUNTIME,
        taken=speller.taken,
        unions=speller.unions,
    )
    kind = inner.kind(webhook.type)
    late.discard(RUNTIME, "codec")
    said = webhook.doc.summary.strip() or webhook.doc.description.strip()
    return EventClass(
        id=literal(webhook.name),
        name=name,
        method=literal(webhook.method),
        annotation=annotation,
        head=_head(name, annotation),
        docstring=wrapped(said or f"The event {webhook.name!r}.", 4),
        kind_head=signature("def kind(", ["cls"], f") -> codec.Kind[{annotation}]:", 4),
        late_imports=late.lines(8),
        kind=statement("return ", kind, "", 8),
        known=_known(webhook, name),
        doc=said,
        origin=webhook.origin,
    )


def _head(name: str, annotation: str) -> Lines:
    base = f"Event[{quoted(annotation)}]"
    line = f"class {name}({base}):"
    return (
        (line,) if columns(line) <= WIDTH else (f"class {name}(", f"    {base}", "):")
    )


def _known(webhook: Webhook, name: str) -> Lines:
    arguments = [name]
    if webhook.tags:
        pairs = [
            f"{literal(wire)}: {tuple_of([literal(v) for v in values])}"
            for wire, values in webhook.tags
        ]
        arguments.append("\n".join(call("{", pairs, "}", 9)))
    if webhook.header is not None:
        pair = tuple_of([literal(text) for text in webhook.header])
        arguments.append(f"header={pair}")
    return call("Known(", arguments, "),", 4)
