variable "environment" {
  description = "Name, project and the prefix of every resource's name."
  type = object({
    name    = string
    project = string
    prefix  = string
  })
}

variable "aws" {
  description = "Region and account."
  type = object({
    region     = string
    account_id = string
  })
}

variable "enrichers" {
  description = "The enrichers section of the environment."
  type = object({
    release_line               = string
    accept_limited_use_license = bool
    version                    = string
    image_repository           = string
    image_digest               = optional(string)
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
    # Enrichments have free-form parameters, which a map of objects would force into one type.
    enrichments         = any
    asset_buckets       = list(string)
    deletion_protection = optional(bool, true)
  })

  validation {
    condition     = var.enrichers.release_line == "apache" || var.enrichers.accept_limited_use_license
    error_message = "The limited-use release line needs accept_limited_use_license: true."
  }
}

variable "network" {
  description = "Where the tasks run."
  type = object({
    vpc_id             = string
    private_subnet_ids = list(string)
  })
}

variable "streams" {
  description = "The four Kinesis streams by path."
  type = map(object({
    name = string
    arn  = string
  }))
}

variable "streams_kms_key_arn" {
  description = "Key that encrypts the streams."
  type        = string
}

variable "logs_kms_key_arn" {
  description = "Key that encrypts the log groups."
  type        = string
}

variable "delivery_streams" {
  description = "Readers that must exist before the first record is written: Firehose starts at the latest one."
  type = map(object({
    arn = string
  }))
}
