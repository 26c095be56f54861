# The root that the files beside this one were recorded from, with Terraform 1.11.4.

variable "greeting" {
  type    = string
  default = "hello"
}

variable "password" {
  type      = string
  default   = "swordfish"
  sensitive = true
}

variable "artifact" {
  type    = map(string)
  default = { sha256 = "0f1e2d" }
}

variable "fails" {
  type    = bool
  default = false
}

resource "terraform_data" "plain" {
  input = var.greeting
}

resource "terraform_data" "partly_secret" {
  input = { greeting = var.greeting, password = var.password }
}

resource "terraform_data" "replaced" {
  triggers_replace = [var.greeting]
  input            = ["a", "b"]
}

resource "terraform_data" "secretly_replaced" {
  triggers_replace = [var.password]
}

resource "terraform_data" "slow" {
  provisioner "local-exec" {
    command = var.fails ? "exit 3" : "sleep 11"
  }
}

check "greeting" {
  assert {
    condition     = var.greeting == "hello"
    error_message = "The greeting is not hello."
  }
}

output "greeting" {
  value = terraform_data.plain.output
}

output "password" {
  value     = var.password
  sensitive = true
}
