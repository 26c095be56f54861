"""The pseudonymizing Lambda function; in the artifact it is the top-level package `runtime`."""
