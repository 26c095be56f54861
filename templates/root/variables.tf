variable "environment" {
  description = "Name of the environment, and the prefix of every resource's name."
  type = object({
    name    = string
    project = string
    prefix  = string
  })
}

variable "aws" {
  description = "The only account and region that may be touched."
  type = object({
    region     = string
    account_id = string
    role_arn   = string
  })
}

variable "network" {
  description = "Either an existing VPC or a small one of our own."
  type = object({
    existing = object({
      vpc_id             = string
      public_subnet_ids  = list(string)
      private_subnet_ids = list(string)
    })
    cidr_block              = string
    availability_zones      = list(string)
    nat_gateways            = string
    vpc_endpoints           = bool
    flow_log_retention_days = number
  })
}

variable "streams" {
  description = "The four Kinesis streams."
  type = object({
    mode          = string
    raw_good      = object({ shards = number, retention_hours = number })
    raw_bad       = object({ shards = number, retention_hours = number })
    enriched_good = object({ shards = number, retention_hours = number })
    enriched_bad  = object({ shards = number, retention_hours = number })
  })
}

variable "collectors" {
  description = "The collectors and their load balancer."
  type = object({
    release_line               = string
    accept_limited_use_license = bool
    version                    = string
    image_repository           = string
    image_digest               = string
    cpu                        = number
    memory_mb                  = number
    min_tasks                  = number
    max_tasks                  = number
    target_cpu_percent         = number
    log_retention_days         = number
    port                       = number
    domain_name                = string
    zone_id                    = string
    certificate_arn            = string
    tls_policy                 = string
    allowed_cidr_blocks        = list(string)
    deletion_protection        = bool
    idle_timeout_seconds       = number
    target_requests_per_task   = number
    sqs_overflow               = bool
    waf                        = object({ requests_per_5_minutes = number })
    paths                      = map(string)
    cookie = object({
      enabled         = bool
      name            = string
      expiration_days = number
      domains         = list(string)
      http_only       = bool
      same_site       = string
    })
    buffer = object({
      byte_limit    = number
      record_limit  = number
      time_limit_ms = number
    })
  })
}

variable "enrichers" {
  description = "The enrichers, their leases and schemas."
  type = object({
    release_line               = string
    accept_limited_use_license = bool
    version                    = string
    image_repository           = string
    image_digest               = string
    cpu                        = number
    memory_mb                  = number
    min_tasks                  = number
    max_tasks                  = number
    target_cpu_percent         = number
    log_retention_days         = number
    initial_position           = string
    max_iterator_age_seconds   = number
    iglu = object({
      cache_size        = number
      cache_ttl_seconds = number
      repositories = list(object({
        name            = string
        uri             = string
        priority        = number
        vendor_prefixes = list(string)
      }))
    })
    enrichments         = any # each with parameters of its own type
    deletion_protection = bool
    asset_buckets       = list(string)
  })
}

variable "storage" {
  description = "The bucket that Firehose writes and the warehouse loads."
  type = object({
    bucket = string
    prefixes = object({
      enriched_good = string
      enriched_bad  = string
      raw_bad       = string
      errors        = string
    })
    retention_days       = number
    error_retention_days = number
    noncurrent_days      = number
    log_retention_days   = number
    analyst_role_arns    = list(string)
    operator_role_arns   = list(string)
    force_destroy        = bool
  })
}

variable "salt" {
  description = "The secret that keys the pseudonyms; its value is never here."
  type = object({
    operator_role_arns       = list(string)
    cache_seconds            = number
    recovery_window_days     = number
    max_age_days             = number
    warehouse_retention_days = number
    rotation_days            = number
  })
}

variable "lambda" {
  description = "The pseudonymizing functions."
  type = object({
    python_version  = string
    architecture    = string
    memory_mb       = number
    timeout_seconds = number
    reserved_concurrency = object({
      enriched_good = number
      enriched_bad  = number
      raw_bad       = number
    })
    log_retention_days = number
    tracing            = bool
    allowlist          = string
    narrow_columns     = string
    artifact_bucket    = string
  })
}

variable "artifact" {
  description = "The functions' zip: where it lies, its digest, and the commit that it was built from."
  type = object({
    bucket        = string
    key           = string
    sha256        = string
    sha256_base64 = string
    commit        = string
  })
}

variable "firehose" {
  description = "The delivery streams from Kinesis through the functions to the bucket."
  type = object({
    buffer_mb                 = number
    buffer_seconds            = number
    processing_buffer_mb      = number
    processing_buffer_seconds = number
    log_retention_days        = number
  })
}

variable "tags" {
  description = "Tags on every resource, beside `project`, `environment` and `managed_by`."
  type        = map(string)
}
