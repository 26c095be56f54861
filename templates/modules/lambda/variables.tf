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

variable "lambda" {
  description = "Platform and size of the functions."
  type = object({
    python_version     = string
    architecture       = string
    memory_mb          = number
    timeout_seconds    = number
    log_retention_days = number
    tracing            = bool
    reserved_concurrency = object({
      enriched_good = number
      enriched_bad  = number
      raw_bad       = number
    })
  })
}

variable "artifact" {
  description = "Where the functions' zip lies, its digest, and the commit that it was built from."
  type = object({
    bucket        = string
    key           = string
    sha256        = string
    sha256_base64 = string
    commit        = string
  })
}

variable "salt" {
  description = "Where the functions read the keyring, and how long they keep it."
  type = object({
    secret_arn    = string
    kms_key_arn   = string
    cache_seconds = number
  })
}

variable "logs_kms_key_arn" {
  description = "Key that encrypts the log groups."
  type        = string
}
