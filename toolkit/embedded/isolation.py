"""What keeps the embedded AWS and its functions away from real accounts."""

from __future__ import annotations

NO_REAL_AWS = {
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",
    "AWS_CONFIG_FILE": "/dev/null",
    "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    "AWS_EC2_METADATA_DISABLED": "true",
}
"""Environment in which no AWS library finds the operator's credentials or profiles."""
