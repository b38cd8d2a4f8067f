"""The package and its client classes: names, environments, how they authenticate."""

from __future__ import annotations

from collections.abc import Iterator

from ...python import PackageModel
from .sides import Sides


def compare_client(sides: Sides) -> None:
    """Compare what stands before the first call: import, client class, environment."""
    old, new = sides.base.package, sides.revision.package
    for rule, at, text in _differences(old, new):
        symbol = f"{old.name}.{old.client.name}"
        message = f"`{symbol}` {text}"
        sides.ledger.changed(rule, "", at, at, message, text, symbols=(symbol,))
    if old.name != new.name:
        text = f"package `{old.name}` is called `{new.name}` now"
        sides.ledger.changed(
            "sdk-package-renamed", "", "/info", "/info", text, symbols=(old.name,)
        )


def _differences(
    old: PackageModel, new: PackageModel
) -> Iterator[tuple[str, str, str]]:
    for attribute in ("name", "async_name", "error"):
        before, after = getattr(old.client, attribute), getattr(new.client, attribute)
        if before != after:
            yield "sdk-client-renamed", "/info", f"had `{before}`, which is `{after}` now"
    before, after = old.client.key_variable, new.client.key_variable
    if "None" in (before, after) and before != after:
        text = "takes a key now" if before == "None" else "takes no key any more"
        yield "sdk-client-key-changed", "/security", text
    elif before != after:
        text = f"reads its key from `{_value(after)}`, not `{_value(before)}`"
        yield "sdk-env-var-or-default-base-url-changed", "/security", text
    for line in new.client.own_parameters:
        if " = " not in line and line not in old.client.own_parameters:
            yield "sdk-client-init-changed", "/servers", f"has to be given `{line.rstrip(',')}`"
    yield from _environments(old, new)


def _environments(
    old: PackageModel, new: PackageModel
) -> Iterator[tuple[str, str, str]]:
    before = {environment.name: environment for environment in old.client.environments}
    after = {environment.name: environment for environment in new.client.environments}
    for name in before:
        if name not in after:
            text = f"lost its environment `{_value(name)}`"
            yield "sdk-environment-removed", "/servers", text
        elif before[name].url != after[name].url:
            urls = f"`{_value(after[name].url)}`, not `{_value(before[name].url)}`"
            text = f"has environment `{_value(name)}` at {urls}"
            yield "sdk-env-var-or-default-base-url-changed", "/servers", text
    for name in after:
        if name not in before:
            text = f"has another environment `{_value(name)}`"
            yield "sdk-environment-added", "/servers", text


def _value(expression: str) -> str:
    """What a string literal of the package says."""
    return expression.strip("\"'")
