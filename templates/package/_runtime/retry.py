"""Whether an attempt that failed is repeated, and after how long.

    what happened                                  may repeat     otherwise
    ---------------------------------------------  -------------  ---------
    could not connect, no free connection          retry          retry
    429                                            retry          retry
    503 with Retry-After                           retry          retry
    408, 425, 500, 502, 503, 504                   retry          raise
    lost or late after sending began, cut short    retry          raise
    any other status, `x-should-retry: true`       retry          raise
    any other status                               raise          raise
    any status, `x-should-retry: false`            raise          raise

A call may repeat when its method is idempotent (RFC 9110, 9.2.2) or the API declares
it so. In the rows where the others retry too, the server has not acted on the request:
it never saw it, or it said so. Everything else might have taken effect, and a second
try could do it twice: the caller gets the error and decides. `true` does not say that
nothing took effect, so it makes nobody repeat what may not be. APIs that put their name in place of
the `x` are understood, too; among several such headers `false` prevails.

The wait is what Retry-After says, in seconds, as an HTTP date or in milliseconds
(`retry-after-ms`); a server that asks for more than `retry_after_limit` gets no retry.
Without it the wait is drawn between zero and a ceiling that doubles (full jitter), so
that clients that failed together do not return together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from math import isfinite

_RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(slots=True, eq=False, repr=False)
class Outcome:
    """What an attempt came to."""

    status: int | None = None
    """The status of a complete answer, or None when there was none."""
    retry_after: float | None = None
    was_sent: bool = True
    """False when the server cannot have seen any of the request."""
    should_retry: bool | None = None
    """What the server wants, when it says."""


@dataclass(slots=True, eq=False, repr=False)
class RetryPolicy:
    """The numbers behind the table above."""

    first_backoff: float = 0.5
    longest_backoff: float = 8.0
    retry_after_limit: float = 60.0

    def wait(
        self,
        outcome: Outcome,
        *,
        may_repeat: bool,
        retries_taken: int,
        max_retries: int,
        remaining: float | None,
        random: Callable[[], float],
    ) -> float | None:
        """Seconds to wait before the next attempt, or None to make none.

        Args:
            remaining: seconds left of the deadline; a wait must leave some of it.
            random: a number in [0, 1).
        """
        if retries_taken >= max_retries or not _is_safe(outcome, may_repeat):
            return None
        if outcome.retry_after is None:
            ceiling = self.first_backoff * 2**retries_taken
            seconds = random() * min(ceiling, self.longest_backoff)
        elif outcome.retry_after <= self.retry_after_limit:
            seconds = outcome.retry_after
        else:
            return None
        return seconds if remaining is None or seconds < remaining else None


def _is_safe(outcome: Outcome, may_repeat: bool) -> bool:
    if outcome.status is None:
        return may_repeat or not outcome.was_sent
    if outcome.should_retry is False:
        return False
    if outcome.status == 429:
        return True
    if outcome.status == 503 and outcome.retry_after is not None:
        return True
    return may_repeat and (outcome.status in _RETRIED or outcome.should_retry is True)


def should_retry(headers: Mapping[str, str]) -> bool | None:
    """Whether a server wants the call again; None when it does not say, or not legibly.

    Args:
        headers: with lower-case names.
    """
    said = {
        value.strip().lower()
        for name, value in headers.items()
        if name.endswith("-should-retry")
    }
    if "false" in said:
        return False
    return True if "true" in said else None


def retry_after_seconds(headers: Mapping[str, str], now: float) -> float | None:
    """The seconds a server asks to wait; None when it does not, or not legibly.

    Args:
        headers: with case-insensitive names.
        now: seconds since the epoch, for the form that is an HTTP date.
    """
    milliseconds = _non_negative(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    text = headers.get("retry-after")
    seconds = _non_negative(text)
    if seconds is not None or text is None:
        return seconds
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:  # RFC 9110, 5.6.7: an HTTP date is in UTC
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, moment.timestamp() - now)


def _non_negative(text: str | None) -> float | None:
    if text is None or not text.strip().replace(".", "", 1).isdecimal():
        return None
    number = float(text)
    return number if isfinite(number) else None
