"""What the README says of keys: where they come from, and what is passed in place of one."""

from __future__ import annotations

from ..python import ClientModel, Lines
from .layout import call
from .markdown import code_span


def needed_arguments(client: ClientModel) -> list[str]:
    """The arguments that a client cannot be made without."""
    environments = client.environments
    if not environments:
        return ['base_url="https://api.example.com"']
    prefixes = {e.key_prefix for e in environments}
    if len(environments) > 1 and len(prefixes) < len(environments):
        return [f"environment={environments[0].name}"]
    return []


GRANTS = {
    "ClientCredentials": (
        '"client id", "client secret"',
        "a program of its own authority",
    ),
    "RefreshToken": (
        '"refresh token", "client id"',
        "a program that somebody has authorized",
    ),
    "DeviceLogin": (
        '"client id", prompt=print',
        "a program that a person logs in to elsewhere",
    ),
}
"""What gets OAuth2 tokens: its arguments, and for whom."""


def _grants(name: str, client: ClientModel) -> Lines:
    """Examples of what gets tokens, where the API declares that it does."""
    rows: list[str] = []
    for line in client.own_parameters:
        argument = line.partition(":")[0]
        for grant, (given, whose) in GRANTS.items():
            if f"| {grant} " in line:
                rows += ["", f"For {whose}:", "", "```python"]
                rows += [f"from {name} import {client.name}, {grant}", ""]
                rows += call(
                    f"client = {client.name}(",
                    [*needed_arguments(client), f"{argument}={grant}({given})"],
                    ")",
                    0,
                )
                rows += ["```"]
    return tuple(rows)


def credentials(name: str, client: ClientModel) -> Lines:
    """Where the client finds its credentials, and what may be passed in their place."""
    if client.credential_variables:
        rows = ["| argument | environment variable |", "|---|---|"]
        rows += [f"| `{name}=` | `{v}` |" for name, v in client.credential_variables]
        lead = "Each scheme of the API has an argument; those that an operation needs are sent."
        return (lead, "", *rows, *_provider(name, client), *_grants(name, client))
    if client.key_variable == "None":
        header = '`client.with_options(headers={"Authorization": "..."})`'
        return (
            "The description of the API names no key. Where one is asked for nevertheless,",
            f"{header} makes a client that sends it.",
        )
    variable = client.key_variable.strip("\"'")
    lines = [
        f"The key is the first argument, or the environment variable `{variable}`."
    ]
    if len(client.environments) > 1:
        lines += ["", "| environment | server | keys begin with |", "|---|---|---|"]
        for environment in client.environments:
            cells = (environment.name, environment.url, environment.key_prefix)
            lines.append(
                "| " + " | ".join(code_span(c.strip('"')) for c in cells) + " |"
            )
        lines += [
            "",
            "The key's prefix decides, or `environment=`. A key of one environment is never",
        ]
        lines += [
            "sent to another: that raises `ConfigurationError` before anything is sent."
        ]
    return (*lines, *_provider(name, client))


def _provider(name: str, client: ClientModel) -> Lines:
    """Examples of functions in place of a key, where an argument takes them."""
    arguments = [
        line.partition(":")[0]
        for line in client.own_parameters
        if line.partition(": ")[2].startswith("Key ")
    ]
    if not arguments:
        return ()
    others = needed_arguments(client)
    if len(client.environments) > 1:  # a function does not tell the environment
        others = [f"environment={client.environments[0].name}"]
    keyword = f"{arguments[0]}=" if client.credential_variables else ""

    def made(variable: str, cls: str, function: str) -> Lines:
        given = [f"{keyword}{function}", *others]
        return call(f"{variable} = {cls}(", given, ")", 0)

    return (
        "",
        "In place of a key or a token there may be a function, asked for each attempt; the asynchronous client",
        "takes one that is awaited, too. It should have the key at hand, and not fetch it each time:",
        "",
        "```python",
        f"from {name} import {client.async_name}, {client.name}",
        "",
        "",
        "def current_key() -> str:",
        '    return "..."',
        "",
        "",
        "async def awaited_key() -> str:",
        '    return "..."',
        "",
        "",
        *made("client", client.name, "current_key"),
        *made("async_client", client.async_name, "awaited_key"),
        "```",
    )
