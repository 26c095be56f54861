#% if environment.salt.rotation_days
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
  description = "Platform of the function."
  type = object({
    python_version     = string
    architecture       = string
    log_retention_days = number
  })
}

variable "artifact" {
  description = "Where the function's zip lies, and its digest."
  type = object({
    bucket        = string
    key           = string
    sha256_base64 = string
  })
}

variable "salt" {
  description = "The keyring's secret, how long functions use it, and how often it is rotated."
  type = object({
    secret_arn    = string
    kms_key_arn   = string
    cache_seconds = number
    rotation_days = number
  })
}

variable "logs_kms_key_arn" {
  description = "Key that encrypts the log group."
  type        = string
}
#% endif
