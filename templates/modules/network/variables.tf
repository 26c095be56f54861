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

variable "network" {
  description = "The network section of the environment."
  type = object({
    existing = optional(object({
      vpc_id             = string
      public_subnet_ids  = list(string)
      private_subnet_ids = list(string)
    }))
    cidr_block              = string
    availability_zones      = list(string)
    nat_gateways            = string
    vpc_endpoints           = bool
    flow_log_retention_days = number
  })
}

variable "logs_kms_key_arn" {
  description = "Key that encrypts the flow logs."
  type        = string
}
