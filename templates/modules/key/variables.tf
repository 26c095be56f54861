variable "name" {
  description = "Alias of the key, without `alias/`."
  type        = string
}

variable "description" {
  description = "What the key encrypts."
  type        = string
}

variable "account_id" {
  description = "Account whose administrators manage the key."
  type        = string
}

variable "statements" {
  description = "Policy statements that let named principals use the key; nobody else can."
  type        = any
}
