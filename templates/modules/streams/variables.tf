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

variable "streams" {
  description = "Capacity and retention of the four streams."
  type = object({
    mode          = string
    raw_good      = object({ shards = number, retention_hours = number })
    raw_bad       = object({ shards = number, retention_hours = number })
    enriched_good = object({ shards = number, retention_hours = number })
    enriched_bad  = object({ shards = number, retention_hours = number })
  })
}

variable "writer_role_arns" {
  description = "Roles that encrypt records on their way into a stream."
  type        = list(string)
}

variable "reader_role_arns" {
  description = "Roles that decrypt records which they read."
  type        = list(string)
}
