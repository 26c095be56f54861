variable "environment" {
  description = "Prefix of every name."
  type = object({
    prefix = string
  })
}

variable "aws" {
  description = "Account and region."
  type = object({
    region     = string
    account_id = string
  })
}

variable "storage" {
  description = "The bucket, its prefixes, how long each thing is kept, who may read what."
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

variable "writer_role_arns" {
  description = "Roles that write into the bucket."
  type        = list(string)
}
