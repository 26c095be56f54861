"""What GitLab says about a token; the token itself is in no error."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import gitlab
import requests

from toolkit.adapters.gitlab_client import ONCE, connect
from toolkit.domain.health.gitlab import Token
from toolkit.errors import ServiceError

_NOT_KNOWN = 401
_MAY_NOT_ASK = 403
_OTHERWISE = "it does not describe the token as GitLab does"


def look(url: str, token: str, environment: Mapping[str, str]) -> Token | None:
    """A personal, project or group access token, asked about itself; None where it is not valid.

    GitLab is asked once, and what it answers is not quoted. Raises ServiceError where it does not
    say, ConfigError where the file of its authority is missing.
    """
    client = connect(url, token, environment, ONCE)
    try:
        # GitLab may ask for a wait of minutes where it is asked too often.
        found = client.personal_access_tokens.get("self", obey_rate_limit=False).attributes
        return Token(
            name=str(found["name"]),
            scopes=tuple(map(str, found["scopes"])),
            active=found["active"] is True,
            expires=date.fromisoformat(found["expires_at"]) if found["expires_at"] else None,
        )
    except gitlab.GitlabError as error:
        if error.response_code == _NOT_KNOWN:
            return None
        if error.response_code == _MAY_NOT_ASK:
            # No scope of it lets it ask about itself: `api` would.
            return Token("GITLAB_TOKEN", (), active=True, expires=None)
        code = error.response_code
        raise _unasked(url, f"it answered {code}" if code else _OTHERWISE) from None
    except (requests.RequestException, OSError) as error:
        raise _unasked(url, type(error).__name__) from None
    except (KeyError, TypeError, ValueError):
        raise _unasked(url, _OTHERWISE) from None


def _unasked(url: str, why: str) -> ServiceError:
    return ServiceError(
        f"GitLab at {url} could not be asked about the token",
        details=(why,),
        hint="check CI_SERVER_URL, the network, and the authority in CI_SERVER_TLS_CA_FILE",
    )
