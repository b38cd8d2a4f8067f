"""What is said once for the whole API: version, servers, security, webhooks."""

from __future__ import annotations

from typing import TypeAlias

from ...source import Document, Json, extend, is_object
from .ledger import Ledger
from .operations import match, operations
from .walk import Walk

_Alternative: TypeAlias = frozenset[tuple[str, str]]
"""Credentials that are enough together: (scheme, scope); scope "" stands for the scheme."""

_URLS = ("openIdConnectUrl", "oauth2MetadataUrl")
_FLOW_URLS = ("authorizationUrl", "tokenUrl", "refreshUrl", "deviceAuthorizationUrl")


def compare_service(walk: Walk) -> None:
    """Compare everything outside of the operations and schemas."""
    _servers(walk.ledger)
    _schemes(walk)
    _requirements(walk)
    _webhooks(walk.ledger)


def compare_version(ledger: Ledger, breaking: bool) -> None:
    """Compare `info.version`; `breaking` is whether it had to rise."""
    before = str(ledger.base.document.get("info", {}).get("version", ""))
    after = str(ledger.revision.document.get("info", {}).get("version", ""))
    at = "/info/version"
    if before != after:
        rule = "decreased" if _numbers(after) < _numbers(before) else "changed"
        text = f"info.version went from `{before}` to `{after}`"
        ledger.changed(f"api-version-{rule}", "", at, at, text)
    elif breaking:
        text = f"something breaks and info.version is still `{after}`"
        ledger.changed("api-version-not-bumped", "", at, at, text)


def _numbers(version: str) -> list[int]:
    """The numbers of a version, which order dates and dotted versions alike."""
    spaced = "".join(c if c.isascii() and c.isdigit() else " " for c in version)
    return [int(number[:9]) for number in spaced.split()]


def _servers(ledger: Ledger) -> None:
    before = _listed_servers(ledger.base.document)
    after = _listed_servers(ledger.revision.document)
    for url, (index, server) in before.items():
        at = f"/servers/{index}"
        if url not in after:
            text = f"server `{url}` was removed"
            ledger.removed("server-url-changed-or-removed", "", at, "/servers", text)
        elif server.get("variables") != after[url][1].get("variables"):
            to = f"/servers/{after[url][0]}"
            text = f"the variables of server `{url}` changed"
            ledger.changed("server-variable-changed", "", at, to, text)
    for url, (index, _) in after.items():
        if url not in before:
            text = f"server `{url}` was added"
            ledger.added("server-url-added", "", "/servers", f"/servers/{index}", text)


def _listed_servers(document: Document) -> dict[str, tuple[int, Document]]:
    found: dict[str, tuple[int, Document]] = {}
    for index, server in enumerate(document.get("servers", ())):
        found.setdefault(str(server.get("url", "")), (index, server))
    return found


def _schemes(walk: Walk) -> None:
    within = "/components/securitySchemes"
    before: Document = walk.base.document.get("components", {}).get(
        "securitySchemes", {}
    )
    after: Document = walk.revision.document.get("components", {}).get(
        "securitySchemes", {}
    )
    for name in dict.fromkeys((*before, *after)):
        at, subject = extend(within, name), f"security scheme `{name}`"
        if name not in after:
            rule = "api-security-component-removed"
            walk.ledger.removed(rule, "", at, within, f"{subject} was removed")
        elif name not in before:
            rule = "api-security-component-added"
            walk.ledger.added(rule, "", within, at, f"{subject} was added")
        else:
            place, old = walk.base.located(at, before[name])
            to, new = walk.revision.located(at, after[name])
            for rule, detail, text in _scheme(old, new):
                walk.ledger.changed(rule, "", place, to, f"{subject} {text}", detail)


def _scheme(old: Document, new: Document) -> list[tuple[str, str, str]]:
    if old.get("type") != new.get("type"):
        text = f"went from {old.get('type')} to {new.get('type')}"
        return [("api-security-component-type-changed", "", text)]
    found: list[tuple[str, str, str]] = []
    if str(old.get("scheme", "")).lower() != str(new.get("scheme", "")).lower():
        text = f"went from {old.get('scheme')} to {new.get('scheme')}"
        found.append(("security-scheme-http-scheme-changed", "", text))
    if (old.get("name"), old.get("in")) != (new.get("name"), new.get("in")):
        text = f"is sent as {new.get('in')} `{new.get('name')}` now"
        found.append(("security-scheme-key-name-or-in-changed", "", text))
    before, after = _addresses(old), _addresses(new)
    for key in sorted({*before, *after}):
        if before.get(key) != after.get(key):
            text = f"has another {key}"
            found.append(("security-scheme-oauth-url-changed", key, text))
    before_scopes, after_scopes = _scopes(old), _scopes(new)
    for scope in sorted(before_scopes ^ after_scopes):
        change = "added" if scope in after_scopes else "removed"
        rule = f"api-security-component-oauth-scope-{change}"
        found.append((rule, scope, f"had scope `{scope}` {change}"))
    return found


def _addresses(scheme: Document) -> dict[str, Json]:
    found = {key: scheme[key] for key in _URLS if key in scheme}
    for name, flow in scheme.get("flows", {}).items():
        if is_object(flow):
            found |= {f"{name} {key}": flow[key] for key in _FLOW_URLS if key in flow}
    return found


def _scopes(scheme: Document) -> set[str]:
    flows = scheme.get("flows", {}).values()
    return {
        scope for flow in flows if is_object(flow) for scope in flow.get("scopes", {})
    }


def _requirements(walk: Walk) -> None:
    """Compare what is enough to call each operation; one finding for the document's own list."""
    matched, _, _ = match(operations(walk.base), operations(walk.revision))
    for old, new in matched:
        own = "security" in old.node or "security" in new.node
        before = _alternatives(
            old.node.get("security", walk.base.document.get("security"))
        )
        after = _alternatives(
            new.node.get("security", walk.revision.document.get("security"))
        )
        if before == after:
            continue
        at = f"{old.pointer}/security" if own else "/security"
        to = f"{new.pointer}/security" if own else "/security"
        whom = f"`{new.label}`" if own else "the API"
        text = f"{whom} takes {_spelled(after)}, where it took {_spelled(before)}"
        kept = all(any(now <= was for now in after) for was in before)
        rule = (
            "security-requirement-relaxed" if kept else "security-requirement-tightened"
        )
        walk.ledger.changed(rule, new.label, at, to, text)


def _alternatives(security: Json) -> frozenset[_Alternative]:
    """No requirement at all is one alternative that needs nothing (OAS 3.2, 4.30)."""
    found: set[_Alternative] = set()
    listed: list[Document] = security or [{}]
    for requirement in listed:
        needs = {(name, "") for name in requirement}
        needs |= {
            (name, scope) for name, scopes in requirement.items() for scope in scopes
        }
        found.add(frozenset(needs))
    return frozenset(found)


def _spelled(alternatives: frozenset[_Alternative]) -> str:
    options = sorted(
        " and ".join(
            f"{name}:{scope}" if scope else name for name, scope in sorted(needs)
        )
        or "no credentials"
        for needs in alternatives
    )
    return " or ".join(options)


def _webhooks(ledger: Ledger) -> None:
    before: Document = ledger.base.document.get("webhooks", {})
    after: Document = ledger.revision.document.get("webhooks", {})
    for name in dict.fromkeys((*before, *after)):
        at = extend("/webhooks", name)
        if name not in after:
            text = f"webhook `{name}` was removed"
            ledger.removed("webhook-removed", "", at, "/webhooks", text)
        elif name not in before:
            ledger.added(
                "webhook-added", "", "/webhooks", at, f"webhook `{name}` was added"
            )
