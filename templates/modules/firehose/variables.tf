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

variable "firehose" {
  description = "Buffers and log retention."
  type = object({
    buffer_mb                 = number
    buffer_seconds            = number
    processing_buffer_mb      = number
    processing_buffer_seconds = number
    log_retention_days        = number
  })
}

variable "prefixes" {
  description = "Key prefix of each path, and of errors."
  type        = map(string)
}

variable "bucket" {
  description = "Bucket that is written."
  type = object({
    arn = string
  })
}

variable "streams" {
  description = "Stream that each path reads."
  type        = map(object({ arn = string }))
}

variable "functions" {
  description = "Function that each path's records go through; there is a delivery stream for each."
  type        = map(object({ qualified_arn = string }))
}

variable "kms_key_arns" {
  description = "Keys of the streams, the bucket and the log groups."
  type = object({
    streams = string
    bucket  = string
    logs    = string
  })
}
