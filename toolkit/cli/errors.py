"""How errors look: one sentence, the evidence, the next move; always on stderr."""

from __future__ import annotations

from rich.text import Text

from toolkit.cli.screen import talk
from toolkit.domain.visible import visible
from toolkit.errors import SnowopsError


def show_error(error: SnowopsError) -> None:
    """Prints an error that its reader can act on; what others said in it cannot act on a screen."""
    screen = talk()
    summary, hint = visible(error.summary), visible(error.hint)
    screen.print(Text.assemble(("error: ", "bold red"), summary), soft_wrap=True)
    for line in error.details:
        screen.print(Text(f"  {visible(line)}"), soft_wrap=True)
    if hint:
        screen.print(Text.assemble(("next: ", "bold yellow"), hint), soft_wrap=True)


def show_usage_error(error: Exception) -> bool:
    """Prints a wrong command line; False where the error is something else.

    Typer carries its own copy of Click, so its usage errors are known by what they can do.
    """
    if not hasattr(error, "format_message") or getattr(error, "exit_code", None) != 2:
        return False
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "snowops"
    if type(error).__name__ == "NoArgsIsHelpError":
        error.show()  # type: ignore[attr-defined]
        return True
    message = error.format_message().strip().rstrip(".")
    show_error(SnowopsError(message, hint=f"`{command} --help` shows how it is called"))
    return True
