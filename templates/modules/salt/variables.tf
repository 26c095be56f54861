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

variable "salt" {
  description = "Who operates the keyring, how long a deleted one can be restored."
  type = object({
    operator_role_arns   = list(string)
    recovery_window_days = number
  })
}

variable "rotator_role_arns" {
  description = "Roles that rotate the keyring by a schedule."
  type        = list(string)
  default     = []
}

variable "reader_role_arns" {
  description = "Roles that read the keyring and do nothing else with it."
  type        = list(string)
}
