"""Operations toolkit for a pseudonymizing Snowplow pipeline on AWS."""
