"""The bucket of the state and Terraform's lock in it."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError

from toolkit.adapters.aws import code_of, speaking
from toolkit.adapters.kept_bucket import KeptBucket
from toolkit.domain.bootstrap.buckets import BucketWish
from toolkit.domain.environment.terraform import S3Backend
from toolkit.domain.state_lock import StateLock, read_lock, same_lock
from toolkit.errors import ServiceError, StateLocked

_GONE = ("404", "NoSuchKey", "NotFound")
_REFUSED = ("412", "PreconditionFailed", "409", "ConditionalRequestConflict")
_ATTEMPTS = 3


class StateBucket(KeptBucket):
    """The state bucket; `client` is a boto3 S3 client in the backend's region.

    Terraform's lock is the object `KEY.tflock`, written only where there is none.
    """

    def __init__(self, client: Any, wish: BucketWish, backend: S3Backend) -> None:
        super().__init__(client, wish)
        self._backend = backend

    def lock(self) -> StateLock | None:
        """The lock on the state; None where nobody holds it."""
        with speaking(f"read the lock in {self.wish.title}"):
            try:
                answer = self._client.get_object(**self._of(self._lock_key))
                text = answer["Body"].read().decode(errors="replace")
            except ClientError as error:
                if code_of(error) in _GONE:
                    return None
                if code_of(error) == "NoSuchBucket":
                    raise self._missing() from error
                raise
        return read_lock(text, mark=str(answer["ETag"]), since=answer.get("LastModified"))

    def release(self, lock: StateLock) -> bool:
        """Takes this very lock away; False where nobody holds one any more.

        The lock is read once more, and S3 deletes the object only if it is still that one
        (`DeleteObject`, If-Match). Raises StateLocked where it is another's now.
        """
        now = self.lock()
        if now is None:
            return False
        if not same_lock(now, lock):
            raise _changed_hands(now)
        with speaking(f"release the lock in {self.wish.title}"):
            try:
                self._client.delete_object(**self._of(self._lock_key), IfMatch=lock.mark)
            except ClientError as error:
                if code_of(error) in _GONE:
                    return False
                if code_of(error) in _REFUSED:
                    raise _changed_hands(None) from error
                raise
        return True

    def try_lock(self) -> bool:
        """Whether S3 lets only one of two locks be taken, tried out on an object of its own.

        The object is `KEY.tflock-probe`, written as Terraform writes a lock, and deleted. Who
        tries at the same time may delete it in between: a second write that went through is
        believed only when it did so again and again.
        """
        with speaking(f"try out a lock in {self.wish.title}"):
            return any(self._refuses_a_second() for _ in range(_ATTEMPTS))

    @property
    def _lock_key(self) -> str:
        return f"{self._backend.key}.tflock"

    @property
    def _probe_key(self) -> str:
        return f"{self._lock_key}-probe"

    def _of(self, key: str) -> dict[str, str]:
        return {**self._settings.named, "Key": key}

    def _refuses_a_second(self) -> bool:
        try:
            return not (self._probe() and self._probe())
        finally:
            self._client.delete_object(**self._of(self._probe_key))

    def _probe(self) -> bool:
        """Writes the probe; False where S3 refused because it is there."""
        try:
            self._client.put_object(
                **self._of(self._probe_key), Body=b"{}", IfNoneMatch="*", **self._encryption()
            )
        except ClientError as error:
            if code_of(error) not in _REFUSED:
                raise
            return False
        return True

    def _encryption(self) -> dict[str, str]:
        """As Terraform's backend asks for it with `encrypt = true`."""
        key = self._backend.kms_key_id
        if key is None:
            return {"ServerSideEncryption": "AES256"}
        return {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key}

    def _missing(self) -> ServiceError:
        return ServiceError(
            f"{self.wish.title} does not exist",
            hint="create it with `snowops bootstrap ENV`, or correct terraform.backend.bucket",
        )


def _changed_hands(now: StateLock | None) -> StateLocked:
    details = (f"ID: {now.id}", f"Who: {now.who}") if now else ()
    return StateLocked(
        "the lock has changed hands: somebody has taken it since it was shown",
        details=details,
        hint="nothing was released; wait for them, or look again",
    )
