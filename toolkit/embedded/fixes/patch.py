"""How a fix takes the place of a method of moto."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def around(owner: type, name: str, fix: Callable[..., Any]) -> None:
    """Let `fix(original, self, ...)` answer for the method `name` of `owner`."""
    original = getattr(owner, name)

    @wraps(original)
    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        return fix(original, self, *args, **kwargs)

    setattr(owner, name, method)


def around_class(owner: type, name: str, fix: Callable[..., Any]) -> None:
    """The same for a class method; `original` is bound already: `fix(original, ...)`."""
    original = getattr(owner, name)

    @wraps(original)
    def method(_cls: type, *args: Any, **kwargs: Any) -> Any:
        return fix(original, *args, **kwargs)

    setattr(owner, name, classmethod(method))
