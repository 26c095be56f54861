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

variable "collectors" {
  description = "The collectors section of the environment."
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
    port                       = number
    domain_name                = string
    zone_id                    = optional(string)
    certificate_arn            = optional(string)
    tls_policy                 = string
    allowed_cidr_blocks        = list(string)
    deletion_protection        = bool
    idle_timeout_seconds       = number
    target_requests_per_task   = number
    sqs_overflow               = bool
    waf = optional(object({
      requests_per_5_minutes = number
    }))
    paths = map(string)
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

  validation {
    condition     = var.collectors.release_line == "apache" || var.collectors.accept_limited_use_license
    error_message = "The limited-use release line needs accept_limited_use_license: true."
  }
}

variable "network" {
  description = "Where the load balancer and the tasks run."
  type = object({
    vpc_id             = string
    public_subnet_ids  = list(string)
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

variable "logs_bucket" {
  description = "Bucket of access logs and the prefix that load balancers may write below."
  type = object({
    name   = string
    prefix = string
  })
}

variable "logs_kms_key_arn" {
  description = "Key that encrypts the log groups."
  type        = string
}

variable "operator_role_arns" {
  description = "Roles that may decrypt what they drain from the overflow queues."
  type        = list(string)
  default     = []
}

variable "delivery_streams" {
  description = "Readers that must exist before the first record is written: Firehose starts at the latest one."
  type = map(object({
    arn = string
  }))
}
