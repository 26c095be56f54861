variable "name" {
  description = "Name of the cluster, the service and what belongs to them."
  type        = string
}

variable "aws" {
  description = "Region and account."
  type = object({
    region     = string
    account_id = string
  })
}

variable "app" {
  description = "What collectors and enrichers have in common in the environment."
  type = object({
    version            = string
    image_repository   = string
    image_digest       = optional(string)
    cpu                = number
    memory_mb          = number
    min_tasks          = number
    max_tasks          = number
    target_cpu_percent = number
    log_retention_days = number
  })
}

variable "files" {
  description = "Files below `/snowplow/config`, by path; their folders must be in `folders`."
  type        = map(string)
}

variable "folders" {
  description = "Folders below `/snowplow/config` that are there even if they hold no file."
  type        = list(string)
  default     = []
}

variable "command" {
  description = "Arguments of the image's entry point."
  type        = list(string)
}

variable "stop_timeout_seconds" {
  description = "Seconds between SIGTERM and SIGKILL; Fargate allows 120."
  type        = number
}

variable "health_command" {
  description = "Command that fails in an unhealthy container; null: the process' life is all there is to see."
  type        = list(string)
  default     = null
}

variable "port" {
  description = "Port of the container; null: nobody connects to it."
  type        = number
  default     = null
}

variable "target_group_arn" {
  description = "Where the load balancer finds the tasks; null: no load balancer."
  type        = string
  default     = null
}

variable "subnet_ids" {
  description = "Private subnets of the tasks."
  type        = list(string)
}

variable "security_group_id" {
  description = "Security group of the tasks."
  type        = string
}

variable "task_statements" {
  description = "Policy statements of the role that the application runs as."
  type        = any
}

variable "scale_in_by_cpu" {
  description = "Whether low CPU alone takes tasks away."
  type        = bool
}

variable "logs_kms_key_arn" {
  description = "Key that encrypts the log group."
  type        = string
}

variable "readers" {
  description = "What must exist before the first task runs."
  type        = any
}
